#!/usr/bin/env python
"""Run a management command with the platform's source root on the path."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Put ``platform/`` (a source root, not a package) on the path and hand over to Django."""
    sys.path.insert(1, str(Path(__file__).resolve().parent / "platform"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
