"""A student and a lecturer on a small phone, without scripts: from the sign-up to what they came for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.invariants import broken
from opportunities.models import UniversityContact
from profiles.models import Curriculum, Offer, Organisation, Person
from tests.factories.matching import ChallengeFactory, lead_of
from tests.factories.profiles import OrganisationFactory
from tests.journeys.story import STUDENT, link_in, mails_to, worker_runs
from tests.support import documents

pytestmark = pytest.mark.browser

PHONE = (360, 740)
LECTURER, LECTURER_NAME = "hypatia.greaves@arden.example", "Hypatia Greaves"
UNIVERSITY = "University of Arden Vale"
OFFER = "Second-year class looks at your data"


def on_phones(make_story, *, javascript=False):
    return make_story(
        javascript=javascript,
        sizes=dict.fromkeys(("the trustee", "the student", "the custodian"), PHONE),
    )


def demand_no_faults(story) -> None:
    faults = [fault for one in story.people for fault in one.faults]
    assert faults == [], "\n".join(faults)


def test_a_student_signs_up_answers_sees_suggestions_and_hands_in_a_cv(make_story, tmp_path):
    group = OrganisationFactory(name="Sowe Valley Food Share")
    ChallengeFactory(
        title="Where do our referrals come from?",
        organisation=group,
        asks={"Data cleaning": 2},
        likes={"Mapping": 2},
        state={"submitted_by": lead_of(group)},
    )
    story = on_phones(make_story)

    story.a_student_makes_a_profile()
    worker_runs()

    student = story.student
    student.open("/me/welcome/done/")
    student.reads("Where do our referrals come from?", "Sowe Valley Food Share")
    student.open("/me/cv/")
    student.attach("Your CV", "cv.pdf", documents.pdf())
    student.press("Save")
    student.reads("What you handed in", "PDF")
    person = Person.objects.get(user__email=STUDENT)
    assert Curriculum.objects.get(person=person).media_type == "application/pdf"
    assert person.visibility == "matched"
    demand_no_faults(story)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_lecturer_registers_the_university_and_offers_a_class(make_story, javascript):
    story = on_phones(make_story, javascript=javascript)
    lecturer = story.trustee

    lecturer.open("/accounts/signup/")
    story._make_account(lecturer, LECTURER, LECTURER_NAME)
    lecturer.open("/organisations/new/")
    lecturer.fill("Name of the organisation", UNIVERSITY)
    lecturer.choose("University")
    lecturer.fill("Which domains are its own e-mail addresses at?", "arden.example")
    lecturer.press("Save")
    lecturer.reads(UNIVERSITY, "Waiting for a custodian to confirm it")

    lecturer.open("/offers/new/")
    lecturer.pick("Who gives it?", UNIVERSITY)
    lecturer.choose("A cohort of students")
    lecturer.fill("In one line", OFFER)
    lecturer.fill(
        "What would somebody get?", "Forty students clean a spreadsheet and make maps of it."
    )
    lecturer.fill("From", f"{timezone.localdate() + timedelta(days=50):%Y-%m-%d}")
    lecturer.fill("Until", f"{timezone.localdate() + timedelta(days=130):%Y-%m-%d}")
    lecturer.fill("How many seats, or students in the cohort?", "40")
    lecturer.fill("Which module or course?", "Data in practice, second year")
    lecturer.press("Save and go on")
    lecturer.pick("Mapping", "Working")
    lecturer.press("Send it to the custodians")
    worker_runs()

    custodian = story.custodian
    story._sign_in(custodian, story.custodian_user.email, "correct horse battery")
    custodian.open("/desk/")
    custodian.follow(OFFER)
    custodian.choose("Publish it")
    custodian.press("Decide")
    worker_runs()
    mail = mails_to(LECTURER)[-1]
    assert f"Shown once a custodian has confirmed {UNIVERSITY}." in mail.body
    lecturer.open(link_in(mail))
    lecturer.reads("Approved, and not shown yet")
    custodian.open(f"{Organisation.objects.get().get_absolute_url()}verify/")
    custodian.press("Confirm it")
    worker_runs()

    assert Organisation.objects.get(name=UNIVERSITY).is_verified
    offer = Offer.objects.open().get(title=OFFER)
    lecturer.open(offer.get_absolute_url())
    lecturer.reads("Published", "40", "Data in practice, second year")
    lecturer.reads("When they get a placement", "you see neither the agreement nor how it goes")
    lecturer.follow("Name the office that is asked")
    lecturer.fill("The office or role", "Placements office")
    lecturer.fill("Its e-mail address", "placements@arden.example")
    lecturer.press("Save")
    lecturer.reads("Noted.", UNIVERSITY)
    stranger = story.student
    stranger.open("/offers/?kind=cohort")
    stranger.reads(OFFER, UNIVERSITY)
    stranger.follow(OFFER)
    assert "When they get a placement" not in stranger.words
    assert UniversityContact.objects.get().address == "placements@arden.example"
    demand_no_faults(story)
    assert broken() == {}
