"""A job on the site: posted in four screens, applied for at the employer's form, closed by the clock."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from opportunities import services
from opportunities.employer_links import employer_form
from opportunities.models import Job
from opportunities.queries import standing
from tests.factories.profiles import CustodianFactory, MembershipFactory

from .test_wizard import send

FORM = "https://employer.example/jobs/12?from=forum"
WHAT = {
    "title": "Open data officer",
    "description": "Look after the open data.",
    "employer_form_url": FORM,
}


def terms(**changes):
    closes = timezone.localdate() + datetime.timedelta(days=20)
    return {
        "pay_amount": "31067",
        "pay_period": "year",
        "hours_per_week": "37",
        "pattern": "remote",
        "closes": f"{closes:%Y-%m-%d}",
        **changes,
    }


@pytest.fixture
def lead(client, db):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


def post(client) -> Job:
    """A job that waits for a custodian, through the pages."""
    where = "/jobs/new/"
    for fields in (WHAT, terms(), {}):
        response = send(client, where, fields)
        assert response.status_code == 302, response.context["form"].errors
        where = response["Location"]
    assert client.get(where).status_code == 200
    return Job.objects.get()


def test_a_job_is_posted_decided_shown_and_closes_by_itself(client, lead):
    job = post(client)
    assert standing(job).stage == "waiting"

    services.approve(job, by=CustodianFactory())
    client.logout()
    page = client.get(job.get_absolute_url()).content.decode()
    assert f'href="{FORM}" rel="external noopener noreferrer nofollow"' in page
    assert "£31,067 a year" in page
    assert "Who may see" not in page

    assert services.close_ended(today=Job.objects.get().closes) == 0
    assert services.close_ended(today=Job.objects.get().closes + datetime.timedelta(days=1)) == 1
    ended = client.get(job.get_absolute_url()).content.decode()
    assert "Apply at the employer" not in ended
    assert "Closed" in ended


def test_a_draft_goes_on_where_it_stopped(client, lead):
    send(client, "/jobs/new/", {**WHAT, "later": "yes"})
    job = Job.objects.get()

    assert client.get(f"/jobs/{job.slug}/edit/")["Location"].endswith("/edit/terms/")
    check = client.get(f"/jobs/{job.slug}/edit/check/").content.decode()
    assert "Give the closing date." in check
    assert "The pay of a job must be stated." in check
    assert send(client, f"/jobs/{job.slug}/edit/check/", {}).status_code == 422


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("pay_amount", "", "Say what it pays."),
        ("pay_amount", "2", "below every minimum wage"),
        ("closes", "", "Give the closing date."),
        ("closes", "2020-01-01", "today or a later day"),
        ("pattern", "on_site", "Choose the area"),
    ],
)
def test_terms_are_asked_for_in_words(client, lead, name, value, said):
    url = send(client, "/jobs/new/", WHAT)["Location"]
    period = {"pay_period": "hour"} if value == "2" else {}

    response = send(client, url, terms(**{name: value}, **period))

    assert response.status_code == 422
    assert said in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)//https://employer.example/",
        "data:text/html,x",
        "http://employer.example/jobs",
        "ftp://employer.example/",
        "//employer.example/",
        "employer.example/jobs",
        "https://bank.example@evil.example/",
        "https://",
        "https://[::1",
        "https://employer.example/\nSet-Cookie: a=b",
        "mailto:jobs@employer.example",
    ],
)
def test_no_link_but_plain_https_is_taken_at_any_door(client, lead, address):
    with pytest.raises(ValidationError):
        employer_form(address)
    with pytest.raises(ValidationError):
        services.save_job(
            None,
            by=lead.user,
            organisation=lead.organisation,
            title="A job",
            description="Work.",
            employer_form_url=address,
        )
    # A form makes one line of what is typed, so two lines may become an address; it is https then.
    if "\n" not in address:
        assert send(client, "/jobs/new/", {**WHAT, "employer_form_url": address}).status_code == 422
    assert not Job.objects.exclude(employer_form_url__startswith="https://employer").exists()
