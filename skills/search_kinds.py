"""What the one search finds of the vocabulary."""

from common.search import clean_query
from common.search_kinds import Kind, register
from skills.models import Skill


def search(text: str, user):
    """Skills in use, for everyone."""
    words = clean_query(text)
    return Skill.objects.live().matching(words).by_name() if words else Skill.objects.none()


register(Kind(name="skills", title="Skills", search=search, order=60))
