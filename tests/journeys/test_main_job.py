"""A group posts, a custodian asks for changes, the worker scores, both sides say yes: page by page."""

import pytest

from common.invariants import broken
from common.models import Message
from matching.models import Introduction, Match, MatchRun
from opportunities.models import Challenge
from profiles.models import Disclosure
from tests.journeys.reader import Reader
from tests.journeys.story import (
    GROUP,
    STUDENT,
    STUDENT_NAME,
    TITLE,
    TRUSTEE,
    WANTED,
    link_in,
    mails_to,
    worker_runs,
)

KINDLY = "Thank you, but my dissertation eats every evening this term."


@pytest.mark.both_databases
def test_a_challenge_travels_from_plain_words_to_an_accepted_introduction(story):
    story.the_challenge_is_sent_in()
    story.a_student_makes_a_profile()
    worker_runs()
    story.it_is_mended_and_published()
    story.they_find_each_other()
    story.the_student_reads_the_request()
    assert story.leaks_of_the_student() == []
    assert story.leaks_of_the_trustee() == []
    assert Disclosure.objects.count() == 0

    story.the_student_says_yes()
    worker_runs()
    story.she_sees_how_to_reach_the_student()

    challenge, introduction = Challenge.objects.get(), Introduction.objects.get()
    run = MatchRun.objects.get(scope=f"opportunity:{challenge.pk}")
    assert (run.state, run.trigger) == ("done", "published")
    assert sorted(row.skill.name for row in challenge.requirements.all()) == sorted(WANTED)
    assert (introduction.state, introduction.need_answer, introduction.supply_answer) == (
        "introduced",
        "yes",
        "yes",
    )
    assert {row.viewer.email for row in Disclosure.objects.all()} == {TRUSTEE}
    assert Message.objects.exclude(state="sent").count() == 0
    assert broken() == {}


def test_the_details_appear_to_the_two_sides_and_to_nobody_else(story):
    story.up_to_the_request()
    story.the_student_reads_the_request()

    story.the_student_says_yes()
    worker_runs()
    story.she_sees_how_to_reach_the_student()
    story.custodian.open("/desk/")
    story.custodian.open(Introduction.objects.get().get_absolute_url())

    introduced = Introduction.objects.get().get_absolute_url()
    assert story.leaks_of_the_student() == [
        f"the trustee: {introduced}",
        f"mail to {TRUSTEE}: Introduced: “{TITLE}”",
    ]
    assert story.leaks_of_the_trustee() == [
        f"the student: {introduced}",
        f"mail to {STUDENT}: Introduced: “{TITLE}”",
    ]


def test_the_student_declines_kindly_and_the_trustee_never_reads_why(story):
    story.up_to_the_request()
    story.the_student_reads_the_request()

    story.the_student_says_no_kindly(KINDLY)
    worker_runs()

    mail = mails_to(TRUSTEE)[-1]
    assert mail.subject == f"No introduction this time: “{TITLE}”"
    assert "That says nothing about you or your work" in mail.body
    story.trustee.open(link_in(mail))
    story.trustee.reads("Nobody fits")
    story.trustee.open("/introductions/")
    story.trustee.reads("Not this time")
    story.trustee.follow(TITLE)
    story.trustee.reads("This introduction has ended")
    assert story.leaks_of_the_student() == []
    assert story.leaks_of_the_trustee() == []
    assert [page.path for page in story.trustee.seen if KINDLY in page.html] == []
    assert list(Message.objects.filter(body__contains="dissertation")) == []
    assert Introduction.objects.get().decline_reason == KINDLY
    assert Match.objects.filter(is_current=True).count() == 0
    assert broken() == {}


def test_the_student_says_yes_by_the_link_in_the_mail_without_signing_in(story):
    story.up_to_the_request()
    stranger = Reader("the student, on a borrowed phone")

    stranger.open(link_in(mails_to(STUDENT)[-1]))
    stranger.reads("Would you like to be introduced?", GROUP, TITLE)
    assert Introduction.objects.get().state == "proposed"
    stranger.press("Yes, introduce us")
    worker_runs()

    stranger.reads("Both sides said yes")
    assert TRUSTEE not in "".join(page.html for page in stranger.seen)
    assert TRUSTEE in mails_to(STUDENT)[-1].body
    stranger.open("/introductions/")
    stranger.reads("Sign in")
    story.she_sees_how_to_reach_the_student()
    assert broken() == {}


def test_a_student_who_joins_later_is_found_too(story):
    story.the_challenge_is_sent_in()
    story.it_is_mended_and_published()
    story.trustee.open(f"{Challenge.objects.get().get_absolute_url()}matches/")
    story.trustee.reads("Nobody fits")

    story.a_student_makes_a_profile()
    worker_runs()

    story.the_student_sees_the_challenge_among_the_matches_with_reasons()
    story.trustee.open(f"{Challenge.objects.get().get_absolute_url()}matches/")
    story.trustee.reads("One person", "A student in Coventry", "What they gain")
    assert story.leaks_of_the_student() == []
    assert STUDENT_NAME not in story.trustee.words
