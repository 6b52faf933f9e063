"""A network as plain data and back: its layers by the names that files use, with their options and places.

Only layers and losses of the index can be told in words; a class of the reader's own is code, which no file holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from ..errors import FileError, PizarraError, nearest, shown
from ..layer import Layer
from ..layers import LAYERS, Activation
from ..losses import LOSSES, Cost
from ..network import Network, Part

LAYERS_AT_MOST = 1000
FORMULAS_AT_MOST = 4000  # characters of own formulas, all together: deriving them takes time
LAYER_TYPES: dict[str, type[Layer]] = {**LAYERS, "activation": Activation}
LOSS_TYPES: dict[str, type[Layer]] = {**LOSSES, "cost": Cost}
# What an option may be, by the type that its class declares.
KINDS: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "str": (str,),
    "str | None": (str, type(None)),
}

Table = Mapping[str, Any]


def describe(network: Network) -> dict[str, Any]:
    """Give a network as plain data. Raises FileError for a layer or a loss of one's own."""
    layers = []
    for place, part in enumerate(network.parts):
        inputs = (part.inputs,) if isinstance(part.inputs, str) else part.inputs
        layers.append(
            {
                **_told(part.layer, LAYER_TYPES, f"layer {place}"),
                **({"inputs": list(inputs)} if inputs else {}),
                **({} if part.name is None else {"name": part.name}),
                **({} if part.share is None else {"share": part.share}),
            }
        )
    if len(layers) > LAYERS_AT_MOST:
        raise FileError(f"the network has {len(layers)} layers; {LAYERS_AT_MOST} are the most.")
    loss = _told(network.loss, LOSS_TYPES, "the loss")
    _check_formulas([*layers, loss])
    return {"layers": layers, "loss": loss, "prediction": network.prediction}


def build(description: Any) -> Network:
    """Make the network that `describe` described. Raises FileError for whatever cannot be one."""
    table = _table(description, ("layers", "loss", "prediction"), "the network", needed=3)
    layers = table["layers"]
    if not isinstance(layers, list) or not 0 < len(layers) <= LAYERS_AT_MOST:
        raise FileError(f"the network's layers are not a list of 1 to {LAYERS_AT_MOST}.")
    _check_formulas([*layers, table["loss"]])
    parts = []
    for place, told in enumerate(layers):
        where = f"layer {place}"
        told = _table(told, ("type", "options", "inputs", "name", "share"), where)
        inputs = told.get("inputs", [])
        if not isinstance(inputs, list) or not all(isinstance(name, str) for name in inputs):
            raise FileError(f"the inputs of {where} are {shown(inputs)}; a list of names is expected.")
        name, share = _text(told, "name", where), _text(told, "share", where)
        parts.append(Part(_made(told, LAYER_TYPES, where), tuple(inputs), name, share))
    loss = _made(_table(table["loss"], ("type", "options"), "the loss"), LOSS_TYPES, "the loss")
    try:
        return Network(parts, loss, prediction=_text(table, "prediction", "the network"))  # type: ignore[arg-type]
    except PizarraError as error:
        raise FileError(f"its network cannot be built: {error}") from None


def _check_formulas(described: list[Any]) -> None:
    options = [told["options"] for told in described if isinstance(told, dict) and "options" in told]
    texts = {text for table in options if isinstance(table, dict) for text in table.values()
             if isinstance(text, str)}  # fmt: skip
    if (length := sum(map(len, texts))) > FORMULAS_AT_MOST:
        raise FileError(f"its formulas have {length} characters; {FORMULAS_AT_MOST} are the most.")


def _told(layer: Layer, types: Mapping[str, type[Layer]], where: str) -> dict[str, Any]:
    name = next((name for name, kind in types.items() if type(layer) is kind), None)
    if name is None:
        raise FileError(
            f"{where} is a {type(layer).__name__}, which is not one of pizarra's own: a file holds numbers and words, "
            f"not code. Keep its parameters with numpy.savez, or use {', '.join(types)}."
        )
    options = {}
    for field in fields(layer):  # type: ignore[arg-type]
        value = getattr(layer, field.name)
        value = value.item() if isinstance(value, np.generic) else value
        if field.name == "factor":
            value = str(value)  # 0.5 is understood as well as "1/2"
        options[field.name] = _option(value, field.type, f"the option {field.name} of {where}")
    return {"type": name, **({"options": options} if options else {})}


def _made(told: Table, types: Mapping[str, type[Layer]], where: str) -> Layer:
    name, options = told.get("type"), told.get("options", {})
    if not isinstance(name, str) or name not in types:
        raise FileError(f"{where} is of an unknown type, {shown(name)}." + nearest(str(name)[:60], types))
    known = {field.name: field.type for field in fields(types[name])}  # type: ignore[arg-type]
    options = _table(options, known, f"{where}, {name},")
    taken = {
        key: _option(value, known[key], f"the option {key} of {where}") for key, value in options.items()
    }
    try:
        made = types[name](**taken)
        _ = made.lines  # formulas are read here, so that none fails later
        return made
    except PizarraError as error:
        raise FileError(f"{where}, {name}: {error}") from None
    except TypeError:
        raise FileError(f"{where}, {name}, lacks an option. It has {', '.join(known)}.") from None


def _option(value: Any, declared: Any, what: str) -> Any:
    kinds = KINDS.get(declared if isinstance(declared, str) else getattr(declared, "__name__", ""), ())
    if type(value) not in kinds or (isinstance(value, int | float) and not math.isfinite(value)):
        raise FileError(f"{what} is {shown(value)}; {_expected(kinds)} is expected.")
    return value


def _expected(kinds: tuple[type, ...]) -> str:
    words = {bool: "True or False", int: "a whole number", float: "a finite number", str: "text"}
    return words.get(kinds[-1] if kinds and kinds[-1] in words else kinds[0] if kinds else object, "nothing")


def _table(value: Any, known: Iterable[str], where: str, *, needed: int = 0) -> dict[str, Any]:
    known = tuple(known)
    if not isinstance(value, dict):
        raise FileError(f"{where} is described by {shown(value)}; a table is expected.")
    for key in value:
        if key not in known:
            raise FileError(f"{where} has the unknown key {shown(key)}." + nearest(key[:60], known))
    for key in known[:needed]:
        if key not in value:
            raise FileError(f"{where} lacks the key {key!r}.")
    return value


def _text(table: Table, key: str, where: str) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise FileError(f"the {key} of {where} is {shown(value)}; text is expected.")
    return value
