"""The page judges a reader's numbers: what is read, which entries are wrong, what follows from them, and why."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from pizarra.errors import FormulaError
from pizarra.formula import evaluate, parse
from pizarra.formula.spell import spell
from pizarra.language import LANGUAGES
from pizarra.problem import from_shape
from pizarra.trace import Trace
from pizarra.web.checking import Checking
from pizarra.web.plain import plain
from pizarra.web.program import Program

from ..drawn_networks import draw
from .test_formulas import PRINT, needs_node, run

IMPORTS = (
    'import { sigmoid, softplus, relu, softmax, logsumexp, logSoftmax } from "./kernels.js";\n'
    'import { compute, placeOf, unpacked } from "./pass.js";\nimport { entryOf, readsOf } from "./formula.js";\n'
    'import { judge, causesOf } from "./judge.js";\nimport { readArray, halvesOf } from "./reading.js";\n'
    "const pass = (lines, given, shapes, check) => { const N = shapes[0][0], arrays = given.map(unpacked);"
    "compute(lines, arrays, N); return { arrays, N, page: { lines, shapes, check }, shape: (n) => shapes[n] }; };\n"
)


def program_of(seed: int) -> Program:
    one = draw(seed)
    return Program(Trace(one.network, one.parameters, one.x, one.t, learning_rate=0.1))


def model(program: Program) -> str:
    data = program.data()
    check = json.dumps(Checking(program).data())
    return f"pass({program.script()},{json.dumps(data['given'])},{json.dumps(data['shapes'])},{check})"


def judged(program: Program, *papers: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Judge what several readers wrote: by name, which entries are wrong, the mistakes that are told, and where."""
    numbers = {name: array.number for name, array in program.arrays.items()}
    cells = [[[numbers[name], texts] for name, texts in paper.items()] for paper in papers]
    made: Any = run(
        f"{IMPORTS}const model = {model(program)}, made = {json.dumps(cells)}.map((mine) => {{"
        "const { verdicts, given } = judge(model, new Map(mine));"
        "return [...verdicts.values()].map((one) => [one.number, one.wrong, one.missing, one.from,"
        "one.wrong.length ? causesOf(model, one, given, verdicts).map((c) => [c.line, c.fault, c.told]) : []]); });"
        f"{PRINT}"
    )
    names = program.names
    return [
        {
            names[n]: {
                "wrong": wrong,
                "missing": missing,
                "from": [names[k] for k in origin],
                "causes": [(names[line], fault) for line, fault, _ in causes],
            }
            for n, wrong, missing, origin, causes in paper
        }
        for paper in made
    ]


def texts(array: np.ndarray, decimals: int) -> list[str]:
    return [f"{value:.{decimals}f}" for value in np.ravel(array)]


# What a line is told as


@needs_node
@pytest.mark.slow
def test_every_line_and_every_mistake_is_what_python_evaluates():
    programs = [program_of(seed) for seed in range(5)]
    made: Any = run(
        f"{IMPORTS}const made = [{','.join(map(model, programs))}].map((m) => m.page.lines.map(({{ to }}) => {{"
        "const { axes, right, causes } = m.page.check.lines[to], size = m.page.shapes[to];"
        "const given = { arrays: m.arrays, errors: [], shapes: m.page.shapes, N: m.N };"
        "return [right, ...causes.map(([, , tree]) => tree)].map((tree) => [...m.arrays[to]].map((_, k) => {"
        "const place = placeOf(k, size), at = Object.fromEntries(axes.map((axis, a) => [axis, place[a]]));"
        f"return entryOf(tree, at, given)[0]; }})); }}));{PRINT}"
    )
    count = 0
    for seed, (program, lines) in enumerate(zip(programs, made, strict=True)):
        checking = Checking(program)
        values = {name: np.asarray(program.array(name), dtype=float) for name in program.names}
        for line, found in zip(program.lines, lines, strict=True):
            trees = [line.tree, *(tree for _, _, tree in checking.mistakes(line))]
            for tree, numbers in zip(trees, found, strict=True):
                with np.errstate(all="ignore"):
                    lengths = {"n": program.array("x").shape[0]} | dict(
                        zip(line.axes, program.shape(line), strict=True)
                    )
                    wanted = np.ravel(evaluate(tree, values, line.axes, lengths=lengths))
                ours = np.array([float(str(v).replace("Infinity", "inf")) for v in numbers])
                said = f"network {seed}, {line.name} = {spell(tree)}"
                np.testing.assert_allclose(ours, wanted, rtol=1e-11, atol=1e-11, err_msg=said)
                count += 1
    assert count > 800


def test_no_mistake_is_the_line_itself_and_none_stands_twice():
    program = program_of(1)
    checking = Checking(program)
    for line in program.lines:
        found = [spell(tree) for _, _, tree in checking.mistakes(line)]
        assert len({*found}) == len(found)
        assert spell(line.tree) not in found


def test_every_mistake_has_its_sentence_in_every_language():
    data = Checking(program_of(2)).data()
    faults = {cause[0] for line in data["lines"].values() for cause in line["causes"]}
    assert faults
    for language in LANGUAGES:
        assert {*data["faults"][language]} == faults
        assert all("{name}" in sentence for sentence in data["faults"][language].values())


def test_what_has_no_meaning_as_data_is_refused():
    with pytest.raises(FormulaError, match="The name 'y' has no value"):
        plain(parse("y[i]"), {"x": 0}, {})
    with pytest.raises(FormulaError, match="No array shows how long the axis 'k' is"):
        plain(parse("sum(k, 1)"), {}, {})
    with pytest.raises(FormulaError, match="MatMul has no meaning"):
        plain(parse("x @ x"), {"x": 0}, {})


# What is read

GOOD = [
    ("1\t2\t3\n4\t5\t6", 2, 3, [["1", "2", "3"], ["4", "5", "6"]]),  # a spreadsheet
    ("0,1\t0,2\r\n-3,5\t4\r\n", 2, 2, [["0,1", "0,2"], ["-3,5", "4"]]),  # a Spanish one
    ("[[ 0.1  -0.25]\n [ 1.    2.5 ]]", 2, 2, [["0.1", "-0.25"], ["1.", "2.5"]]),  # print
    ("array([[0.1, 0.2],\n       [3. , 4. ]])", 2, 2, [["0.1", "0.2"], ["3.", "4."]]),  # repr
    ("np.array([[1, 2], [3, 4]], dtype=np.float32)", 2, 2, [["1", "2"], ["3", "4"]]),
    ("tensor([[1., 2.]])", 1, 2, [["1.", "2."]]),
    ("[1.2e-3 4.5e+02]", 1, 2, [["1.2e-3", "4.5e+02"]]),
    ("[1 2 3]", 3, 1, [["1"], ["2"], ["3"]]),  # a vector, whichever way it lies
    ("1\n2\n3", 1, 3, [["1", "2", "3"]]),
    ("0,5 0,25", 1, 2, [["0,5", "0,25"]]),
    ("0,5; 0,25", 1, 2, [["0,5", "0,25"]]),
    ("0.5, 0.25", 1, 2, [["0.5", "0.25"]]),
    ("0,5, 0,25", 1, 2, [["0,5", "0,25"]]),
    ("1,2,3", 1, 3, [["1", "2", "3"]]),
    ("[1 2; 3 4]", 2, 2, [["1", "2"], ["3", "4"]]),  # Octave
    ("-0.5", 1, 1, [["-0.5"]]),
    (
        "[[1 2 3\n  4]\n [5 6 7\n  8]]",
        2,
        4,
        [["1", "2", "3", "4"], ["5", "6", "7", "8"]],
    ),  # long rows are folded
    ("1 x\n3 4", 2, 2, [["1", "x"], ["3", "4"]]),  # the cell itself will say so
]
BAD = [
    ("1 2\n3", 2, 2, "ragged"), ("1 2 3", 2, 2, "shape"), ("[[1 2] [3 4] [5 6]]", 2, 3, "turned"),
    ("[[1 2 ... 3 4]]", 1, 5, "parts"), ("   ", 1, 1, "empty"), ("[]", 1, 1, "empty"),
]  # fmt: skip


def read(cases: list[Any]) -> Any:
    told = json.dumps([case[:3] for case in cases])
    return run(f"{IMPORTS}const made = {told}.map(([t, r, c]) => readArray(t, [r, c]));{PRINT}")


@needs_node
def test_an_array_is_read_as_it_was_copied():
    for (text, rows, columns, wanted), made in zip(GOOD, read(GOOD), strict=True):
        assert made == wanted, (text, rows, columns)


@needs_node
def test_what_is_no_such_array_is_told():
    assert [made["error"] for made in read(BAD)] == [wanted for *_, wanted in BAD]


WRITTEN = [
    (["0.123", "4.5"], [5e-4, 5e-4]),  # zeros at the end are left out
    (["1.23", "0.0133"], [5e-3, 5e-5]),  # as many digits, not as many decimals
    (["1,5", "2"], [0.05, 0.05]),
    (["2", "3"], [0, 0]),
    (["1.25e-3", "x"], [5e-6, 0]),
]


@needs_node
def test_a_number_is_as_exact_as_it_was_written():
    cells = json.dumps([cells for cells, _ in WRITTEN])
    made: Any = run(f"{IMPORTS}const made = {cells}.map((texts) => [...halvesOf(texts)]);{PRINT}")
    for (_, wanted), found in zip(WRITTEN, made, strict=True):
        assert found == pytest.approx(wanted)


# Which entries are wrong


@needs_node
@pytest.mark.parametrize("seed", range(5))
def test_a_solution_worked_out_by_hand_from_rounded_numbers_is_right(seed):
    program = program_of(seed)
    papers = [worked_out(program, decimals) for decimals in (3, 5, 9, 15)]
    for found in judged(program, *papers):
        assert {name: one["wrong"] for name, one in found.items() if one["wrong"]} == {}


def worked_out(program: Program, decimals: int) -> dict[str, list[str]]:
    """Round every array, and work out the next from the rounded ones."""
    values = {name: np.asarray(program.array(name), dtype=float) for name in program.given}
    mine = {}
    for line in program.lines:
        lengths = {"n": program.array("x").shape[0]} | dict(zip(line.axes, program.shape(line), strict=True))
        exact = np.asarray(evaluate(line.tree, values, line.axes, lengths=lengths), dtype=float)
        mine[line.name] = texts(exact, decimals)
        values[line.name] = np.array([float(t) for t in mine[line.name]]).reshape(exact.shape)
    return mine


SMALL = Program(
    Trace(
        *(lambda p: (p.network, p.parameters, p.x, p.t))(from_shape("3-2-3", hidden="sigmoid", factor="1/2"))
    )
)


def right(name: str) -> np.ndarray:
    return np.asarray(SMALL.array(name), dtype=float)


@needs_node
def test_a_wrong_entry_counts_once_and_what_follows_is_judged_with_it():
    delta = right("d:v1").copy()
    delta[0, 1] += 0.25
    mine = {"d:v1": texts(delta, 6), "d:W1": texts(right("x").T @ delta, 6), "d:b1": texts(right("d:b1"), 6)}
    [found] = judged(SMALL, mine)
    assert found["d:v1"]["wrong"] == [1]
    assert found["d:W1"] == {"wrong": [], "missing": [], "from": ["d:v1"], "causes": []}
    assert found["d:b1"]["wrong"] == [1]  # right in itself, and not what follows from the delta above


@needs_node
def test_cells_that_say_nothing_are_missing_and_the_rest_is_judged():
    cells = texts(right("d:W2"), 5)
    cells[1], cells[2], cells[3] = "", "x", "1e400"
    cells[4] = "7"
    found = judged(SMALL, {"d:W2": cells})[0]["d:W2"]
    assert (found["missing"], found["wrong"]) == ([1, 2, 3], [4])


def sigmoid_layer() -> dict[str, np.ndarray]:
    return {name: right(name) for name in ("x", "t", "W2", "v1", "v2", "v3", "d:v3", "d:v2", "d:v1")}


# Mistakes as people make them, worked out here with NumPy: the array that is written, and what must be told of it.
def mistakes() -> list[tuple[str, np.ndarray, str, str]]:
    v = sigmoid_layer()
    a, z, up, delta, x, e = v["v2"], v["v1"], v["d:v2"], v["d:v1"], v["x"], v["d:v3"]
    return [
        ("d:v1", up * a, "derivative-incomplete", "d:v1"),
        ("d:v1", up * z * (1 - z), "derivative-at-activation", "d:v1"),
        ("d:v1", up, "wrong-activations-derivative", "d:v1"),
        ("d:v1", up * (1 - a**2), "wrong-activations-derivative", "d:v1"),
        ("d:v1", -delta, "sign-flipped", "d:v1"),
        ("d:v3", 2 * e, "wrong-factor", "d:v3"),
        ("d:v3", v["v3"] + v["t"], "sign-flipped", "d:v3"),
        ("d:W2", z.T @ e, "pre-activation-where-activation-belongs", "d:W2"),
        ("d:W1", x.T @ up, "wrong-activations-derivative", "d:W1"),
        ("d:W1", x.T @ (up * a), "derivative-incomplete", "d:v1"),  # the delta was not written down
        ("d:b1", (up * a)[0], "derivative-incomplete", "d:v1"),
        ("d:W2", a.T @ (2 * e), "bias-mean-weights-sum", "d:W2"),
        ("new:W1", right("W1") + right("rate") * right("d:W1"), "sign-flipped", "new:W1"),
        ("new:b2", right("b2"), "bias-never-updated", "new:b2"),
        ("d:v2", e[:, :1] @ v["W2"].T[:1], "missing-paths", "d:v2"),
        ("v3", z @ v["W2"] + right("b2"), "pre-activation-where-activation-belongs", "v3"),
        ("v3", a @ v["W2"], "bias-not-used", "v3"),
    ]  # fmt: skip


@needs_node
@pytest.mark.parametrize("decimals", [4, 12])
def test_a_mistake_is_told_for_what_it_is(decimals):
    cases = mistakes()
    for (name, _, wanted, where), found in zip(
        cases, judged(SMALL, *({name: texts(array, decimals)} for name, array, *_ in cases)), strict=True
    ):
        assert found[name]["wrong"], (name, wanted)
        assert (where, wanted) in found[name]["causes"][:2], (name, wanted, found[name]["causes"])


@needs_node
def test_numbers_out_of_the_air_have_no_cause():
    rng = np.random.default_rng(1)
    drawn = {name: texts(rng.normal(size=right(name).shape), 6) for name in ("d:v1", "d:W1", "v3")}
    for (name, cells), found in zip(
        drawn.items(), judged(SMALL, *({name: cells} for name, cells in drawn.items())), strict=True
    ):
        assert len(found[name]["wrong"]) == len(cells)
        assert found[name]["causes"] == []
