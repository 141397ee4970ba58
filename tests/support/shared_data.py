"""Where the reference data lies: beside the repository, or where ``FORUM_SHARED_DATA`` says."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("FORUM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
