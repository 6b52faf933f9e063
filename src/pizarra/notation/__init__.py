"""The reader's notation: symbols, layout, indices, decimals; as a value that pages are written in."""

from .notation import Notation as Notation
from .notation import entry_of as entry_of
from .presets import named as named
from .presets import names as names
