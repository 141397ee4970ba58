"""Records of the mission for tests, beside those that the migration writes."""

import factory

from mission.models import District, Node, Priority, Strand, Theme, TheoryRow


class StrandFactory(factory.django.DjangoModelFactory):
    """A fourth strand and so on."""

    class Meta:
        model = Strand

    order = factory.Sequence(lambda n: 1000 + n)
    title = factory.Sequence(lambda n: f"Strand {n}")
    slug = factory.Sequence(lambda n: f"strand-{n}")
    short = factory.Sequence(lambda n: f"Strand {n}")
    summary = "What it is for."


class PriorityFactory(factory.django.DjangoModelFactory):
    """A priority; ``strands`` takes the strands it serves."""

    class Meta:
        model = Priority
        skip_postgeneration_save = True

    order = factory.Sequence(lambda n: 1000 + n)
    title = factory.Sequence(lambda n: f"Priority {n}")
    slug = factory.Sequence(lambda n: f"priority-{n}")
    short = factory.Sequence(lambda n: f"Priority {n}")
    summary = "What it is for."

    @factory.post_generation
    def strands(self, create, extracted, **kwargs):
        if create and extracted:
            self.strands.add(*extracted)
            self.save()


class TheoryRowFactory(factory.django.DjangoModelFactory):
    """A row without steps."""

    class Meta:
        model = TheoryRow

    order = factory.Sequence(lambda n: 1000 + n)
    title = factory.Sequence(lambda n: f"Row {n}")
    slug = factory.Sequence(lambda n: f"row-{n}")


class NodeFactory(factory.django.DjangoModelFactory):
    """A step in a row of its own."""

    class Meta:
        model = Node

    row = factory.SubFactory(TheoryRowFactory)
    column = "challenge"
    order = factory.Sequence(lambda n: 1000 + n)
    title = factory.Sequence(lambda n: f"Step {n}")
    slug = factory.Sequence(lambda n: f"step-{n}")
    text = factory.Sequence(lambda n: f"What step {n} says.")


class ThemeFactory(factory.django.DjangoModelFactory):
    """A theme."""

    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Theme {n}")
    slug = factory.Sequence(lambda n: f"theme-{n}")


class DistrictFactory(factory.django.DjangoModelFactory):
    """A place that is not on the map."""

    class Meta:
        model = District

    order = factory.Sequence(lambda n: 1000 + n)
    name = factory.Sequence(lambda n: f"Place {n}")
    slug = factory.Sequence(lambda n: f"place-{n}")
    short = factory.Sequence(lambda n: f"{n:02x}"[-2:])
