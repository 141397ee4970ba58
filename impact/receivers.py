"""What we do when matching speaks: write down whom to ask, inside its transaction."""

from django.dispatch import receiver

from matching.choices import IntroductionState
from matching.signals import introduction_ended

from .services import begin_asking
from .sources import find


@receiver(introduction_ended)
def on_introduction_ended(sender, introduction_id: int, **kwargs) -> None:
    """Both sides of what was seen through are asked what came of it."""
    source = find("introduction", introduction_id)
    if source is not None and source.thing.state == IntroductionState.DONE:
        begin_asking(source)
