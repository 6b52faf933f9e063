"""Mistakes planted in plain NumPy programs, to measure a diagnosis on. See README.md."""

from .case import GIVEN as GIVEN
from .case import Case as Case
from .case import Mistake as Mistake
from .case import draw as draw
from .network import Layout as Layout
from .network import Network as Network
