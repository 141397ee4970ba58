"""``python -m matching.engine.rounds FILE``."""

import sys

from .command import main

sys.exit(main(sys.argv[1:]))
