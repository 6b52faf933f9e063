"""Run the command line as `python -m pizarra.cli`."""

import sys

from .command import main

sys.exit(main())
