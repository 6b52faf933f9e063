"""Stand-ins: what takes the place of modules that draw, or are missing; and the program's own modules, rewritten."""

from __future__ import annotations

import ast
import os
import sys
import types
from importlib.machinery import ModuleSpec
from typing import Any

from .choices import mark
from .rewriter import Rewriter

# What draws or shows how far a loop is: nothing of it goes into the numbers.
DRAWING = (
    "matplotlib",
    "mpl_toolkits",
    "seaborn",
    "plotly",
    "tqdm",
    "IPython",
    "pylab",
    "bokeh",
    "graphviz",
    "networkx",
    "google",
)


class StandIn(types.ModuleType):
    """A module of which everything can be called, and gives the like again."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []  # type: ignore[misc]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()


class Anything:
    """What a stand-in gives: whatever is asked of it."""

    def __init__(self, *_: Any, **__: Any) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return () if any(isinstance(base, type) for base in bases) else (Anything,)  # a class derives from it

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        return args[0] if args and hasattr(args[0], "__iter__") and not isinstance(args[0], str) else self

    def __getitem__(self, key: Any) -> Any:
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        return None

    def __iter__(self) -> Any:
        return iter((self, self))

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: object) -> None:
        return None


class Drawing:
    """Finds stand-ins for what draws, so that nothing is shown and nothing need be installed."""

    def __init__(self) -> None:
        self.used: list[str] = []

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        first = name.partition(".")[0]
        if first not in DRAWING:
            return None
        if first not in self.used:
            self.used.append(first)
        return ModuleSpec(name, self)  # type: ignore[arg-type]

    def create_module(self, spec: Any) -> Any:
        return StandIn(spec.name)

    def exec_module(self, module: Any) -> None:
        return None


class Beside:
    """Finds modules in the folder of the program, and rewrites them as the program is."""

    def __init__(self, folder: str, space: dict[str, Any], known: dict[str, str]) -> None:
        self.folder, self.space = folder, space
        self.known = known  # texts by name in the folder; what is not there is read when it is imported
        self.read: list[str] = []

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name.partition(".")[0] in sys.stdlib_module_names and not _asked_by_program():
            return None  # a library means the standard one
        file = os.path.join(self.folder, *name.split("."))
        inside = os.path.join(file, "__init__.py")
        if os.path.isfile(inside):
            spec = ModuleSpec(name, self, origin=inside, is_package=True)  # type: ignore[arg-type]
            spec.submodule_search_locations = [file]
            return spec
        if os.path.isfile(file + ".py"):
            return ModuleSpec(name, self, origin=file + ".py")  # type: ignore[arg-type]
        return None

    def create_module(self, spec: Any) -> Any:
        return None

    def exec_module(self, module: Any) -> None:
        file = module.__spec__.origin
        place = os.path.relpath(file, self.folder).replace(os.sep, "/")
        self.read.append(place)
        text = self.known.get(place)
        if text is None:
            with open(file, encoding="utf-8-sig") as given:
                text = given.read()
        module.__dict__.update(self.space)
        module.__file__ = file
        exec(compiled(text, place), module.__dict__)


def _asked_by_program() -> bool:
    """Whether it is the program itself that imports something."""
    frame = sys._getframe(2)
    while frame is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back  # type: ignore[assignment]
    return frame is not None and frame.f_code.co_filename.startswith("<pizarra ")


def compiled(text: str, place: int | str | None) -> Any:
    """Rewrite and compile a cell or a file."""
    tree = ast.parse(text)
    mark(tree)
    tree.body = Rewriter(place).block(tree.body)
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 3000))
    return compile(ast.fix_missing_locations(tree), f"<pizarra {place}>", "exec")
