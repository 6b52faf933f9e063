"""The command line: `pizarra explain` and `pizarra gallery`."""

from .command import main as main
