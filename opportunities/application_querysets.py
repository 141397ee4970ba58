"""How rows of applications are narrowed."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from profiles.choices import Role
from profiles.models import Interest, Membership, Person

from .application_choices import OVER, WAITS_FOR_HOST, ApplicationState, MemberState

HOST = "opportunity__organisation"


class ApplicationQuerySet(models.QuerySet):
    """Chainable narrowing of applications."""

    def sent(self) -> "ApplicationQuerySet":
        """All but drafts."""
        return self.exclude(state=ApplicationState.DRAFT)

    def visible_to(self, user) -> "ApplicationQuerySet":
        """Those whose host ``user`` is, or who asked them to read; without those they have a tie to.

        The same rule as ``policies_of_applications.may_read_application``, in one query.
        """
        belongs = Membership.objects.filter(user=user, organisation=OuterRef(HOST))
        reviews: Any = self.model._meta.get_field("reviews").related_model
        asked = reviews.objects.filter(application=OuterRef("pk"), reviewer=user)
        supervises = Q(opportunity__state__supervisor=user) & (
            Q(opportunity__state__supervisor_accepted_at__isnull=False) | Exists(belongs)
        )
        return (
            self.sent()
            .filter(
                Exists(belongs.filter(role=Role.LEAD))
                | supervises
                | (Exists(belongs) & Exists(asked))
            )
            .exclude(person__user=user)
            .exclude(Exists(asked.exclude(conflict="")))
            .exclude(_joined(user))
        )

    def findings_open_to(self, user) -> "ApplicationQuerySet":
        """Without those that ``user`` was asked to read and has not: ``may_see_findings`` in one query."""
        reviews: Any = self.model._meta.get_field("reviews").related_model
        asked = reviews.objects.filter(application=OuterRef("pk"), reviewer=user)
        return self.exclude(Exists(asked.filter(done_at__isnull=True)))

    def outside_of(self, user) -> "ApplicationQuerySet":
        """Those a custodian may put right: no part in the opportunity, and no tie to the applicant.

        The same rule as ``policies_of_corrections.may_correct`` for a custodian, in one query.
        """
        mine = Membership.objects.filter(user=user).values("organisation")
        about = Interest.objects.filter(user=user).values("about")
        reviews: Any = self.model._meta.get_field("reviews").related_model
        said = reviews.objects.filter(application=OuterRef("pk"), reviewer=user)
        opportunity: Any = self.model._meta.get_field("opportunity").related_model
        partnership = opportunity._meta.get_field("partners").related_model
        partners = partnership.objects.in_force().filter(
            Q(organisation__in=mine) | Q(organisation__in=about),
            opportunity=OuterRef("opportunity"),
        )
        hosts = Q(**{f"{HOST}__in": mine}) | Q(**{f"{HOST}__in": about})
        people = Q(opportunity__state__submitted_by=user) | Q(opportunity__state__supervisor=user)
        return (
            self.sent()
            .exclude(hosts)
            .exclude(people)
            .exclude(person__user=user)
            .exclude(Exists(partners))
            .exclude(Exists(said.exclude(conflict="")))
            .exclude(_joined(user))
        )

    def waiting(self) -> "ApplicationQuerySet":
        """Those that the host has not answered for good."""
        return self.filter(state__in=sorted(WAITS_FOR_HOST))

    def late(self) -> "ApplicationQuerySet":
        """Waiting, and past the day by which an answer was promised."""
        return self.waiting().filter(answer_by__lt=timezone.localdate())

    def of(self, user) -> "ApplicationQuerySet":
        """Those that the user wrote."""
        return self.filter(person__user=user)

    def alive(self) -> "ApplicationQuerySet":
        """Drafts, and whatever may still come to something."""
        return self.exclude(state__in=sorted(OVER))

    def for_pages(self) -> "ApplicationQuerySet":
        """With all that a row or a page of one shows."""
        opportunity: Any = self.model._meta.get_field("opportunity").related_model
        partnership = opportunity._meta.get_field("partners").related_model
        beside = models.Prefetch(
            "opportunity__partners", partnership.objects.shown(), to_attr="shown_partners"
        )
        return self.select_related(
            "opportunity__organisation__state", "opportunity__state", "person__user"
        ).prefetch_related(beside)


def _joined(user) -> Any:
    """An organisation other than the host joins reader and applicant, or one declared it.

    Of a team, each member counts.
    """
    mine = Membership.objects.filter(user=user)
    my_ids = mine.values("organisation")
    declared_ids = Interest.objects.filter(user=user).values("about")
    elsewhere = ~Q(organisation=OuterRef(HOST))
    lead = {"user": OuterRef("person__user")}
    member = {
        "user__person__teams__application": OuterRef("pk"),
        "user__person__teams__state": MemberState.JOINED,
    }
    found: Any = Q(person__affiliation__in=declared_ids) | (
        Q(person__affiliation__in=my_ids) & ~Q(person__affiliation=F(HOST))
    )
    for who in (lead, member):
        theirs = Membership.objects.filter(**who)
        said = Interest.objects.filter(**who, about__in=my_ids)
        found |= (
            Exists(theirs.filter(organisation__in=declared_ids))
            | Exists(theirs.filter(elsewhere, organisation__in=my_ids))
            | Exists(said.exclude(about=OuterRef(HOST)))
        )
    people = Person.objects.filter(
        teams__application=OuterRef("pk"), teams__state=MemberState.JOINED
    )
    theirs_at = Q(affiliation__in=my_ids) & ~Q(affiliation=OuterRef(HOST))
    return (
        found
        | Exists(people.filter(user=user))
        | Exists(people.filter(Q(affiliation__in=declared_ids) | theirs_at))
    )
