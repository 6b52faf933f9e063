"""The network of a program as a worked solution: its own names, its own numbers, and gradients that are right."""

import json
import tomllib

import numpy as np
import pytest

from pizarra.cli.command import main
from pizarra.errors import NetworkError
from pizarra.mathematics.unicode import inline
from pizarra.program import read_program
from pizarra.program.chain import Chain
from pizarra.program.reading import problem_of
from pizarra.program.run import record
from pizarra.program.source import read_source
from pizarra.program.verdict import inspected

from .program_corpus import FOLDER, Written, step_and_slope
from .test_check_program import COLUMNS, ROWS

# What the steps of a right program have besides the gradient that the page shows: this times the weights.
PENALTIES = {"chiffres_etiquettes": 0.001, "softmax_regression_percent": 0.01, "spiral_adam": 0.001}
# An array of zeros and ones from outside, drawn anew in each round, is nothing that a layer says.
UNSAID = {"dropout_mlp"}
# Their truth stops before another step than the first one.
LATER = {"early_stopping", "no_numpy_at_all", "perceptron_multicamadas"}
RIGHT = sorted(
    file.stem
    for file in FOLDER.glob("*.toml")
    if tomllib.loads(file.read_text(encoding="utf-8"))["verdict"] == "correct"
)


def held_against_the_step(name):
    """Compare all gradients of the page, in order of size, with the program's own step over its rate."""
    program = Written.read(name)
    problem = read_program(program.file)
    step, _ = step_and_slope(program)
    trace = problem.explain().trace
    gradients = dict(trace.gradients)
    for key in gradients if name in PENALTIES else ():
        if key.startswith("W"):
            gradients[key] = gradients[key] + PENALTIES[name] * trace.parameters[key]
    mine = np.sort(np.concatenate([array.ravel() for array in gradients.values()]))
    theirs = np.sort(step)
    if "gradients" in program.truth["check"]:
        theirs = 10 * theirs if name == "spiral_adam" else theirs  # of Adam, the first moment: a tenth
    else:
        theirs = np.sort(step / problem.learning_rate)
    assert mine.shape == theirs.shape
    scale = np.abs(mine).max()
    assert np.abs(theirs - mine).max() < 1e-5 * scale


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in RIGHT if name not in UNSAID | LATER])
def test_the_gradients_of_the_page_are_the_steps_of_right_programs(name):
    for module in Written.read(name).truth.get("needs", []):
        pytest.importorskip(module)
    held_against_the_step(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in RIGHT if name not in UNSAID])
def test_the_gradients_of_the_page_are_the_recorded_steps(name):
    source = read_source(Written.read(name).file)
    inspection, _ = inspected(source, record(source))
    assert inspection is not None
    problem = problem_of(inspection)
    if any(step.bent for step in inspection.rounds[0].steps):
        return  # an optimizer's steps are no gradients
    gradients = problem.explain().trace.gradients
    for number, link in enumerate(Chain(inspection).links, start=1):
        for key, ids in ((f"W{number}", link.weights), (f"b{number}", link.bias)):
            if ids is None:
                continue
            moved = {
                int(place): move
                for parameter in inspection.parameters
                for place, move in zip(parameter.steps[0].base, parameter.steps[0].move, strict=True)
            }
            step = -np.array([moved[int(place)] for place in ids.ravel()]).reshape(ids.shape)
            known = gradients[key]
            if name in PENALTIES and key[0] == "W":
                known = known + PENALTIES[name] * problem.parameters[key]
            np.testing.assert_allclose(step / problem.learning_rate, known, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    "name", ["xor_matrices", "neuron_objects", "umbral_en_la_matriz", "celdas_desordenadas"]
)
def test_gradients_are_the_steps(name):
    held_against_the_step(name)


def test_names_and_layout_are_the_programs(written):
    problem = read_program(written(ROWS))
    solution = problem.explain()
    symbols = {
        name: inline(solution.view.whole(name))
        for name in ("x", "t", "W1", "b1", "v1", "v2", "W2", "b2", "v3")
    }
    assert symbols == {
        "x": "X", "t": "T", "W1": "A", "b1": "c", "v1": "s", "v2": "h", "W2": "B", "b2": "d", "v3": "y",
    }  # fmt: skip
    assert (problem.layout.samples, problem.layout.weights) == ("rows", "in_out")
    assert problem.learning_rate == pytest.approx(0.1)
    assert repr(problem.network.loss) == "SquaredError(factor='1/2')"
    columns = read_program(written(COLUMNS))
    assert (columns.layout.samples, columns.layout.weights) == ("columns", "out_in")
    assert [remark.key for remark in columns.remarks] == ["program.read.of", "program.read.implied"]
    assert inline(columns.explain().view.whole("W1")) == "V"


def test_a_faulty_program_is_explained_as_it_should_be(written):
    problem = read_program(written(ROWS.replace("(1 - h ** 2)", "(1 - h)")))
    right = read_program(written(ROWS)).explain().trace.gradients
    assert "program.read.wrong" in [remark.key for remark in problem.remarks]
    for name, gradient in problem.explain().trace.gradients.items():
        np.testing.assert_allclose(gradient, right[name])


@pytest.mark.parametrize(
    ("old", "new", "layers"),
    [
        ("np.tanh(s)", "np.maximum(s, 0)", "ReLU()"),
        ("np.tanh(s)", "np.where(s > 0, s, 0.2 * s)", "LeakyReLU(slope=0.2)"),
        ("np.tanh(s)", "np.log(1 + np.exp(s))", "Softplus()"),
        ("np.tanh(s)", "np.where(s > 0, s, 0.7 * (np.exp(s) - 1))", "ELU(alpha=0.7)"),
        ("h = np.tanh(s)", "h = s.copy(); h[h < 0] = 0", "ReLU()"),
    ],
)
def test_activations_are_told_by_what_they_do(written, old, new, layers):
    problem = read_program(written(ROWS.replace(old, new)))
    assert repr(problem.network.steps[1].layer) == layers


def test_logits_and_labels_are_read(written):
    head, tail = ROWS.split("    print(0.5")
    text = head.replace("T = rng.normal(size=(7, 2))", "T = np.array([0, 1, 1, 0, 1, 0, 0])")
    text += "    p = np.exp(y - y.max(1, keepdims=True)); p = p / p.sum(1, keepdims=True)\n"
    text += (
        "    print(-np.log(p[np.arange(7), T]).mean())\n    e = p.copy(); e[np.arange(7), T] -= 1; e /= 7\n"
    )
    problem = read_program(written(text + tail.split("e = y - T\n")[1]))
    assert repr(problem.network.loss) == "CrossEntropy(factor='1/N')"
    assert problem.t.tolist() == np.eye(2)[[0, 1, 1, 0, 1, 0, 0]].tolist()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\n", "no network is read"),
        (
            ROWS.replace("h = np.tanh(s)", "h = np.tanh(s) * (rng.random(s.shape) < 0.5)"),
            "line 11 multiplies values by",
        ),
        (
            ROWS.replace("0.5 * np.sum((y - T) ** 2)", "np.sum(np.sqrt(1 + (y - T) ** 2))"),
            "The loss is none that is known",
        ),
        (ROWS.replace("y = h @ B + d", "y = h @ B * 2 + d"), "Line 12 computes what no layer says"),
    ],
)
def test_what_no_layer_says_is_said(written, text, message):
    with pytest.raises(NetworkError, match=f"(?i){message}"):
        read_program(written(text))


def test_the_command_explains_programs(written, capsys):
    file = str(written(ROWS))
    assert main(["explain", file, "--case", "A[0,1]", "--lang", "es"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("mine.py")
    assert "a₀₁" in page
    assert "Esta es la red de mine.py" in page
    for form in ("markdown", "latex", "html", "json"):
        assert main(["explain", file, "--format", form]) == 0
        assert capsys.readouterr().out
    assert main(["explain", file, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["parameters"][0]["symbol"] == "A"
    assert main(["explain", file, "--timeout", "soon"]) == 2
    assert main(["explain", "nowhere.py"]) == 2
    assert "Traceback" not in capsys.readouterr().err
