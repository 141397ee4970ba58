"""``python -m matching.engine.checks FILE``."""

import sys

from .command import main

sys.exit(main(sys.argv[1:]))
