"""How rows of people, organisations and offers are narrowed."""

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.policies import is_custodian


def in_good_standing(path: str = "") -> Q:
    """Organisations that anybody may see; ``path`` leads there, such as ``organisation__``."""
    return Q(
        **{
            f"{path}state__verified_at__isnull": False,
            f"{path}state__suspended_at__isnull": True,
            f"{path}state__closed_at__isnull": True,
        }
    )


class OrganisationQuerySet(models.QuerySet):
    """Chainable narrowing of organisations."""

    def public(self) -> "OrganisationQuerySet":
        """Verified, not suspended and not closed: what anybody may see."""
        return self.filter(in_good_standing())

    def visible_to(self, user) -> "OrganisationQuerySet":
        """The public ones, and the viewer's own. Custodians see all."""
        if not user.is_authenticated:
            return self.public()
        if is_custodian(user):
            return self
        return self.filter(in_good_standing() | Q(pk__in=user.memberships.values("organisation")))

    def spoken_for_by(self, user) -> "OrganisationQuerySet":
        """Those that ``user`` is a member of, in any role."""
        return self.filter(memberships__user=user)


class PersonQuerySet(models.QuerySet):
    """Chainable narrowing of people. Starts closed."""

    def matchable(self) -> "PersonQuerySet":
        """Those who let the matcher see them, are not hidden, and whose sign-in is in use."""
        return self.exclude(visibility="private").filter(
            Q(user__isnull=True) | Q(user__is_active=True), hidden__isnull=True
        )

    def holding(self, slug: str) -> "PersonQuerySet":
        """Those who hold the skill, asked of one person after the other.

        As EXISTS, PostgreSQL first gathers all who hold it, however few are wanted.
        """
        skills = apps.get_model("skills", "Skill").objects
        skill = skills.filter(slug=slug).values_list("pk", flat=True).first()
        held = apps.get_model("profiles", "HeldSkill").objects.order_by()
        held = held.filter(person=models.OuterRef("pk"), skill=skill)
        return self.alias(held_one=models.Subquery(held.values("pk")[:1])).filter(
            held_one__isnull=False
        )

    def visible_to(self, user) -> "PersonQuerySet":
        """Whom ``user`` may see by name: by the person's own choice, or by a disclosure in force."""
        rule = Q(visibility="public")
        if user.is_authenticated:
            now = timezone.now()
            rule |= Q(visibility="members") | Q(user=user)
            rule |= Q(
                visibility="matched",
                pk__in=user.disclosures_to.filter(
                    Q(until__isnull=True) | Q(until__gt=now), scope__in=["name", "contact"]
                ).values("person"),
            )
        if not is_custodian(user):
            # Asked as a set: through a join PostgreSQL takes nobody to be shown, and sorts them all.
            hidden = apps.get_model("profiles", "HiddenProfile").objects.all()
            if user.is_authenticated:
                hidden = hidden.exclude(person__user=user)
            rule &= ~Q(pk__in=hidden.values("person"))
        return self.filter(rule).filter(Q(user__isnull=True) | Q(user__is_active=True))


class OfferQuerySet(models.QuerySet):
    """Chainable narrowing of offers."""

    def public(self) -> "OfferQuerySet":
        """Published, from an organisation in good standing or from an individual who is here."""
        here = Q(state__owner__is_active=True, state__owner__person__hidden__isnull=True)
        return self.filter(live=True).filter(
            Q(organisation__isnull=True) & (Q(state__owner__isnull=True) | here)
            | in_good_standing("organisation__")
        )

    def open(self) -> "OfferQuerySet":
        """Public, still open, not past its date, with room left."""
        today = timezone.localdate()
        return (
            self.public()
            .filter(state__lifecycle="open", state__taken__lt=models.F("state__cap"))
            .filter(Q(state__expires_on__isnull=True) | Q(state__expires_on__gte=today))
        )

    def visible_to(self, user) -> "OfferQuerySet":
        """The public ones, and those the viewer wrote or whose organisation they speak for."""
        if not user.is_authenticated:
            return self.public()
        if is_custodian(user):
            return self
        mine = (
            Q(state__owner=user)
            | Q(state__submitted_by=user)
            | Q(organisation__memberships__user=user)
        )
        every = self.model.objects  # type: ignore[attr-defined]  # the stubs know no manager of ours
        return self.filter(Q(pk__in=every.public().values("pk")) | mine).distinct()
