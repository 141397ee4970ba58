"""Following one consultation, and commenting on a step from the step's own page."""

import html
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from common.models import Message
from community.models import Comment, Consultation, ConsultationFollower
from community.services import following
from community.services.responding import Who
from mission.models import Node
from tests.factories.community_consultations import ConsultationFactory, answered
from tests.factories.profiles import UserFactory

pytestmark = pytest.mark.django_db
CLOSES, REPORTED = "community_consultation_closes", "community_consultation_reported"


def told(kind: str) -> set[int]:
    return set(Message.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def closing_in(row: Consultation, days: int) -> None:
    Consultation.objects.filter(pk=row.pk).update(closes=timezone.now() + timedelta(days=days))


def page_of(client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def test_followers_are_told_once_before_it_closes_and_once_of_the_report() -> None:
    row = ConsultationFactory(open=True)
    silent, done = UserFactory(), UserFactory()
    answered(row, Who(user=done))
    for user in (silent, done, done):
        following.follow(row, by=user)

    following.tell_followers()
    assert told(CLOSES) == set()
    closing_in(row, 2)
    following.tell_followers()
    following.tell_followers()
    assert told(CLOSES) == {silent.pk, done.pk}
    assert Message.objects.filter(kind=CLOSES).count() == 2
    assert "You have answered" in Message.objects.get(kind=CLOSES, recipient=done).body

    following.unfollow(row, by=silent)
    Consultation.objects.filter(pk=row.pk).update(state="reported")
    following.tell_followers()
    following.tell_followers()
    assert told(REPORTED) == {done.pk}
    assert Message.objects.filter(kind=REPORTED).count() == 1


def test_one_reminder_is_enough() -> None:
    row = ConsultationFactory(open=True, remind_at=timezone.now() + timedelta(days=1))
    silent, done = UserFactory(), UserFactory()
    answered(row, Who(user=done))
    following.follow(row, by=silent)
    following.follow(row, by=done)

    closing_in(row, 2)
    following.tell_followers()

    assert told(CLOSES) == {done.pk}


def test_whoever_follows_in_the_last_days_hears_of_the_report_only() -> None:
    row = ConsultationFactory(open=True)
    closing_in(row, 1)
    row.refresh_from_db()

    following.follow(row, by=UserFactory())
    following.tell_followers()

    assert told(CLOSES) == set()


def test_nothing_more_to_hear_of_is_not_followed() -> None:
    reported = ConsultationFactory(closed=True, state="reported")
    with pytest.raises(PermissionDenied):
        following.follow(reported, by=UserFactory())
    with pytest.raises(PermissionDenied):
        following.follow(ConsultationFactory(open=True), by=UserFactory(is_superuser=True))


def test_the_page_has_both_buttons(client) -> None:
    row = ConsultationFactory(open=True)
    user = UserFactory()
    assert "Sign in to follow it" in page_of(client, row.get_absolute_url())
    mine = Client()
    mine.force_login(user)
    address = f"{row.get_absolute_url()}follow/"

    assert "Follow it" in page_of(mine, row.get_absolute_url())
    mine.post(address, {"act": "follow"})
    assert ConsultationFollower.objects.filter(user=user, consultation=row).exists()
    assert "Stop following" in page_of(mine, row.get_absolute_url())
    mine.post(address, {"act": "stop"})
    assert not ConsultationFollower.objects.exists()


def test_a_step_says_where_to_comment_on_it_and_what_was_said(client, site) -> None:
    row = ConsultationFactory(open=True, asks_steps=True, title="What next?")
    step = Node.objects.first()
    response = answered(row, steps={step.pk: "Start with buses."}, consent="unnamed")

    page = page_of(client, step.get_absolute_url())
    assert "Comment on this step" in page
    assert "Start with buses." not in page
    form = f"{row.get_absolute_url()}respond/?step={step.slug}"
    assert f'href="{form}#step-{step.slug}"' in page
    opened = page_of(client, form)
    assert f'id="step-{step.slug}" open' in opened
    assert opened.count(" open><summary>") == 1

    Comment.objects.filter(response=response).update(moderation="shown")
    assert "Start with buses." in page_of(client, step.get_absolute_url())
    Consultation.objects.update(closes=timezone.now() - timedelta(minutes=1))
    page = page_of(client, step.get_absolute_url())
    assert "Comment on this step" not in page
    assert "Start with buses." in page


def test_the_theory_of_change_invites_comments_while_it_is_asked_about(client, site) -> None:
    assert "Comment on this" not in page_of(client, "/theory-of-change/")
    ConsultationFactory(open=True)
    assert "Comment on this" not in page_of(client, "/theory-of-change/")
    row = ConsultationFactory(open=True, asks_steps=True, title="What next?")

    page = page_of(client, "/theory-of-change/")

    assert page.count("Comment on this<span") == Node.objects.count()
    assert f"{row.get_absolute_url()}respond/?step=" in page


def test_an_answer_without_a_name_says_that_one_is_enough(client) -> None:
    row = ConsultationFactory(open=True)
    page = page_of(client, f"{row.get_absolute_url()}respond/")
    assert "Answer once. If you have answered with your account or by a link, change that" in page
