"""Read a problem from TOML: the format of the gallery's files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import FileError, NetworkError, PizarraError, nearest
from ..layers import Linear
from ..layout import Layout
from ..network import Part
from .arrays import bias_of, weights_of
from .build import build
from .kinds import OPTIONS, layer_kind, make_layer, make_loss
from .printed import read_printed
from .problem import Problem
from .words import quoted

LONGEST = 20_000_000  # characters: about two million weights
# Keys with very many dots take time that grows with the square of their number; nobody writes them.
DOTTED = re.compile(r"""(?:\.[ \t]*+(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+){50}""")
LANGUAGES = ("es", "en")
TOP = ("title", "notation", "learning_rate", "layout", "layers", "loss", "data", "printed", "mine")

Table = Mapping[str, Any]


def read_toml(text: str, *, name: str) -> Problem:
    """Read a problem; `name` is the file's, for messages. Raises PizarraError, which begins with it.

    `[[layers]]` have a `type` and its options; `inputs`, `name` and `share` make a graph. `[loss]` has a `type`, a
    `factor` and the `input` it reads (the last layer unless said). `[data]` has x and y: rows, or columns where
    `[layout]` says so; a plain list x is one sample. For what y may be, see `targets`. `[mine]` is passed over: it is
    what a reader has worked out, to be checked.

    >>> problem = read_toml('''
    ... [[layers]]
    ... type = "linear"
    ... weights = [[2, 1]]
    ... [loss]
    ... type = "squared_error"
    ... factor = "1/2"
    ... [data]
    ... x = [1, 3]
    ... y = [4]
    ... ''', name="small.toml")
    >>> problem.parameters["W1"].tolist(), problem.t.tolist(), problem.single
    ([[2.0], [1.0]], [[4.0]], True)
    """
    name = name if name.isprintable() else quoted(name, 200)[1:-1]
    file = _parsed(text, name)
    try:
        return _problem(file)
    except PizarraError as error:
        raise type(error)(f"{name}: {error}") from None


def _parsed(text: str, name: str) -> Table:
    if len(text) > LONGEST:
        raise FileError(f"{name}: the file has {len(text)} characters; {LONGEST} are the most.")
    if found := DOTTED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise FileError(f"{name}, line {line}: a key has too many dots.")
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        message = " ".join(str(error).split())
        found = re.search(r" \(at line (\d+), column \d+\)$", message)
        line = int(found[1]) if found else text.count("\n") + 1
        message = message[: found.start()] if found else message.removesuffix(" (at end of document)")
        raise FileError(f"{name}, line {line}: this is not TOML: {message[:120]}.") from None
    except RecursionError:
        raise FileError(f"{name}: lists or tables are nested too deeply.") from None
    except ValueError:  # whole numbers of thousands of digits are the only ones that Python does not read
        raise FileError(f"{name}: a number has too many digits.") from None


def _problem(file: Table) -> Problem:
    _known(file, TOP, "The file")
    layout = _layout(_table(file, "layout", {}))
    tables = file.get("layers")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise NetworkError("There are no layers. Write each of them as a table [[layers]].")
    parts, parameters = _layers(tables, layout)
    loss = _table(file, "loss")
    _known(loss, ("type", "factor", "input", "C"), "[loss]")
    _needed(loss, "type", "[loss]")
    data = _table(file, "data")
    _known(data, ("x", "y"), "[data]")
    _needed(data, "x", "[data]")
    _needed(data, "y", "[data]")
    title = _table(file, "title", {})
    _known(title, LANGUAGES, "[title]")
    problem = build(
        parts,
        parameters,
        data["x"],
        data["y"],
        make_loss(loss["type"], loss.get("factor"), loss.get("C")),
        prediction=_text(loss, "input", "[loss]"),
        learning_rate=file.get("learning_rate", 1.0),
        layout=layout,
        notation=_text(file, "notation", "the file"),
        title={language: str(_text(title, language, "[title]")) for language in title},
        factor_said="factor" in loss,
    )
    return replace(problem, printed=read_printed(file.get("printed", []), problem))


def _layout(table: Table) -> Layout:
    choices = {"samples": ("rows", "columns"), "weights": ("out_in", "in_out")}
    _known(table, choices, "[layout]")
    for key, value in table.items():
        if value not in choices[key]:
            raise NetworkError(
                f"{key} in [layout] cannot be {quoted(value)}." + nearest(str(value)[:60], choices[key])
            )
    return Layout(**table)


def _layers(tables: Iterable[Table], layout: Layout) -> tuple[list[Part], dict[str, np.ndarray]]:
    parts: list[Part] = []
    parameters: dict[str, np.ndarray] = {}
    for place, table in enumerate(tables):
        where = f"Layer {place}"
        _needed(table, "type", where)
        kind = layer_kind(table["type"], where)
        numbers = ("weights", "bias", "share") if kind == "linear" else ()
        _known(table, ("type", "name", "inputs", *numbers, *OPTIONS.get(kind, ())), f"{where}, {kind},")
        name, share = _text(table, "name", where), _text(table, "share", where)
        inputs = table.get("inputs", [])
        if not isinstance(inputs, list) or not all(isinstance(item, str) for item in inputs):
            raise NetworkError(
                f'The inputs of layer {place} are {quoted(inputs)}; write a list of names: inputs = ["…"].'
            )
        if "inputs" in table and not inputs:
            raise NetworkError(
                f"The inputs of layer {place} are an empty list. Leave the key out for the layer before."
            )
        if kind != "linear":
            layer = make_layer(
                kind, {key: table[key] for key in OPTIONS.get(kind, ()) if key in table}, where
            )
        elif share is not None:
            layer = _shared(share, parts, table, place)
        else:
            _needed(table, "weights", f"{where}, linear,")
            layer = Linear(bias="bias" in table)
            number = 1 + sum(isinstance(part.layer, Linear) and part.share is None for part in parts)
            parameters[f"W{number}"] = weights_of(table["weights"], f"weights of layer {place}", layout)
            if layer.bias:
                parameters[f"b{number}"] = bias_of(table["bias"], f"bias of layer {place}")
        parts.append(Part(layer, tuple(inputs), name, share))
    return parts, parameters


def _shared(share: str, parts: list[Part], table: Table, place: int) -> Linear:
    """Give the layer whose parameters are shared; `Network` says it where there is none of that name."""
    if own := [key for key in ("weights", "bias") if key in table]:
        raise NetworkError(
            f"Layer {place} shares the parameters of {quoted(share)} and has {own[0]} too. Keep one of them."
        )
    names = {part.name or f"v{number}": part for number, part in enumerate(parts, 1)}
    if share in names and not isinstance(names[share].layer, Linear):
        raise NetworkError(f"Layer {place} cannot share the parameters of {quoted(share)}: it has none.")
    layer = names[share].layer if share in names else None
    return layer if isinstance(layer, Linear) else Linear()


def _table(file: Table, key: str, default: Table | None = None) -> Table:
    value = file.get(key, default)
    if value is None:
        raise NetworkError(f"There is no table [{key}].")
    if not isinstance(value, dict):
        raise NetworkError(f"{key} must be a table, [{key}]; {quoted(value)} is not.")
    return value


def _known(table: Table, known: Iterable[str], where: str) -> None:
    known = tuple(known)
    for key in table:
        if key not in known:
            raise NetworkError(f"{where} has an unknown key {quoted(key)}." + nearest(key[:60], known))


def _needed(table: Table, key: str, where: str) -> None:
    if key not in table:
        raise NetworkError(f"{where} needs the key {key!r}.")


def _text(table: Table, key: str, where: str) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise NetworkError(f"{key} of {where} must be text; {quoted(value)} is not.")
    return value
