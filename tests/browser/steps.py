"""What applicants, hosts and readers do over and over in the journeys of applying."""

from common.models import Message
from opportunities.models import Application
from tests.browser.surfer import Surfer
from tests.journeys.story import mails_to, worker_runs

NAME = "Ptolemy Underfoot"
WHY = f"I am {NAME}, and my mother waits at these stops. Write to ptolemy@students.example."
LEARN = "How a dataset is published."


def apply(student: Surfer, placement, *, forgets: bool = False) -> Application:
    """From the page of the placement to the receipt; at first without one of the answers."""
    student.open(placement.get_absolute_url())
    student.follow("Apply")
    student.fill("Why this one?", WHY)
    if forgets:
        student.press("Save and check")
        student.reads("Before you can send it", "Answer this: What would you like to learn here?")
        student.follow("Answer this")
    student.fill("What would you like to learn here?", LEARN)
    student.press("Save and check")
    student.reads(WHY, "What happens next")
    return send(student, placement)


def send(student: Surfer, placement) -> Application:
    """From the page that shows all of it once more to the receipt."""
    student.press("Send it")
    student.reads("Sent. A receipt is on its way to you by mail.", "You have an answer by")
    worker_runs()
    return Application.objects.get(opportunity=placement.pk)


def inbox(host: Surfer, placement) -> None:
    """From the placement to the one application there is."""
    host.open(placement.get_absolute_url())
    host.follow("Applications")
    host.follow("Applicant ")


def offer(host: Surfer) -> None:
    """From the application to the mail that is sent."""
    host.press("Shortlist")
    host.press("Offer a place")
    host.press("Read the mails")
    host.press("Send those ticked")
    worker_runs()


def mail_to(address: str, subject: str) -> Message:
    """The newest of somebody's whose subject begins so."""
    found = [mail for mail in mails_to(address) if mail.subject.startswith(subject)]
    assert found, f"none “{subject}” among {[mail.subject for mail in mails_to(address)]}"
    return found[-1]
