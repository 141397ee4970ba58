"""Whatever can be set is named where an operator looks for it."""

import re

from tests.support.databases import ROOT


def test_every_variable_that_the_settings_read_stands_in_the_handbook() -> None:
    read = set()
    for path in (ROOT / "platform" / "forum" / "settings").glob("[!t]*.py"):  # not the tests'
        read |= set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', path.read_text()))
    read |= set(re.findall(r"\$\{([A-Z_]+):-", (ROOT / "Procfile").read_text()))
    handbook = (ROOT / "docs" / "running.md").read_text()

    assert len(read) > 15
    assert sorted(name for name in read if f"`{name}" not in handbook) == []
