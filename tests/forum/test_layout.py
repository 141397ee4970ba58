"""The shape of the repository, and that the settings refuse what they must: asked of real processes."""

import os
import platform
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "forum.settings.production",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789",
    "ALLOWED_HOSTS": "forum.example",
    "DATABASE_URL": "postgres://forum:secret@127.0.0.1:1/forum",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://user:secret@127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "Forum <forum@forum.example>",
    "PUBLIC_BASE_URL": "https://forum.example",
}
NAMES = [name for name in PRODUCTION if name != "DJANGO_SETTINGS_MODULE"]


def run(*command: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A program of its own, without what this one was told about databases and brokers."""
    inherited = {name: value for name, value in os.environ.items() if name not in PRODUCTION}
    inherited["VAR_DIR"] = str(folder)
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**inherited, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def manage(*arguments: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "manage.py", *arguments, folder=folder, **environ)


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


def test_complete_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    said = manage("check", "--deploy", "--fail-level", "WARNING", folder=tmp_path, **PRODUCTION)

    assert said.returncode == 0, said.stdout + said.stderr
    assert "no issues" in said.stdout


def test_empty_production_settings_list_all_that_is_missing(tmp_path: Path) -> None:
    module = {"DJANGO_SETTINGS_MODULE": PRODUCTION["DJANGO_SETTINGS_MODULE"]}

    said = manage("check", folder=tmp_path, **module)

    assert said.returncode != 0
    assert [name for name in NAMES if f"- {name}:" not in said.stderr] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "") for name in NAMES),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("ALLOWED_HOSTS", "*"),
        ("PUBLIC_BASE_URL", "http://forum.example"),
        ("DEBUG", "1"),
    ],
)
def test_one_bad_production_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    """Settings are read in a process of their own, without the rest of Django."""
    said = run(
        sys.executable,
        "-c",
        "import forum.settings.production",
        folder=tmp_path,
        PYTHONPATH=str(ROOT / "platform"),
        **{**PRODUCTION, name: value},
    )

    assert said.returncode != 0
    complaints = [line for line in said.stderr.splitlines() if line.startswith("  - ")]
    assert [line.split(":")[0].strip(" -") for line in complaints] == [name]


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
