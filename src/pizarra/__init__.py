"""Backpropagation that people can read, check and run.

The public names stand here and load what they need when they are first used, so `import pizarra` costs next to nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the same names, for type checkers and editors; a test holds both lists together
    from .check import GradientReport as GradientReport
    from .check import check_gradient as check_gradient
    from .doctor import Diagnosis as Diagnosis
    from .doctor import diagnose as diagnose
    from .errors import DataError as DataError
    from .errors import FileError as FileError
    from .errors import FormulaError as FormulaError
    from .errors import LayerError as LayerError
    from .errors import MissingPackageError as MissingPackageError
    from .errors import NetworkError as NetworkError
    from .errors import NotationError as NotationError
    from .errors import PizarraError as PizarraError
    from .errors import ShapeError as ShapeError
    from .explain import Solution as Solution
    from .explain import explain as explain
    from .layer import Layer as Layer
    from .loss import Loss as Loss
    from .model import Model as Model
    from .network import Network as Network
    from .network import Part as Part
    from .notation import Notation as Notation
    from .notebook import load_ipython_extension as load_ipython_extension
    from .problem import Problem as Problem
    from .program import ProgramReport as ProgramReport
    from .program import check_program as check_program
    from .program import read_program as read_program
    from .testing import assert_gradient as assert_gradient
    from .trace import Trace as Trace
    from .web.cell import widget as widget

    __version__: str

_EXPORTS = {
    "GradientReport": "pizarra.check",
    "check_gradient": "pizarra.check",
    "Diagnosis": "pizarra.doctor",
    "diagnose": "pizarra.doctor",
    "DataError": "pizarra.errors",
    "FileError": "pizarra.errors",
    "FormulaError": "pizarra.errors",
    "LayerError": "pizarra.errors",
    "MissingPackageError": "pizarra.errors",
    "NetworkError": "pizarra.errors",
    "NotationError": "pizarra.errors",
    "PizarraError": "pizarra.errors",
    "ShapeError": "pizarra.errors",
    "Solution": "pizarra.explain",
    "explain": "pizarra.explain",
    "Layer": "pizarra.layer",
    "Loss": "pizarra.loss",
    "Model": "pizarra.model",
    "Network": "pizarra.network",
    "Part": "pizarra.network",
    "load_ipython_extension": "pizarra.notebook",
    "Notation": "pizarra.notation",
    "Problem": "pizarra.problem",
    "ProgramReport": "pizarra.program",
    "check_program": "pizarra.program",
    "read_program": "pizarra.program",
    "assert_gradient": "pizarra.testing",
    "Trace": "pizarra.trace",
    "widget": "pizarra.web.cell",
}


def __getattr__(name: str) -> Any:
    if name in _EXPORTS:
        value = getattr(import_module(_EXPORTS[name]), name)
    elif name == "__all__":
        value = list(_EXPORTS)
    elif name == "__version__":
        from importlib.metadata import version  # takes longer to load than all the rest of this file

        value = version("pizarra")
    else:
        raise AttributeError(
            f"module 'pizarra' has no attribute {name!r}", name=name, obj=sys.modules[__name__]
        )
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_EXPORTS, "__all__", "__version__"})


class _Package(ModuleType):
    def __setattr__(self, name: str, value: object) -> None:
        # Importing a submodule binds it here, over a public name that is spelt alike (the function `explain`).
        if not (name in _EXPORTS and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
