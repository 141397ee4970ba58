"""Users, organisations, people and offers for tests, with traits for their states."""

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.utils import timezone

from profiles.models import (
    Membership,
    Offer,
    OfferState,
    Organisation,
    OrganisationState,
    Person,
    User,
)


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody with a verified address and the password ``correct horse battery``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@people.example")
    name = factory.Sequence(lambda n: f"User {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(password="correct horse battery", **kwargs)

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class CustodianFactory(UserFactory):
    """A custodian of the Forum. ``second_step=True`` for one who has set it up."""

    email = factory.Sequence(lambda n: f"custodian{n}@wmodf.example")

    @factory.post_generation
    def group(self, create, extracted, **kwargs):
        if create:
            self.groups.add(Group.objects.get_or_create(name="Custodians")[0])

    @factory.post_generation
    def second_step(self, create, extracted, **kwargs):
        if create and extracted:
            Authenticator.objects.create(user=self, type=Authenticator.Type.TOTP, data={})


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A verified community organisation. ``state="unverified"`` for one that waits."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organisation {n}")
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    kind = "community"
    summary = "Does good things."

    @factory.post_generation
    def state(self, create, extracted, **kwargs):
        if create:
            OrganisationState.objects.create(
                organisation=self,
                verified_at=None if extracted == "unverified" else timezone.now(),
            )


class MembershipFactory(factory.django.DjangoModelFactory):
    """Somebody who speaks for an organisation, as its lead."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "lead"


class PersonFactory(factory.django.DjangoModelFactory):
    """A student, private as everybody starts. Traits: matched, members, public."""

    class Meta:
        model = Person

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Person {n}")
    slug = factory.Sequence(lambda n: f"person-{n}")
    stage = "student"

    class Params:
        matched = factory.Trait(visibility="matched")
        members = factory.Trait(visibility="members")
        public = factory.Trait(visibility="public")


class OfferFactory(factory.django.DjangoModelFactory):
    """A published offer of an organisation. ``live=False`` for a draft."""

    class Meta:
        model = Offer
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Offer {n}")
    slug = factory.Sequence(lambda n: f"offer-{n}")
    kind = "hour"
    organisation = factory.SubFactory(OrganisationFactory)
    summary = "An hour of help."
    live = True

    @factory.post_generation
    def state(self, create, extracted, **kwargs):
        if create:
            OfferState.objects.create(offer=self, cap=self.capacity, **(extracted or {}))
