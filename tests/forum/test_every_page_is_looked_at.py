"""Every page of the site is in a walk that a browser makes, or it is said why not."""

from tests.browser.looked_at import FILES, only_posts, root_of, views
from tests.browser.visits import WALKS
from tests.browser.walked import ELSEWHERE, WALKED


def test_every_page_is_in_a_walk_or_it_is_said_why_not():
    pages = {
        name: root_of(view)
        for name, route, view in views()
        if not only_posts(view) and not route.endswith(FILES)
    }
    named = [name for names in WALKED.values() for name in names.split()]
    known = {pages[name] for name in [*named, *ELSEWHERE] if name in pages}

    assert len(pages) > 300
    assert [name for name in [*named, *ELSEWHERE] if name not in pages] == []
    assert sorted(set(named) & set(ELSEWHERE)) == []
    assert [name for name, root in pages.items() if root not in known] == []


def test_each_walk_says_what_it_looks_at():
    assert [walk.__name__ for walk in WALKS] == list(WALKED)
