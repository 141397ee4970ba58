"""What the pages show of the records: the home page's figures, the theory of change's evidence."""

from .events import coming_rows
from .home import HomeFigures, home_figures
from .opportunities import latest_rows, open_by_priority, opportunity_row
from .outcomes import outcome_rows
from .region import region_map
from .theory import gaps, theory_caption, theory_columns, theory_page, theory_rows

__all__ = [
    "HomeFigures",
    "coming_rows",
    "gaps",
    "home_figures",
    "latest_rows",
    "open_by_priority",
    "opportunity_row",
    "outcome_rows",
    "region_map",
    "theory_caption",
    "theory_columns",
    "theory_page",
    "theory_rows",
]
