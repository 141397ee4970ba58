"""The WSGI door. Whoever names no settings gets those for real use, or a list of what they lack."""

import os
import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings.production")
# A page that takes longer holds up everybody else's (PostgreSQL; SQLite has no such limit).
os.environ.setdefault("STATEMENT_SECONDS", "5")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from forum.start import refuse_when_wrong  # noqa: E402

refuse_when_wrong()
