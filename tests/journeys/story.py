"""The Forum's main job in plain steps, told once and acted by any kind of visitor.

A visitor is a :class:`~tests.journeys.reader.Reader` on Django's test client or a Surfer in
Chromium; the worker is the outbox, emptied where the story says so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress

from common.models import Message, Work
from common.outbox import run_due
from opportunities.models import Challenge
from profiles.models import Organisation
from skills.reading import read_starter
from skills.services import take_in
from tests.factories.cms import make_site
from tests.factories.profiles import CustodianFactory

OWN_BACKEND = "common.mail_backend.OutboxBackend"  # Django's test runner puts its own there
PASSWORD = "a pantry of 4100 rows"
GROUP = "Sowe Valley Food Share"
TITLE = "Where do our referrals come from?"
WORDS = (
    "Every week we give out 140 parcels. Referrals come to us in a spreadsheet, and the addresses "
    "are messy. We would like them cleaned up, and maps of where families come from and where "
    "nobody is sent to us."
)
COMMENT = "Say which years the spreadsheet covers, so that people can judge the work."
MENDED = "One spreadsheet of 4,100 referrals from 2023 to 2026, with messy addresses."
MESSAGE = "We meet on Tuesdays and would show you everything ourselves."
TRUSTEE = "zenobia.quartermaine@foodshare.example"
TRUSTEE_NAME = "Zenobia Quartermaine"
STUDENT = "ptolemy.underfoot@students.example"
STUDENT_NAME = "Ptolemy Underfoot"
WANTED = ("Data cleaning", "Mapping")


def prepare_forum(base_url: str) -> Any:
    """A Forum on its first day: its pages, its vocabulary, one custodian, nobody else."""
    make_site(base_url)
    take_in(read_starter())
    return CustodianFactory(name="Hettie Vaughan")


def worker_runs() -> None:
    """Do all work that is due, as the worker would, and demand that none of it failed."""
    while run_due(limit=500):
        pass
    troubles = list(
        Work.objects.unfinished().exclude(last_error="").values_list("kind", "last_error")
    )
    assert troubles == [], f"work that failed: {troubles}"


def mails_to(address: str) -> list[Message]:
    """What somebody's mailbox holds, oldest first."""
    return list(Message.objects.filter(address=address).order_by("pk"))


def link_in(mail: Message) -> str:
    """The one link that a mail asks its reader to follow."""
    found = re.findall(r"https?://\S+", mail.body)
    assert len(found) == 1, f"one link in “{mail.subject}”, not {found}:\n{mail.body}"
    return found[0]


@dataclass
class Story:
    """The people of the story. ``arrive(name)`` brings a visitor who has never been here."""

    arrive: Callable[[str], Any]
    custodian_user: Any
    trustee: Any = field(init=False)
    student: Any = field(init=False)
    custodian: Any = field(init=False)

    def __post_init__(self) -> None:
        self.trustee = self.arrive("the trustee")
        self.student = self.arrive("the student")
        self.custodian = self.arrive("the custodian")

    @property
    def people(self) -> tuple[Any, ...]:
        """All three."""
        return self.trustee, self.student, self.custodian

    # The trustee

    def a_trustee_makes_an_account_to_post_a_challenge(self) -> None:
        self.trustee.open("/")
        self.trustee.follow("Post a challenge")
        self._make_account(self.trustee, TRUSTEE, TRUSTEE_NAME)

    def she_registers_her_group(self) -> None:
        self.trustee.reads("Who is it for?")
        self.trustee.fill("Name of the organisation", GROUP)
        self.trustee.choose("Community organisation")
        self.trustee.pick("Where is it based?", "Coventry")
        self.trustee.press("Save and go on")

    def she_says_what_the_problem_is_in_her_own_words(self) -> None:
        self.trustee.reads("What is the problem?", GROUP)
        self.trustee.fill("Give it a short title", TITLE)
        self.trustee.fill("What is the problem?", WORDS)
        self.trustee.fill("Who would benefit?", "300 families who do not reach us yet.")
        self.trustee.press("Save and go on")
        self.trustee.fill("What data is there?", "One spreadsheet of referrals.")
        self.trustee.choose("Shared: only with those we agree with")
        self.trustee.fill("What would a good result look like?", "A map that trustees understand.")
        self.trustee.press("Save and go on")
        self.trustee.choose("From anywhere")
        self.trustee.fill("About how many days of work is it?", "12")
        self.trustee.choose("A story we may tell")
        self.trustee.press("Save and go on")

    def she_ticks_skills_suggested_from_her_words(self) -> None:
        self.trustee.reads("We found these in your words")
        for skill in WANTED:
            self.trustee.choose(skill)
        self.trustee.press("Save and go on")

    def she_checks_it_and_sends_it_in(self) -> None:
        self.trustee.reads("Check your answers", WORDS, *WANTED)
        self.trustee.press("Send it in")
        self.trustee.reads("Sent in", "A custodian reads it before anybody else does")

    def she_reads_the_comment_mends_and_sends_in_again(self) -> None:
        mail = mails_to(TRUSTEE)[-1]
        assert COMMENT in mail.body
        self.trustee.open(link_in(mail))
        self.trustee.reads("Changes asked for", COMMENT)
        self.trustee.follow("Change it")
        self.trustee.follow("Change this: What data is there?")
        self.trustee.fill("What data is there?", MENDED)
        self.trustee.press("Save and check")
        self.trustee.reads("Check your answers", MENDED)
        self.trustee.press("Send it in")
        self.trustee.reads("Sent in")

    def she_sees_who_could_help_and_why_but_no_name(self) -> None:
        mail = mails_to(TRUSTEE)[-1]
        assert "1 person" in mail.body
        self.trustee.open(link_in(mail))
        self.trustee.reads("Who could help", "One person", "A student in Coventry")
        self.trustee.reads("What you gain", "What they gain", "Still missing", *WANTED)
        self.trustee.reads("You ask working, they hold practitioner")

    def she_asks_for_an_introduction(self) -> None:
        self.trustee.follow("Ask for an introduction")
        self.trustee.reads("A student in Coventry is asked whether they would like to meet you")
        self.trustee.fill("A message to them", MESSAGE)
        self.trustee.press("Ask for an introduction")
        self.trustee.reads("Waiting", "We wait for an answer until")

    def she_sees_how_to_reach_the_student(self) -> None:
        self.trustee.open(link_in(mails_to(TRUSTEE)[-1]))
        self.trustee.reads("How to reach each other", STUDENT_NAME, STUDENT)
        assert STUDENT_NAME in mails_to(TRUSTEE)[-1].body
        assert STUDENT in mails_to(TRUSTEE)[-1].body

    # The custodian

    def a_custodian_asks_for_changes(self) -> None:
        self._sign_in(self.custodian, self.custodian_user.email, "correct horse battery")
        self.custodian.open("/desk/")
        self.custodian.follow(TITLE)
        self.custodian.reads(GROUP, WORDS, *WANTED)
        self.custodian.fill("What has to change, or why not?", COMMENT)
        self.custodian.press("Ask for changes")
        self.custodian.reads("Sent back. Its author reads what you wrote.")
        assert Challenge.objects.get().live is False

    def the_custodian_confirms_the_group_and_approves(self) -> None:
        self.custodian.open("/desk/")
        self.custodian.follow(TITLE)
        self.custodian.reads(MENDED)
        self.custodian.choose("I have checked that this organisation is what it says it is")
        self.custodian.press("Approve and publish")
        self.custodian.reads("Published.")
        assert Challenge.objects.get().live is True
        assert Organisation.objects.get().is_verified is True

    # The student

    def a_student_makes_a_profile(self) -> None:
        self.student.open("/accounts/signup/")
        self._make_account(self.student, STUDENT, STUDENT_NAME)
        self.student.open("/me/")
        self.student.follow("Make a profile")
        self.student.choose("I look for a placement, a job or something to learn from")
        self.student.press("Save and go on")
        self.student.fill("Your name", STUDENT_NAME)
        self.student.choose("Student")
        self.student.press("Save and go on")
        self.student.choose("Matched")
        self.student.press("Save and go on")
        self.student.fill("Say it in your own words", "I clean up spreadsheets and I make maps.")
        self.student.press("Suggest skills from this")
        self.student.reads("Because you wrote")
        self.student.pick("Data cleaning", "Practitioner")
        self.student.pick("Mapping", "Working")
        self.student.press("Save and go on")
        self.student.fill("Say it in your own words", "I want to learn to make better maps.")
        self.student.press("Suggest skills from this")
        self.student.pick("Mapping", "Practitioner")
        self.student.press("Save and go on")
        self.student.pick("Where do you live or study?", "Coventry")
        self.student.choose("I can work from home")
        self.student.press("Save and go on")
        self.student.reads("Your profile is saved")

    def the_student_sees_the_challenge_among_the_matches_with_reasons(self) -> None:
        self.student.open("/matches/")
        self.student.reads(TITLE, GROUP, "What you gain", "What they gain", *WANTED)
        self.student.reads("They ask working, you hold practitioner")
        self.student.follow(TITLE)
        self.student.reads(WORDS, MENDED)

    def the_student_reads_the_request(self) -> None:
        mail = mails_to(STUDENT)[-1]
        assert MESSAGE in mail.body
        self.student.open("/introductions/")
        self.student.reads("Waiting for your answer")
        self.student.follow(TITLE)
        self.student.reads(GROUP, MESSAGE, "Would you like to be introduced?")

    def the_student_says_yes(self) -> None:
        self.student.press("Yes, introduce us")
        self.student.reads("How to reach each other", TRUSTEE)
        assert TRUSTEE in mails_to(STUDENT)[-1].body

    def the_student_says_no_kindly(self, reason: str) -> None:
        self.student.unfold("No, not this time")
        self.student.fill("Why not, if you want to say", reason)
        self.student.press("No, not this time")
        self.student.reads("The other side is told, but not why", "This introduction has ended")

    # Chapters

    def the_challenge_is_sent_in(self) -> None:
        """From the home page to "Sent in"."""
        self.a_trustee_makes_an_account_to_post_a_challenge()
        self.she_registers_her_group()
        self.she_says_what_the_problem_is_in_her_own_words()
        self.she_ticks_skills_suggested_from_her_words()
        self.she_checks_it_and_sends_it_in()
        worker_runs()

    def it_is_mended_and_published(self) -> None:
        """A custodian asks for changes, the trustee mends, the custodian approves."""
        self.a_custodian_asks_for_changes()
        worker_runs()
        self.she_reads_the_comment_mends_and_sends_in_again()
        worker_runs()
        self.the_custodian_confirms_the_group_and_approves()
        worker_runs()

    def they_find_each_other(self) -> None:
        """Both sides see reasons; the trustee asks."""
        self.the_student_sees_the_challenge_among_the_matches_with_reasons()
        self.she_sees_who_could_help_and_why_but_no_name()
        self.she_asks_for_an_introduction()
        worker_runs()

    def up_to_the_request(self) -> None:
        """All of it, to the moment when the student is asked."""
        self.the_challenge_is_sent_in()
        self.a_student_makes_a_profile()
        worker_runs()
        self.it_is_mended_and_published()
        self.they_find_each_other()

    # What has leaked

    def leaks_of_the_student(self) -> list[str]:
        """Pages and mails of anybody else that hold the student's name or address."""
        return self._leaks((*STUDENT_NAME.split(), STUDENT), spared=self.student, address=STUDENT)

    def leaks_of_the_trustee(self) -> list[str]:
        """Pages and mails of anybody else that hold the trustee's address."""
        return self._leaks((TRUSTEE,), spared=self.trustee, address=TRUSTEE)

    def _leaks(self, canaries: tuple[str, ...], *, spared: Any, address: str) -> list[str]:
        def sings(text: str) -> bool:
            return any(canary.lower() in text.lower() for canary in canaries)

        others = [one for one in self.people if one is not spared]
        pages = [
            f"{one.name}: {page.path}" for one in others for page in one.seen if sings(page.html)
        ]
        mails = [
            f"mail to {mail.address}: {mail.subject}"
            for mail in Message.objects.exclude(address=address)
            if sings(f"{mail.subject}\n{mail.body}\n{mail.html}\n{mail.headers}")
        ]
        return pages + mails

    # Accounts

    def _make_account(self, visitor: Any, address: str, name: str) -> None:
        """Name, address and password, then the code from the mail."""
        visitor.fill("Your name", name)
        visitor.fill("Your e-mail address", address)
        visitor.fill("Password", PASSWORD)
        visitor.choose("I agree to the terms, and have read what happens with my data")
        visitor.press("Make my account")
        code = re.search(r"^[A-Z0-9][A-Z0-9-]{3,}$", mails_to(address)[-1].body, re.MULTILINE)
        assert code, mails_to(address)[-1].body
        visitor.fill("Code", code[0])
        visitor.press("Go on")
        assert EmailAddress.objects.filter(email=address, verified=True).exists()

    def _sign_in(self, visitor: Any, address: str, password: str) -> None:
        visitor.open("/accounts/login/")
        visitor.fill("Your e-mail address", address)
        visitor.fill("Password", password)
        visitor.press("Sign in")
