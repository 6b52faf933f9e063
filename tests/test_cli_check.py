"""`pizarra check --arrays`: what a student worked out on paper, and what comes back."""

import json

import numpy as np
import pytest

from pizarra.cli import main
from pizarra.problem import read_toml
from pizarra.testing import assert_gradient

NETWORK = """
[[layers]]
type = "linear"
weights = [[0.5, -0.25], [1.0, 0.75], [-0.5, 0.3]]
bias = [0.1, 0.2, 0.0]
[[layers]]
type = "sigmoid"
[[layers]]
type = "linear"
weights = [[1.0, -1.0, 0.5], [0.25, 0.4, -0.75]]
bias = [0.0, 0.1]
[loss]
type = "squared_error"
factor = "1/2"
[data]
x = [1, 3]
y = [4, 1]
"""


def worked(slope):
    """Work the network out, with some slope in the place of the sigmoid's; in the layout of the file."""
    problem = read_toml(NETWORK, name="paper.toml")
    W1, b1, W2, b2 = (problem.parameters[name] for name in ("W1", "b1", "W2", "b2"))
    z1 = problem.x @ W1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    yhat = a1 @ W2 + b2
    delta2 = yhat - problem.t
    delta1 = delta2 @ W2.T * slope(a1)
    return {
        "z1": z1[0], "a1": a1[0], "yhat": yhat[0], "delta2": delta2[0], "dW2": (a1.T @ delta2).T,
        "delta1": delta1[0], "dW1": (problem.x.T @ delta1).T, "db1": delta1[0],
    }  # fmt: skip


def on_paper(folder, arrays, decimals=4):
    lines = [f"{name} = {np.round(array, decimals).tolist()}" for name, array in arrays.items()]
    path = folder / "paper.toml"
    path.write_text(NETWORK + "[mine]\n" + "\n".join(lines), encoding="utf-8")
    return str(path)


def right(a):
    return a * (1 - a)


@pytest.mark.parametrize("decimals", [3, 4, 6, 12])
def test_what_is_right_on_paper_is_right(tmp_path, capsys, decimals):
    assert main(["check", "--arrays", on_paper(tmp_path, worked(right), decimals), "--lang", "en"]) == 0
    assert "Correct." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("slope", "fault"),
    [
        (lambda a: a, "derivative-incomplete"),
        (lambda a: 1 - a**2, "wrong-activations-derivative"),
        (lambda a: np.ones_like(a), "wrong-activations-derivative"),
    ],
)
def test_the_wrong_line_is_named_and_nothing_else(tmp_path, capsys, slope, fault):
    assert main(["check", "--arrays", on_paper(tmp_path, worked(slope)), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "faulty"
    assert [(one["fault"], one["variable"], one["layer"]) for one in found["findings"]] == [
        (fault, "delta1", 1)
    ]
    assert found["findings"][0]["remedy"] == "delta1 = delta2 @ W2 * a1 * (1 - a1)"


def test_npz_and_a_network_apart(tmp_path, capsys):
    on_paper(tmp_path, {"z1": np.zeros(3)})
    np.savez(tmp_path / "mine.npz", **worked(lambda a: a))
    arguments = ["check", "--network", str(tmp_path / "paper.toml"), "--arrays", str(tmp_path / "mine.npz")]
    assert main([*arguments, "--lang", "es"]) == 1
    assert "le falta un factor" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ending", "sign"), [("html", "<math"), ("md", "$$"), ("tex", r"\documentclass"), ("txt", "δ")]
)
def test_it_writes_every_format(tmp_path, ending, sign):
    target = tmp_path / f"out.{ending}"
    assert main(["check", "--arrays", on_paper(tmp_path, worked(lambda a: a)), "-o", str(target)]) == 1
    assert sign in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (NETWORK, "has no table [mine]"),
        (NETWORK + "[mine]\ndelta9 = [1]", "'delta9' is the name of nothing in this network"),
        (NETWORK + "[mine]\ndelta1 = 'one'", "a number, or rows of equal length, are expected"),
        (NETWORK + "[mine]\ndelta1 = [[1], [1, 2]]", "a number, or rows of equal length, are expected"),
        (NETWORK + "[mine]\ndelta1 = [1, 2, 3]\ndz1 = [1, 2, 3]", "are two names of the same array"),
        ("[mine]\ndelta1 = [1]", "There are no layers"),
        ("[mine", "this is not TOML"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, capsys, text, message):
    path = tmp_path / "paper.toml"
    path.write_text(text, encoding="utf-8")
    assert main(["check", "--arrays", str(path)]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


def test_an_array_of_another_shape_is_a_finding(tmp_path, capsys):
    assert main(["check", "--arrays", on_paper(tmp_path, {"delta2": np.ones((2, 2))}), "--lang", "en"]) == 1
    assert "delta2 has the shape 2 × 2; 1 × 2 belongs there" in capsys.readouterr().out


def test_the_message_of_an_assertion_is_the_diagnosis():
    def gradients(W1, b1, W2, b2, x, t):
        a = np.tanh(x @ W1 + b1)
        delta = a @ W2 + b2 - t
        below = delta @ W2.T * (1 - a)
        return {"W1": x.T @ below, "b1": below.sum(0), "W2": a.T @ delta, "b2": delta.sum(0)}

    with pytest.raises(AssertionError, match=r"lacks a factor or a term"):
        assert_gradient("2-3-2", gradients, hidden="tanh", factor="1/2", weights="in_out")


def test_a_square_matrix_is_read_as_it_is_said_to_lie(tmp_path, capsys):
    network = NETWORK.replace("[[0.5, -0.25], [1.0, 0.75], [-0.5, 0.3]]", "[[0.5, -0.25], [1.0, 0.75]]")
    network = network.replace("[0.1, 0.2, 0.0]", "[0.1, 0.2]")
    network = network.replace("[[1.0, -1.0, 0.5], [0.25, 0.4, -0.75]]", "[[1.0, -1.0], [0.25, 0.4]]")
    problem = read_toml(network, name="square.toml")
    values = problem.network.forward(problem.parameters, problem.x, problem.t)
    gradients, _ = problem.network.backward(problem.parameters, values)
    path = tmp_path / "square.toml"
    mine = [f"d{name} = {gradients[name].tolist()}" for name in ("W1", "W2")]  # [inputs, outputs]
    path.write_text("\n".join([network, "[mine]", *mine]), encoding="utf-8")
    assert main(["check", "--arrays", str(path)]) == 0
    assert main(["check", "--arrays", str(path), "--weights", "in_out", "--samples", "rows"]) == 0
    assert main(["check", "--arrays", str(path), "--weights", "out_in", "--json"]) == 1
    out = capsys.readouterr().out
    findings = json.loads(out[out.index("{") :])["findings"]
    assert {finding["fault"] for finding in findings} == {"transposed-gradient"}


def test_how_arrays_lie_is_said_in_words_that_are_known(tmp_path, capsys):
    path = on_paper(tmp_path, worked(right))
    assert main(["check", "--arrays", path, "--weights", "sideways"]) == 2
    assert "weights is 'in_out' or 'out_in'" in capsys.readouterr().err
    assert main(["check", __file__, "--samples", "rows"]) == 2
    assert "no --samples" in capsys.readouterr().err
