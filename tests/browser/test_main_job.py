"""The main job in Chromium, with scripts and without; the trustee on a small phone."""

import pytest

from common.invariants import broken
from matching.models import Introduction
from tests.journeys.story import worker_runs

pytestmark = pytest.mark.browser

PHONE = (360, 740)
MOST_SCREENS = 9


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_challenge_travels_from_plain_words_to_an_accepted_introduction(make_story, javascript):
    story = make_story(
        javascript=javascript, sizes={"the trustee": PHONE, "the student": (768, 1000)}
    )

    story.the_challenge_is_sent_in()
    screens = [f"{page.path} “{page.heading}”" for page in story.trustee.seen]
    story.a_student_makes_a_profile()
    worker_runs()
    story.it_is_mended_and_published()
    story.they_find_each_other()
    story.the_student_reads_the_request()
    leaks = [*story.leaks_of_the_student(), *story.leaks_of_the_trustee()]
    story.the_student_says_yes()
    worker_runs()
    story.she_sees_how_to_reach_the_student()

    assert leaks == []
    assert Introduction.objects.get().state == "introduced"
    faults = [fault for one in story.people for fault in one.faults]
    assert faults == [], "\n".join(faults)
    # What she passes, the home page included, before she reads that it was sent in.
    assert len(screens) - 1 <= MOST_SCREENS, "\n".join(screens)
    assert broken() == {}
