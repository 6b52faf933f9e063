"""The command line: `pizarra explain`, `train`, `predict` and `gallery`."""

from .command import main as main
