"""Run the command line as `python -m pizarra`."""

import sys

from .cli import main

sys.exit(main())
