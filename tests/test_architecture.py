"""The tree says what it says it says: imports point downwards, indexes are complete, `import pizarra` is light."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import pizarra

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "pizarra"

# A part may import what stands on lower lines. Names on one line know nothing of each other.
FLOORS = [
    {"cli", "notebook"},
    {"program"},
    {"plot", "estimators", "exchange", "parallel", "web"},
    {"model", "testing"},
    {"explain", "doctor"},
    {"result", "train"},
    {"engines"},
    {"trace", "check", "optimizers"},
    {"problem", "difference", "table"},
    {"storage"},
    {"network", "notation", "gallery"},
    {"layers", "losses"},
    {"loss"},
    {"layer", "layout", "page"},
    {"formula", "language"},
    {"mathematics"},
    {"data", "files"},
    {"errors", "record", "recent"},
]
PARTS = frozenset().union(*FLOORS)
# These know still less than their floor allows.
NARROWER = {"page": {"language", "mathematics", "errors", "record", "recent"}}
# Methods that stand where one looks for them and lead upwards: what they need is imported when they are called.
UPWARDS = {"network.py": {"model"}, "problem/problem.py": {"explain"}}
# Each optional package, and the file or folder (from src/pizarra) that may import it.
OPTIONAL: dict[str, str | tuple[str, ...]] = {
    "matplotlib": "plot/",
    "sklearn": "estimators/mlp.py",
    "scipy": "estimators/lbfgs.py",
    "torch": ("exchange/torch.py", "parallel.py"),
    "array_api_compat": "parallel.py",
    "onnx": "exchange/onnx.py",
    "anywidget": "web/widget.py",
    "traitlets": "web/widget.py",  # in which anywidget's own fields are written
}
HEAVY = {"argparse", "ast", "dataclasses", "email", "html", "importlib.metadata", "inspect", "json", "numpy"}


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def part(file: Path) -> str:
    """The name on a floor that a file belongs to; empty for the package's own `__init__` and `__main__`."""
    first = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first in {"__init__", "__main__"} else first


def floor(of: str) -> int:
    return next(number for number, names in enumerate(reversed(FLOORS)) if of in names)


@cache
def imports(file: Path) -> frozenset[tuple[int, str]]:
    """Every module that a file imports, anywhere in it, as (line, absolute dotted name)."""
    return frozenset(imported(ast.parse(file.read_text(encoding="utf-8")), file))


def imported(tree: ast.AST, file: Path) -> Iterator[tuple[int, str]]:
    package = ("pizarra", *file.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = package[: len(package) - level + 1] if level else ()
                source = ".".join((*base, module) if module else base)
                if source == "pizarra":  # `from .. import page`: the names say which part
                    yield from ((node.lineno, f"pizarra.{alias.name}") for alias in names)
                else:
                    yield node.lineno, source
            case ast.Call(
                func=ast.Name(id=called) | ast.Attribute(attr=called), args=[ast.Constant(str(module)), *_]
            ):
                if called in {"import_module", "__import__"} and not module.startswith("."):
                    yield node.lineno, module


def test_every_part_has_a_floor():
    unknown = {part(file) for file in files()} - {"", *PARTS}
    assert not unknown, f"say in FLOORS where these stand: {sorted(unknown)}"


def test_imports_point_downwards():
    wrong = []
    for file in files():
        here = part(file)
        for line, module in imports(file) if here else ():
            top, _, rest = module.partition(".")
            there = rest.partition(".")[0]
            if top != "pizarra" or there == here:
                continue
            if there not in PARTS:  # a public name such as `__version__`, from the package itself
                if here not in FLOORS[0]:
                    wrong.append(
                        f"{name(file)}:{line} imports from pizarra itself: import from where it lives"
                    )
            elif floor(there) >= floor(here) and there not in UPWARDS.get(name(file), ()):
                wrong.append(f"{name(file)}:{line} {here} may not import {there}: it is not below it")
            elif there not in NARROWER.get(here, {there}):
                wrong.append(
                    f"{name(file)}:{line} {here} may import only {', '.join(sorted(NARROWER[here]))}"
                )
    assert not wrong, "\n".join(wrong)


def test_imports_are_read_wherever_they_stand():
    source = "def f():\n    from ..layer import Layer\n    from .. import trace\n    import_module('torch')\n"
    found = set(imported(ast.parse(source), PACKAGE / "page" / "some.py"))
    assert found == {(2, "pizarra.layer"), (3, "pizarra.trace"), (4, "torch")}


def test_other_packages_are_imported_only_where_the_table_says():
    known = {*sys.stdlib_module_names, "numpy", "pizarra"}
    wrong = [
        f"{name(file)}:{line} imports {module}"
        for file in files()
        for line, module in imports(file)
        if (top := module.partition(".")[0]) not in known
        and not (top in OPTIONAL and name(file).startswith(OPTIONAL[top]))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("folder", ["layers", "losses", "optimizers"])
def test_every_file_is_listed_in_its_index(folder):
    index = PACKAGE / folder / "__init__.py"
    there = {file.stem for file in (PACKAGE / folder).glob("[!_]*.py")}
    listed = {module.rpartition(".")[2] for _, module in imports(index)} if index.exists() else set()
    assert there <= listed, f"give them a line in {name(index)}: {sorted(there - listed)}"


def test_import_pizarra_loads_nothing_heavy():
    code = "import sys; before = {*sys.modules}; import pizarra; print(*{*sys.modules} - before)"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    assert {module for module in loaded if module.startswith("pizarra")} == {"pizarra"}
    assert not loaded & HEAVY
    assert {module.partition(".")[0] for module in loaded} <= {*sys.stdlib_module_names, "pizarra"}


def test_type_checkers_see_the_names_that_are_exported():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {
        alias.asname: f"pizarra.{node.module}"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == pizarra._EXPORTS


@pytest.mark.parametrize("public", pizarra.__all__)
def test_every_public_name_has_a_docstring(public):
    thing = getattr(pizarra, public)
    own = vars(thing).get("__doc__") if isinstance(thing, type) else thing.__doc__
    assert own, f"pizarra.{public} needs a docstring"
    assert not own.startswith(f"{public}("), (
        f"pizarra.{public} has only the docstring that a dataclass gives itself"
    )


def test_a_submodule_does_not_hide_the_public_name_spelt_alike(monkeypatch):
    monkeypatch.setitem(pizarra._EXPORTS, "shown", "pizarra.errors")
    pizarra.shown = sys  # what the import system does after importing a submodule
    assert "shown" not in vars(pizarra)
    monkeypatch.delitem(pizarra._EXPORTS, "shown")
    with pytest.raises(AttributeError, match="no attribute 'shown'"):
        _ = pizarra.shown


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="module 'pizarra' has no attribute 'ShapeEror'"):
        _ = pizarra.ShapeEror


def test_print_the_long_files(capsys):
    lengths = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files()}
    with capsys.disabled():
        for file, lines in sorted(lengths.items()):
            if lines > 300:
                print(f"\n{file} has {lines} lines: is it one thing?", end="")
