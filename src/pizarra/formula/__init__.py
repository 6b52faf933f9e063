"""Formulas: one tree, several readings.

`parse` reads index notation in Python syntax; `evaluate` gives its numbers, `derive` its derivative, `spell` writes it
back. A `Formula` is a line of a layer, `name[i,j] = expression`, with the names and axes that it declares.
"""

from .derive import adjoint as adjoint
from .derive import definition as definition
from .derive import derive as derive
from .derive import recognised as recognised
from .evaluate import evaluate as evaluate
from .evaluate import evaluate_entry as evaluate_entry
from .evaluate import evaluate_matrix as evaluate_matrix
from .evaluate import sizes as sizes
from .line import Formula as Formula
from .parse import parse as parse
from .simplify import simplify as simplify
from .simplify import specialised as specialised
from .spell import spell as spell
