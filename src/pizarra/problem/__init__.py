"""Problem: a network with its numbers, read from a TOML file, from plain arrays or from a shape such as 2-3-2."""

from .build import build as build
from .plain import from_plain as from_plain
from .problem import Printed as Printed
from .problem import Problem as Problem
from .shape import from_shape as from_shape
from .shape import is_shape as is_shape
from .toml import read_toml as read_toml
