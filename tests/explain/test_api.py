"""The public one-liner: from plain arrays to a solution that shows and saves itself."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

import pizarra
from pizarra import DataError, FileError, Notation, PizarraError, ShapeError, Solution, explain

W1, B1 = np.array([[-1.5, -1, 0.5], [1, 1, -0.5]]), np.array([1, -2])
W2, B2 = np.array([[-1.5, 1], [0.5, 1], [-0.5, -1]]), np.array([0.5, 1, -0.5])
X, Y = [1, 0, 2], [-1, 1, -2]
LAYERS = [(W1, B1), "sigmoid", (W2, B2)]


@pytest.fixture
def solution():
    return explain(LAYERS, X, Y, loss="squared_error", factor="1/2", learning_rate=1.0)


def test_one_line_gives_the_seed(solution):
    assert isinstance(solution, Solution)
    assert round(solution.trace.loss, 4) == 0.8996
    np.testing.assert_allclose(
        solution.trace.gradients["W2"].T.round(4), [[0.4267, 0.0817], [0.2679, 0.0513], [0.6658, 0.1275]]
    )


def test_lists_and_arrays_give_the_same(solution):
    plain = [(W1.tolist(), B1.tolist()), "sigmoid", (W2.tolist(), B2.tolist())]
    other = explain(plain, np.array(X), tuple(Y), factor="1/2")
    assert other.text() == solution.text()


def test_the_arrays_of_the_caller_are_left_alone(solution):
    before = W1.copy(), B1.copy(), W2.copy()
    solution.text()
    for array, kept in zip((W1, B1, W2), before, strict=True):
        np.testing.assert_array_equal(array, kept)
    mine = W1.copy()
    later = explain([(mine, B1), "sigmoid", (W2, B2)], X, Y, factor="1/2")
    mine[:] = 0
    assert later.trace.loss == solution.trace.loss


def test_options_reach_the_page():
    spanish = explain(LAYERS, X, Y, notation="seed-000", language="es", case="V[2,1]", decimals=2, steps=2)
    text = spanish.text()
    assert "Actualización" in text
    assert "Paso 2" in text
    assert "v₂₁" in text
    assert "0.4267" not in text
    assert explain(LAYERS, X, Y, notation=Notation(weights="M_{#l}")).text().count("M₁") > 3


def test_in_out_weights_are_the_transposed(solution):
    other = explain([(W1.T, B1), "sigmoid", (W2.T, B2)], X, Y, factor="1/2", weights="in_out")
    assert other.trace.loss == solution.trace.loss
    np.testing.assert_allclose(other.trace.gradients["W1"], solution.trace.gradients["W1"])


def test_samples_in_columns():
    x = np.array([[1.0, 2, 3], [0, 1, 0], [2, 1, 1]])
    y = np.array([[1.0, 0, 1], [0, 1, 1], [1, 1, 0]])
    columns = explain(LAYERS, x, y, samples="columns")
    rows = explain(LAYERS, x.T, y.T)
    assert columns.trace.loss == rows.trace.loss
    assert columns.text() != rows.text()


def test_how_it_shows_itself(solution):
    assert repr(solution).startswith("Solution(Network([Linear(bias=True), Sigmoid(), Linear(bias=True)]")
    assert "loss 0.899" in repr(solution)
    assert "\n" not in repr(solution)
    assert str(solution) == solution.text()
    shown = solution._repr_markdown_()
    assert shown == solution.markdown()
    assert shown.startswith("# ")
    assert "$$" in shown


def test_text_is_as_wide_as_asked(solution):
    assert max(map(len, solution.text(width=60).splitlines())) <= 160
    assert solution.text(ascii=True).isascii()
    assert "\x1b[" in solution.text(color=True)
    assert "\x1b" not in solution.text()


def test_json_has_the_words_of_the_issue(solution):
    data = json.loads(solution.json())
    assert list(data) == ["loss", "loss_after", "values", "parameters"]
    assert [(p["layer"], p["role"]) for p in data["parameters"]] == [
        (0, "weights"),
        (0, "bias"),
        (2, "weights"),
        (2, "bias"),
    ]
    for parameter in data["parameters"]:
        assert list(parameter) == ["layer", "role", "symbol", "value", "gradient", "updated"]
        assert np.shape(parameter["gradient"]) == np.shape(parameter["value"])
        moved = np.array(parameter["value"]) - np.array(parameter["gradient"])
        np.testing.assert_array_equal(parameter["updated"], moved)
    assert np.shape(data["parameters"][0]["value"]) == (2, 3)
    assert [list(value) for value in data["values"]] == [["symbol", "layer", "value", "cotangent"]] * 4


# Saving

STARTS = {".html": "<!DOCTYPE html>", ".md": "# ", ".tex": "\\documentclass", ".txt": "", ".json": "{"}


@pytest.mark.parametrize("ending", STARTS)
def test_it_saves_itself(solution, tmp_path, ending):
    for name in (f"page{ending}", f"PAGE{ending.upper()}"):
        solution.save(tmp_path / name)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.startswith(STARTS[ending])
        assert len(text) > 1000
    solution.save(str(tmp_path / f"other{ending}"))
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
        [f"page{ending}", f"PAGE{ending.upper()}", f"other{ending}"]
    )


@pytest.mark.parametrize("name", ["page.pdf", "page", "page.htm", ".html", "page.html.bak", ""])
def test_an_unknown_ending_is_refused(solution, tmp_path, name):
    with pytest.raises(FileError, match=r"ending.*says no format"):
        solution.save(tmp_path / name if name else "")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(solution, tmp_path):
    with pytest.raises(FileError, match=r"page\.html"):
        solution.save(tmp_path / "nowhere" / "page.html")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(FileError, match=r"folder\.md"):
        solution.save(tmp_path / "folder.md")


def test_a_file_is_never_half_written(solution, tmp_path, monkeypatch):
    file = tmp_path / "page.html"
    file.write_text("as it was", encoding="utf-8")

    def fail(*_):
        raise OSError(28, "No space left on device")

    for name in ("replace", "rename", "fsync"):
        monkeypatch.setattr(os, name, fail)
    with pytest.raises(FileError, match=r"No space left"):
        solution.save(file)
    assert file.read_text(encoding="utf-8") == "as it was"
    assert [f.name for f in tmp_path.iterdir()] == ["page.html"]


def test_a_page_that_cannot_be_written_leaves_the_old_one(solution, tmp_path, monkeypatch):
    file = tmp_path / "page.md"
    file.write_text("as it was", encoding="utf-8")
    monkeypatch.setattr(Solution, "markdown", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError, match="division"):
        solution.save(file)
    assert file.read_text(encoding="utf-8") == "as it was"


# Errors


@pytest.mark.parametrize(
    ("arguments", "options", "error", "match"),
    [
        ((LAYERS, [1, 0], Y), {}, ShapeError, r"length 3|3 .*2|2 .*3"),
        ((LAYERS, X, [1, 2]), {}, PizarraError, r"3|y"),
        ((["sigmoyd"], X, X), {}, PizarraError, r"'sigmoyd'.*sigmoid"),
        ((LAYERS, X, Y), {"loss": "squared"}, PizarraError, r"'squared'.*squared_error"),
        ((LAYERS, X, Y), {"factor": "1/3"}, PizarraError, r"1/3"),
        ((LAYERS, X, Y), {"learning_rate": float("nan")}, PizarraError, r"nan"),
        ((LAYERS, X, Y), {"samples": "row"}, PizarraError, r"samples cannot be 'row'.*rows"),
        ((LAYERS, X, Y), {"weights": "outin"}, PizarraError, r"weights cannot be 'outin'.*out_in"),
        ((LAYERS, X, Y), {"notation": "sede-000"}, PizarraError, r"'sede-000'.*seed-000"),
        ((LAYERS, X, Y), {"notation": 7}, PizarraError, r"7"),
        ((LAYERS, X, Y), {"language": "de"}, DataError, r"no language 'de'"),
        ((LAYERS, X, Y), {"language": None}, DataError, r"no language"),
        ((LAYERS, X, Y), {"language": ["en"]}, DataError, r"no language"),
        ((LAYERS, X, Y), {"case": "W1[9,9]"}, DataError, r"'W1\[9,9\]' lies outside"),
        (([], X, Y), {}, PizarraError, r"(?i)layer"),
        ((LAYERS, [1, None, 2], Y), {}, PizarraError, r"real numbers|number"),
    ],
)
def test_errors_are_clear(arguments, options, error, match):
    with pytest.raises(error, match=match):
        explain(*arguments, **options)


def test_the_public_names():
    assert {"explain", "Solution", "Network", "Trace", "Notation", "Layer", "Loss"} <= set(pizarra.__all__)
    assert pizarra.explain is explain


def test_explain_stays_a_function_after_its_package_is_imported():
    code = (
        "import pizarra, pizarra.explain; import pizarra.explain.solution; print(callable(pizarra.explain))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
