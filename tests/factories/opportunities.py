"""Opportunities for tests, made through the services, with traits for where they stand."""

from typing import Any

import factory

from opportunities import services
from opportunities.models import Challenge, Job, Opportunity, OpportunityState, Placement
from opportunities.queries import specific
from skills.models import Skill
from tests.factories.profiles import CustodianFactory, MembershipFactory, OrganisationFactory


def make_skill(name: str) -> Skill:
    """A skill in use, the same one for the same name."""
    slug = name.lower().replace(" ", "-")
    return Skill.objects.filter(slug=slug).first() or Skill.objects.create(name=name, slug=slug)


class OpportunityFactory(factory.django.DjangoModelFactory):
    """A draft of a verified organisation, remote, asking for statistics.

    Traits: ``waiting``, ``needs_changes``, ``live``, ``closed``, ``cancelled``. ``requirements`` takes
    triples of (skill name, level, essential); ``author`` is a lead of the organisation. What is live
    is published as it stands; give a ``custodian`` to have it sent in and approved.
    """

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Question {n}")
    description = "We keep a spreadsheet of referrals and cannot see who is missed."
    summary = "Who is missed?"
    pattern = "remote"

    class Params:
        waiting = factory.Trait(stage="waiting")
        needs_changes = factory.Trait(stage="needs_changes")
        live = factory.Trait(stage="live")
        closed = factory.Trait(stage="closed")
        cancelled = factory.Trait(stage="cancelled")

    @classmethod
    def _create(cls, model_class: type[Opportunity], *args: Any, **kwargs: Any) -> Opportunity:
        stage = kwargs.pop("stage", "draft")
        organisation = kwargs.pop("organisation", None) or OrganisationFactory()
        author = kwargs.pop("author", None) or MembershipFactory(organisation=organisation).user
        custodian = kwargs.pop("custodian", None)
        wanted = kwargs.pop("requirements", [("Statistics", 2, True)])
        requirements = [
            {"skill_id": make_skill(name).pk, "level": level, "essential": essential}
            for name, level, essential in wanted
        ]
        made = cls._draft(
            model_class,
            by=author,
            organisation=organisation,
            requirements=requirements,
            **kwargs,
        )
        if stage == "draft":
            return made
        if stage in ("waiting", "needs_changes"):
            cls._submit(made, by=author)
        if stage == "waiting":
            return specific(Opportunity.objects.get(pk=made.pk))
        if stage == "needs_changes":
            custodian = custodian or CustodianFactory()
            services.request_changes(made, by=custodian, comment="Say who benefits.")
            return specific(Opportunity.objects.get(pk=made.pk))
        if custodian:
            cls._submit(made, by=author)
            made = services.approve(made, by=custodian)
        else:
            OpportunityState.objects.filter(pk=made.pk).update(submitted_by=author)
            made = specific(Opportunity.objects.get(pk=made.pk))
            made.publish(made.latest_revision or made.save_revision(user=author))
            made = specific(Opportunity.objects.get(pk=made.pk))
        if stage == "closed":
            services.close(made, by=author)
        elif stage == "cancelled":
            services.cancel(made, by=author)
        return specific(Opportunity.objects.get(pk=made.pk))


class ChallengeFactory(OpportunityFactory):
    """A challenge: see :class:`OpportunityFactory`."""

    class Meta:
        model = Challenge

    benefit = "Families nearby."
    data_note = "One spreadsheet."
    result = "A map that trustees understand."

    @classmethod
    def _draft(cls, model_class: type[Opportunity], **fields: Any) -> Opportunity:
        return services.save_challenge(None, **fields)

    @classmethod
    def _submit(cls, made: Opportunity, *, by: Any) -> None:
        services.submit_challenge(made, by=by)


class PlacementFactory(OpportunityFactory):
    """A placement that its author supervises. ``supervisor=None`` for one that nobody does."""

    class Meta:
        model = Placement

    learns = "Mapping."
    pay_basis = "funded"
    funding_source = "University bursary"

    @classmethod
    def _draft(cls, model_class: type[Opportunity], *, by: Any, **fields: Any) -> Opportunity:
        supervisor = fields.pop("supervisor", by)
        made = services.save_placement(None, by=by, **fields)
        return services.set_supervisor(made, supervisor=supervisor, by=by)

    @classmethod
    def _submit(cls, made: Opportunity, *, by: Any) -> None:
        services.submit_placement(made, by=by)


class JobFactory(factory.django.DjangoModelFactory):
    """A live, paid job, as a custodian makes it in Wagtail."""

    class Meta:
        model = Job

    title = factory.Sequence(lambda n: f"Job {n}")
    description = "Look after the open data."
    organisation = factory.SubFactory(OrganisationFactory)
    pattern = "remote"
    pay_basis = "paid"
    pay_amount = "31067.00"
    pay_period = "year"

    @classmethod
    def _create(cls, model_class: type[Job], *args: Any, **kwargs: Any) -> Job:
        made = model_class.objects.create(live=False, **kwargs)
        made.save_revision().publish(user=CustodianFactory())
        return Job.objects.get(pk=made.pk)
