"""Skills for tests, with traits for their states."""

import factory

from skills.choices import Kind, Status
from skills.models import Skill, SkillAlias, SkillLink
from skills.names import fold


class SkillFactory(factory.django.DjangoModelFactory):
    """A skill in use. ``aliases=[...]`` gives it words; ``retired=True`` takes it out of use."""

    class Meta:
        model = Skill
        skip_postgeneration_save = True

    class Params:
        retired = factory.Trait(status=Status.RETIRED)

    name = factory.Sequence(lambda number: f"Skill {number}")
    slug = factory.Sequence(lambda number: f"a-skill-{number}")
    kind = Kind.PRACTICE
    description = "What it is, in a line."

    @factory.post_generation
    def aliases(self, create, extracted, **kwargs):
        for text in extracted or ():
            SkillAlias.objects.create(skill=self, text=text, folded=fold(text))


class SkillLinkFactory(factory.django.DjangoModelFactory):
    """Two skills that go with each other, unless ``kind`` says otherwise."""

    class Meta:
        model = SkillLink

    source = factory.SubFactory(SkillFactory)
    target = factory.SubFactory(SkillFactory)
    kind = "related"
