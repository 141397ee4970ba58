"""What the worker runs for common: the outbox's bell and sweep, signs of life, forgetting.

Handlers of the outbox stand here too, so that every process that imports tasks knows them.
"""

from celery import shared_task

from common import delivery, digests, hibernation, outbox, retention, watch
from common.models import Sign
from common.outbox import handler


@shared_task(ignore_result=True)
def run_work(work_id: int) -> None:
    """Somebody rang: run this row if it is still due."""
    outbox.run_one(work_id)


@shared_task(ignore_result=True)
def sweep() -> None:
    """Run what is due, whether or not its bell was heard."""
    outbox.run_due(limit=200, seconds=40)


@shared_task(ignore_result=True)
def heartbeat() -> None:
    """Show that a worker is not only alive but working."""
    Sign.give("worker")


@shared_task(ignore_result=True)
@hibernation.paused
def send_digests() -> None:
    """Write the letters that hold what somebody wanted together."""
    digests.send_due()


@shared_task(ignore_result=True)
def run_retention() -> None:
    """End every record whose time is over, and note for the desk how many of each kind."""
    Sign.give("retention", ended={clock.name: number for clock, number in retention.run()})


@shared_task(ignore_result=True)
def check_invariants() -> None:
    """Ask every invariant; the answer is at the desk, and a broken one in a mail."""
    watch.check_records()


@shared_task(ignore_result=True)
def keep_watch() -> None:
    """Soon after a start and then every few minutes: is a check overdue, is work stuck, is a sleep over?"""
    watch.check_records_if_overdue()
    watch.tell_of_stuck_work()
    hibernation.wake_if_over()


@handler("common.send_mail", outside=delivery.hand_over, dropped=delivery.withhold)
def mail_sent(handed_over: bool, message_id: int) -> None:
    """Note that a mail has left."""
    delivery.mark_sent(message_id, handed_over=handed_over)
