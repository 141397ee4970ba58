"""Take the demo region away again."""

from django.core.management.base import BaseCommand

from forum.demo.removal import remove


class Command(BaseCommand):
    """``manage.py remove_demo``: delete all that is marked as invented, and nothing else."""

    help = (
        "Remove the demo region: invented organisations, people, offers, opportunities, sign-ins."
    )

    def handle(self, *args, **options) -> None:
        """Remove it and say how much went."""
        for name, count in remove().items():
            self.stdout.write(f"  {name}: {count} removed")
