"""StreamFields whose blocks stay out of migrations: adding a block is no change of the database."""

from typing import Any

from wagtail.fields import StreamField

from .blocks import BodyBlocks, PartnersBlocks, StoryBlocks


class _WrittenField(StreamField):
    """A StreamField that always has the blocks of today, in migrations too."""

    blocks_class: type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(self.blocks_class(required=not kwargs.get("blank")), **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class BodyField(_WrittenField):
    """The body of a page."""

    blocks_class = BodyBlocks


class StoryField(_WrittenField):
    """A place for one story."""

    blocks_class = StoryBlocks


class PartnersField(_WrittenField):
    """A list of partners."""

    blocks_class = PartnersBlocks
