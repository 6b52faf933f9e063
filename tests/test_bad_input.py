"""Two thousand bad inputs: each ends in one clear PizarraError, quickly, without a warning; good ones are accepted.

A bad input is a good one with one thing spoilt, so that nothing else can be to blame. The draws are seeded: a number in
a failure's name is all that is needed to see it again.
"""

import json
import random
import re
import time
import tomllib
import warnings
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from pizarra.errors import PizarraError
from pizarra.layers import Linear, Sigmoid
from pizarra.losses import SquaredError
from pizarra.network import Part
from pizarra.problem import from_plain, from_shape, read_toml

INPUTS = 2000
JARGON = re.compile(
    r"dtype|ndarray|NoneType|Traceback|object at 0x|broadcast|tomllib|numpy|KeyError|IndexError|TypeError|"
    r"ValueError|AttributeError|RecursionError|OverflowError|core|cotangents\[",
)
ACTIVATIONS = ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "identity", "softmax"]
NOT_NUMBERS = [
    "two",
    "",
    None,
    True,
    {},
    {"a": 1},
    "1",
    [[]],
    float("nan"),
    float("inf"),
    -float("inf"),
    10**400,
]


# --- good files, as plain data --------------------------------------------------------------------------------------


def good(rng: random.Random) -> dict[str, Any]:
    """Draw a network with its numbers, in the form of a file."""
    widths = [rng.randint(1, 4) for _ in range(rng.randint(2, 4))]
    turned, columns = rng.random() < 0.3, rng.random() < 0.3
    samples = rng.randint(2, 4)

    def matrix(rows: int, columns: int) -> list[list[float]]:
        return [[round(rng.uniform(-2, 2), 2) for _ in range(columns)] for _ in range(rows)]

    layers: list[dict[str, Any]] = []
    for inputs, outputs in pairwise(widths):
        linear = {"type": "linear", "weights": matrix(inputs, outputs) if turned else matrix(outputs, inputs)}
        layers.append(linear | ({"bias": matrix(1, outputs)[0]} if rng.random() < 0.7 else {}))
        layers.append({"type": rng.choice(ACTIVATIONS)})
    layers.pop()
    loss: dict[str, Any] = {
        "type": rng.choice(["squared_error", "softmax_cross_entropy", "binary_cross_entropy_logits"])
    }
    if rng.random() < 0.5:
        loss["factor"] = rng.choice(["1", "1/2", "1/N", "1/(2N)"])
    y: Any = [[float(k == rng.randrange(widths[-1])) for k in range(widths[-1])] for _ in range(samples)]
    if loss["type"] == "softmax_cross_entropy":
        y = np.eye(widths[-1])[[rng.randrange(widths[-1]) for _ in range(samples)]].tolist()
    x = matrix(samples, widths[0])
    return {
        "learning_rate": 0.1,
        "layout": {"weights": "in_out" if turned else "out_in", "samples": "columns" if columns else "rows"},
        "layers": layers,
        "loss": loss,
        "data": {"x": np.transpose(x).tolist(), "y": np.transpose(y).tolist()}
        if columns
        else {"x": x, "y": y},
    }


def written(value: Any) -> str:
    """Write plain data as TOML, inline."""
    match value:
        case bool():
            return str(value).lower()
        case float() | int():
            return {"nan": "nan", "inf": "inf", "-inf": "-inf"}.get(str(value), str(value))
        case str():
            return json.dumps(value)
        case list() | tuple():
            return f"[{', '.join(map(written, value))}]"
        case dict():
            return (
                "{"
                + ", ".join(f"{json.dumps(str(key))} = {written(item)}" for key, item in value.items())
                + "}"
            )
    return '"nothing"'


def as_toml(file: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(key)} = {written(value)}\n" for key, value in file.items())


def toml_reader(file: dict[str, Any]) -> Any:
    return read_toml(as_toml(file), name="net.toml")


def plain_reader(file: dict[str, Any]) -> Any:
    """Give the same to the Python API: layers as tuples and names."""
    layers = [
        (layer["weights"], layer.get("bias")) if layer.get("type") == "linear" else layer.get("type")
        for layer in file["layers"]
    ]
    return from_plain(
        layers,
        file["data"]["x"],
        file["data"]["y"],
        loss=file["loss"].get("type"),
        factor=file["loss"].get("factor"),
        learning_rate=file["learning_rate"],
        **file["layout"],
    )


# --- one thing spoilt -----------------------------------------------------------------------------------------------

Spoil = Callable[[random.Random, dict[str, Any]], None]


def arrays_of(file: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    linear = [layer for layer in file["layers"] if layer["type"] == "linear"]
    biases = [(layer, "bias") for layer in linear if "bias" in layer]
    return [(layer, "weights") for layer in linear] + biases + [(file["data"], "x"), (file["data"], "y")]


def not_a_number(rng, file):
    table, key = rng.choice(arrays_of(file))
    rows = table[key]
    row = rng.choice(rows) if isinstance(rows[0], list) else rows
    row[rng.randrange(len(row))] = rng.choice(NOT_NUMBERS)


def not_an_array(rng, file):
    table, key = rng.choice(arrays_of(file))
    # Without `bias` there is none: nothing is wrong with that.
    table[key] = rng.choice(
        ["two", {}, {"a": 1}, True, [], [[]], [[], []], [[[1, 2]]], [[[[]]]], "", float("nan")]
    )


def ragged(rng, file):
    table, key = rng.choice([(table, key) for table, key in arrays_of(file) if key != "bias"])
    if len(table[key]) == 1:
        table[key].append([*table[key][0], 1.0])
    else:
        rng.choice(table[key]).append(1.0)


def another_shape(rng, file):
    table, key = rng.choice(arrays_of(file))
    rows = table[key]
    if isinstance(rows[0], list) and rng.random() < 0.5:
        table[key] = [[*row, 0.5] for row in rows]
    else:
        rows.append(rows[-1])


def an_unknown_type(rng, file):
    word = rng.choice(
        ["sigmod", "Linear", "relu ", "", "conv2d", 3, None, [], "lin\x00ear", "x" * 500, "\x1b[31m"]
    )
    rng.choice([*file["layers"], file["loss"]])["type"] = word


def a_wrong_factor(rng, file):
    file["loss"]["factor"] = rng.choice(
        ["1/3", "N", 2, -1, True, [], {}, "1/0", "", "\n", float("nan"), "½" * 99]
    )


def a_wrong_layout(rng, file):
    key = rng.choice(["samples", "weights"])
    file["layout"][key] = rng.choice(["row", "out-in", "", 3, True, [], {}, "single", "ROWS"])


def a_wrong_rate(rng, file):
    file["learning_rate"] = rng.choice(["fast", -1, float("nan"), float("inf"), [], [0.1], {}, True, 10**400])


def a_wrong_target(rng, file):
    rows = file["data"]["y"]
    columns = file["layout"]["samples"] == "columns"
    file["loss"]["type"] = rng.choice(["softmax_cross_entropy", "cross_entropy"])
    outputs = len(rows) if columns else len(rows[0])
    samples = len(rows[0]) if columns else len(rows)
    labels = [0] * (samples - 1) + [rng.choice([outputs, -1, 0.5, 10**9])]
    file["data"]["y"] = rng.choice(
        [labels, [[7.0] * len(row) for row in rows], [[-0.5] * len(row) for row in rows]]
    )


def too_large(rng, file):
    file["data"]["x"] = (np.array(file["data"]["x"]) + 2.0).tolist()
    file["data"]["x"] = [[1e300 * value for value in row] for row in file["data"]["x"]]
    for layer in file["layers"]:
        if layer["type"] == "linear":
            layer["weights"] = [[1e300] * len(row) for row in layer["weights"]]
        else:
            layer["type"] = "identity"


def no_layers(rng, file):
    file["layers"] = rng.choice([[], [[]], [{}], ["linear"], [3]])


def a_missing_key(rng, file):
    table = rng.choice([file, file["data"], file["loss"], file["layers"][0]])
    del table[
        rng.choice([key for key in table if key in ("layers", "loss", "data", "x", "y", "type", "weights")])
    ]


def an_unknown_key(rng, file):
    table = rng.choice([file, file["data"], file["loss"], file["layout"], *file["layers"]])
    table[rng.choice(["colour", "", "wieghts", "a\nb", "\x1b[2J", "k" * 3000, "ñ", "__class__"])] = (
        rng.choice([1, "a", []])
    )


def a_wrong_table(rng, file):
    file[rng.choice(["layout", "loss", "data", "layers", "title", "printed"])] = rng.choice(
        [3, "text", [1], True, [[]]]
    )


def a_wrong_name(rng, file):
    rng.choice(file["layers"])["name"] = rng.choice(
        ["x", "t", "L", "W1", "", "a.b", "a\nb", "\x07", "\u202e", "n" * 99, " a", 3, [], True]
    )


def a_wrong_input(rng, file):
    rng.choice(file["layers"])["inputs"] = rng.choice(
        [["nowhere"], ["x", "x"], [], "x", 3, [3], [[]], ["W1"], ["L"], ["t"], [""], ["\n"], {"a": 1}]
    )


def a_cycle(rng, file):
    file["layers"] = [
        {"type": "add", "inputs": ["x", "b"], "name": "a"},
        *(
            {"type": "tanh", "inputs": ["a" if k == 0 else f"c{k - 1}"], "name": f"c{k}"}
            for k in range(rng.randint(0, 3))
        ),
    ]
    last = file["layers"][-1]["name"]
    file["layers"].append({"type": rng.choice(["tanh", "relu"]), "inputs": [last], "name": "b"})


def a_wrong_share(rng, file):
    rng.choice(file["layers"])["share"] = rng.choice(["nowhere", "v1", "", 3, [], "W1", "\n"])


def a_value_that_leads_nowhere(rng, file):
    file["layers"].append({"type": "tanh", "inputs": ["x"], "name": "aside"})
    file["loss"]["input"] = "v1"


def a_wrong_option(rng, file):
    kind, key, values = rng.choice(
        [
            ("leaky_relu", "slope", ["much", float("nan"), float("inf"), [], [1], True, {}]),
            ("elu", "alpha", ["much", float("nan"), -float("inf"), [], True, 10**400]),
            ("sigmoid", "slope", [0.1]),
            ("activation", "d_g", ["1"]),
        ]
    )
    file["layers"].insert(1, {"type": kind, key: rng.choice(values)})


FORMULAS = [
    "", " ", "z +", "z + w", "(z", "z)", "import os", "__import__('os')", "z[0]", "z[i]", "lambda z: z",
    "z if z else 1", "z = 1", "z; z", "z.real", "f(z)", "exp(z, z)", "exp()", "z and z", "'z'", "[z]",
    "{z}", "z\n+1", "\x00", "\x1b[31m", "(" * 500 + "z" + ")" * 500, "-" * 5000 + "z", "z" * 200 + "+ w",
    "1" * 5000, "z**", "sum(z)", "sum(i, z)", "None", "True", "z < w < z", "σ(z)", "z := 2", "yield z",
    "await z", "*z", "z @ z", "z // w", "z % w", "~z", "1j * z", "9" * 400,
]  # fmt: skip


def a_formula_that_does_not_parse(rng, file):
    if rng.random() < 0.5:
        file["layers"].insert(1, {"type": "activation", "g": rng.choice([*FORMULAS, 3, [], True])})
    else:
        file["loss"] = {"type": "cost", "C": rng.choice([*FORMULAS, "z", "(y - t[n]) ** 2", 3, [], True])}


def a_wrong_printed(rng, file):
    table = {"label": "g", "gradient": "W1", "numbers": file["layers"][0]["weights"]}
    key = rng.choice(["label", "gradient", "numbers", "update", "colour"])
    table[key] = rng.choice([3, "W9", [[1] * 9], [], "two", True, {}, "\n", [["a"]]])
    if key == "label":
        table["label"] = rng.choice([3, [], True])
    file["printed"] = [table]


IN_BOTH = [
    not_a_number, not_an_array, ragged, another_shape, an_unknown_type, a_wrong_factor, a_wrong_layout, a_wrong_rate,
    a_wrong_target, too_large,
]  # fmt: skip
IN_FILES = [
    no_layers, a_missing_key, an_unknown_key, a_wrong_table, a_wrong_name, a_wrong_input, a_cycle, a_wrong_share,
    a_value_that_leads_nowhere, a_wrong_option, a_formula_that_does_not_parse, a_wrong_printed,
]  # fmt: skip


# --- text that is no file, and arguments that are none ---------------------------------------------------------------


def not_toml(rng: random.Random) -> Callable[[], Any]:
    """Spoil the text of a file."""
    text = as_toml(good(rng))
    place = rng.randrange(len(text))
    spoilt = rng.choice(
        [
            text[:place] + rng.choice(["\x00", '"""', "[[", "= =", "\x7f", "'", "\n]"]) + text[place:],
            text[: rng.randrange(1, text.index('"data"'))],
            "a = " + "[" * 50_000,
            "a = " + "{a = " * 20_000,
            "a" + ".a" * 20_000 + " = 1",
            f"learning_rate = {'9' * 5000}\n{text}",
            "layers = [",
            "",
            "\x00" * 20,
            "not toml at all",
            text + "\n" + text,
            "x" * 21_000_000,
        ]
    )
    return lambda: read_toml(spoilt, name=rng.choice(["net.toml", "a\nb.toml", "\x1b[31m.toml"]))


class Hostile:
    """An object from elsewhere that does nothing as one would hope."""

    def __array__(self, *_, **__):
        raise RuntimeError("\n\n".join(["no"] * 50))

    def __repr__(self):
        raise RuntimeError("no")


def looped() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


STRANGE: list[Callable[[], Any]] = [
    lambda: None, lambda: 3, lambda: "", lambda: b"", dict, lambda: object(), Hostile, looped, list,
    lambda: [[]], lambda: "sigmoid ", lambda: "linear", lambda: [None], lambda: ([[1, 2]], [1], [1]),
    lambda: ("sigmoid",), lambda: (), lambda: np.array([]), lambda: np.zeros((0, 3)),
    lambda: np.zeros((2, 2, 2)), lambda: np.array("a"), lambda: np.array([1j]),
    lambda: np.array([["1", "2"]]), lambda: np.array([[None, 1]]), lambda: np.array([[True, False]]),
    lambda: np.array(3.0), lambda: np.full((2, 2), np.nan),
    lambda: np.array(["2020-01-01"], dtype="datetime64[D]"), lambda: SquaredError(),
    lambda: (Linear(), [[1, 2]]), lambda: (Sigmoid(), [1]), lambda: Linear(), lambda: Part("no"),
    lambda: type, lambda: print, lambda: Part(Sigmoid(), inputs=3), lambda: Part(Sigmoid(), name=3),
    lambda: (Part(Linear(), share="q"),), lambda: {1, 2}, lambda: range(3), lambda: Linear,
    lambda: ([["a"]], [1]), lambda: ([[1, 2]], "b"), lambda: np.longdouble("1e4000"),
    lambda: memoryview(b"abc"), lambda: [10**400], lambda: iter([]), lambda: [[1, 2], 3],
    lambda: Part(Sigmoid(), inputs=(3,)), lambda: Part(Sigmoid(), inputs=([],)),
    lambda: Part(Sigmoid(), share=3), lambda: Part(Sigmoid(), share=[]),
]  # fmt: skip


# What is strange in one place is right in another.
FINE = {
    ("loss", "SquaredError"),
    ("learning_rate", "int"),
    ("learning_rate", "ndarray()"),
    ("factor", "NoneType"),
}


def kind_of(thing: Any) -> str:
    return "ndarray()" if isinstance(thing, np.ndarray) and thing.shape == () else type(thing).__name__


def strange_arguments(rng: random.Random) -> Callable[[], Any]:
    """Put something strange in the place of one argument of `from_plain`."""
    strange = rng.choice(STRANGE)
    places = ["layer", "x", "y", "loss", "factor", "learning_rate", "samples", "weights", "layers"]
    place = rng.choice([place for place in places if (place, kind_of(strange())) not in FINE])
    layers: Any = [([[1.0, 2.0], [3.0, 4.0]], [1.0, 1.0]), "tanh", [[1.0, 0.5]]]
    options: dict[str, Any] = {"x": [[1.0, 2.0], [0.0, 1.0]], "y": [1.0, 2.0]}
    if place == "layer":
        layers.insert(rng.randrange(4), strange())
    elif place == "layers":
        layers = strange()
    else:
        options[place] = strange()
    return lambda: from_plain(layers, options.pop("x"), options.pop("y"), **options)


def wrong_shapes(rng: random.Random) -> Callable[[], Any]:
    """Ask for a network of a wrong shape, or with a wrong option."""
    shape = rng.choice(
        ["", "2", "2-", "-2-3", "0-1", "2-0", "a-b", "2-3-", "2--3", "9" * 5000 + "-1", "99999-99999",
         "1-" * 3000 + "1",
         "²-³", "1.5-2", "2x3", None, 3, [2, 3], b"2-3", "2-3\x00", "1000000000000-2", "2-3-2" + "\n" * 3 + "-"]
    )  # fmt: skip
    options: dict[str, list[Any]] = {
        "hidden": ["sigmoide", "linear", "add", 3, None, [], "", "x" * 400],
        "output": ["softmx", "linear", {}, True],
        "loss": ["mse", "", 3, None, [], "cost"],
        "factor": ["2", 7, [], True, "1/M"],
        "x": [
            [1],
            [1, 2, 3],
            "1,2",
            [1, None],
            [[1, 2], [3]],
            {},
            3,
            [float("nan"), 1],
            [[[1, 2]]],
            [],
            True,
            Hostile(),
        ],
        "y": [[1], [1, 2, 3], "a", {}, 3, [float("inf"), 1], [[1, 2], [3, 4]], [], False, Hostile()],
        "seed": [-1, 1.5, "a", 2**70, [], True, None],
        "learning_rate": [-1, float("nan"), "a", None, [], True],
        "bias": [3, "yes", None, [], 0.0],
    }
    if rng.random() < 0.3:
        return lambda: from_shape(shape)  # type: ignore[arg-type]
    key = rng.choice(list(options))
    value = rng.choice(
        [value for value in options[key] if not (key in ("x", "y", "factor") and value is None)]
    )
    return lambda: from_shape("2-3-2", **{key: value})


# --- the test -------------------------------------------------------------------------------------------------------


def drawn(number: int) -> tuple[str, Callable[[], Any]]:
    """Draw one bad input: what is wrong with it, and the call that must refuse it."""
    rng = random.Random(number)
    kind = rng.choice(["both", "both", "file", "file", "file", "text", "strange", "shape"])
    if kind == "text":
        return "not_toml", not_toml(rng)
    if kind == "strange":
        return "strange_arguments", strange_arguments(rng)
    if kind == "shape":
        return "wrong_shapes", wrong_shapes(rng)
    spoil = rng.choice(IN_BOTH if kind == "both" else IN_FILES)
    file = good(rng)
    spoil(rng, file)
    reader = rng.choice([toml_reader, plain_reader]) if kind == "both" else toml_reader
    return f"{spoil.__name__}, {reader.__name__}", lambda: reader(file)


def refusal(call: Callable[[], Any]) -> str | None:
    """Give what is wrong with how a bad input is refused; None where all is well."""
    began = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = call()
    except PizarraError as error:
        text = str(error)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:300]
    else:
        return f"accepted: {result}"[:300]
    took = time.perf_counter() - began
    if took > 2:
        return f"took {took:.1f} s"
    if not text.isprintable() or not 10 < len(text) < 700:
        return f"not one paragraph: {text[:300]!r}"
    if found := JARGON.search(text):
        return f"jargon, {found[0]!r}: {text}"
    if not text.rstrip().endswith((".", "?")):
        return f"not a sentence: {text}"
    return None


@pytest.mark.parametrize("part", range(10))
def test_every_bad_input_is_refused_in_one_clear_sentence(part):
    wrong = []
    for number in range(part * INPUTS // 10, (part + 1) * INPUTS // 10):
        what, call = drawn(number)
        if problem := refusal(call):
            wrong.append(f"{number} ({what}): {problem}")
    assert not wrong, f"{len(wrong)} of {INPUTS // 10}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("number", range(100))
def test_good_inputs_are_accepted(number):
    file = good(random.Random(number))
    assert tomllib.loads(as_toml(file)) == file
    from_file, from_lists = toml_reader(file), plain_reader(file)
    assert from_file.network.parameters == from_lists.network.parameters
    for name, array in from_file.parameters.items():
        np.testing.assert_array_equal(array, from_lists.parameters[name])
    np.testing.assert_array_equal(from_file.t, from_lists.t)
