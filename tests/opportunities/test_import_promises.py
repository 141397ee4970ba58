"""What the documentation and the terminal say of an import."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from opportunities.models import Challenge
from opportunities.services.import_cells import COLUMNS
from tests.factories.profiles import OrganisationFactory

DOCS = Path(__file__).resolve().parents[2] / "docs" / "importing.md"


def test_the_columns_that_are_documented_are_the_columns_that_are_read():
    table = DOCS.read_text().split("## Columns")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]*`) \|", table, flags=re.M)

    documented = [name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)]

    assert sorted(documented) == sorted(COLUMNS)


@pytest.mark.django_db
def test_progress_is_shown_while_rows_come_in(tmp_path, capsys):
    organisation = OrganisationFactory()
    path = tmp_path / "rows.json"
    path.write_text(
        json.dumps([{"title": f"Question {n}", "description": "How many?"} for n in range(3)])
    )

    call_command("import_opportunities", str(path), organisation=organisation.slug)

    assert Challenge.objects.count() == 3
    assert "3 of 3 rows" in capsys.readouterr().err
