"""The shape of the repository, asked of real processes."""

import os
import platform
import sys
import sysconfig
from pathlib import Path

from tests.support.databases import ROOT
from tests.support.programs import manage, run


def test_platform_is_a_folder_of_sources_and_no_package() -> None:
    """With an ``__init__.py`` it would stand in for the standard library's module of that name."""
    names = {path.name for path in (ROOT / "platform").iterdir() if path.name != "__pycache__"}

    assert names == {"common", "forum", "README.md"}


def test_platform_is_the_standard_librarys(tmp_path: Path) -> None:
    standard = Path(sysconfig.get_path("stdlib")).resolve()
    ask = "import platform; print(platform.__file__)"
    said = run(sys.executable, "-c", ask, folder=tmp_path)
    managed = manage("shell", "-c", ask, folder=tmp_path)

    assert Path(str(platform.__file__)).resolve().parent == standard
    assert Path(said.stdout.strip()).resolve().parent == standard
    assert Path(managed.stdout.strip().splitlines()[-1]).resolve().parent == standard


def test_imports_keep_their_contracts(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("lint-imports")
    path = os.pathsep.join([str(ROOT / "platform"), str(ROOT)])

    said = run(str(program), "--no-cache", folder=tmp_path, PYTHONPATH=path)

    assert said.returncode == 0, said.stdout + said.stderr
    assert "0 broken" in said.stdout


def test_a_check_loads_no_heavy_arithmetic(tmp_path: Path) -> None:
    ask = (
        "import sys; sys.argv = ['manage.py', 'check']; "
        "import runpy\n"
        "try:\n    runpy.run_path('manage.py', run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print('heavy:', sorted({'scipy', 'numba', 'pandas'} & set(sys.modules)))"
    )

    said = run(sys.executable, "-c", ask, folder=tmp_path)

    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.strip().endswith("heavy: []")


def test_djangos_admin_is_not_mounted() -> None:
    from django.apps import apps
    from django.urls import get_resolver

    def patterns(resolver, prefix: str = ""):
        for one in resolver.url_patterns:
            if hasattr(one, "url_patterns"):
                yield prefix, one
                yield from patterns(one, prefix + str(one.pattern))

    mounted = list(patterns(get_resolver()))

    assert not apps.is_installed("django.contrib.admin")
    assert len(mounted) > 20
    assert not [prefix for prefix, one in mounted if one.app_name == "admin"]
