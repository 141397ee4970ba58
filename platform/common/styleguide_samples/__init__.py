"""Sample data of the style guide. Every person and organisation here is invented."""

from common.styleguide_samples import frame, lists, mission

SHOWN_BY_PAGE = {"top", "foot", "head"}

SWATCHES = (
    *("paper", "mist", "ink", "ink-2", "line", "edge", "deep", "deep-2", "brand", "link"),
    *("mark", "ok", "late", "err", "t1", "t2", "t3"),
)

GROUPS: dict[str, tuple[str, ...]] = {
    "The frame": (
        "top",
        "foot",
        "demo_banner",
        "rest",
        "mark",
        "head",
        "breadcrumbs",
        "messages",
        "notice",
        "empty_state",
        "panel",
    ),
    "Acts and forms": (
        "button",
        "error_summary",
        "steps",
        "field",
        "example",
        "remarks",
        "form",
        "saved_now",
        "confirm",
        "search_box",
        "progress",
    ),
    "Lists": (
        "filters",
        "facet",
        "count_bar",
        "chips",
        "rows",
        "row",
        "near_row",
        "pagination",
        "facts",
        "table",
        "tick_table",
        "disclosure",
    ),
    "Blocks and reasons": (
        "level_blocks",
        "skill_list",
        "status",
        "why_row",
        "gain",
        "reasons",
        "match",
        "todo",
    ),
    "Home and mission": (
        "tile_map",
        "doors",
        "strand",
        "quote",
        "date_big",
        "theory_mini",
        "theory_table",
        "theory_diagram",
    ),
    "The desk, meetings, exchanges": (
        *("jump", "queue", "queue_row", "agenda", "people", "gives"),
        "phases",
    ),
}

# Components that stand inside something: what is drawn around them here.
WRAPPERS = {
    "row": ('<ul role="list" class="rows two">', "</ul>"),
    "near_row": ('<ul role="list" class="rows near">', "</ul>"),
    "why_row": ('<ul role="list" class="why">', "</ul>"),
    "queue_row": ('<div class="queue"><ul role="list" class="rows">', "</ul></div>"),
    "strand": ('<div class="thirds">', "</div>"),
    "doors": ('<div class="wrap">', "</div>"),
    "mark": ('<div class="hero"><div class="wrap">', "</div></div>"),
}

SAMPLES = frame.SAMPLES | lists.SAMPLES | mission.SAMPLES
