"""Wagtail's lists of snippets, with exports that a spreadsheet can open safely.

Wagtail writes XLSX cells as text, and CSV cells as they are; here those are made safe as well.
"""

from typing import Any

from wagtail.snippets.views.snippets import IndexView

from common.policies import is_custodian, requires
from common.spreadsheets import safe_cell


@requires(is_custodian, row="P149")
class SafeIndexView(IndexView):
    """A list whose CSV holds no formula."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The cell's value, or its harmless text."""
        found = super().preprocess_field_value(field, value, export_format)
        return safe_cell(found) if export_format == self.FORMAT_CSV else found
