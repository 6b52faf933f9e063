"""The widget's Python side: its numbers are those of a problem, both ways, and what arrives is only ever numbers."""

from __future__ import annotations

import base64
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
import traitlets

import pizarra
from pizarra.errors import DataError, PizarraError, ShapeError
from pizarra.layers import Linear
from pizarra.losses import SquaredError
from pizarra.network import Network
from pizarra.problem import Problem, from_shape
from pizarra.trace import Trace

from .test_hostile import GROUPS, STRINGS, hostile, named

PROBLEM = from_shape("3-2-3", hidden="sigmoid", factor="1/2")
TRACE = Trace(PROBLEM.network, PROBLEM.parameters, PROBLEM.x, PROBLEM.t, learning_rate=PROBLEM.learning_rate)
GIVEN = ("x", "t", "W1", "b1", "W2", "b2", "rate")


@pytest.fixture
def page() -> Any:
    return pizarra.widget(PROBLEM)


def packed(values: Any) -> str:
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode()


def sent(page: Any, **changed: Any) -> list[str]:
    """What the browser sends when these numbers are changed."""
    return [
        packed(changed[n]) if n in changed else text for n, text in zip(GIVEN, page._numbers, strict=True)
    ]


def test_what_is_changed_on_the_page_is_found_in_python(page):
    seen = []
    page.observe(lambda change: seen.append(change["new"]), "numbers")
    W1 = PROBLEM.parameters["W1"] + 0.1 + 0.2
    page.set_state({"_numbers": sent(page, W1=W1, x=[[1.5, -2, 1e-300]], rate=0.125)})
    np.testing.assert_array_equal(page.parameters["W1"], W1)
    np.testing.assert_array_equal(page.problem.x, [[1.5, -2, 1e-300]])
    assert page.learning_rate == page.problem.learning_rate == 0.125
    np.testing.assert_array_equal(page.t, PROBLEM.t)
    assert seen == [1]


def test_what_is_set_in_python_is_sent_to_the_page(page):
    page.parameters = {"b1": [1, 2]}
    page.x = [[7, 8, 9]]
    page.t = [[0, 1, 0]]
    page.learning_rate = 0.5
    assert page._numbers == sent(page, b1=[1, 2], x=[7, 8, 9], t=[0, 1, 0], rate=0.5)
    assert page.numbers == 4
    page.problem = PROBLEM
    np.testing.assert_array_equal(page.x, PROBLEM.x)
    assert page.problem.explain().text() == PROBLEM.explain().text()


def test_the_arrays_are_copies(page):
    page.parameters["W1"][:] = 7
    page.x[:] = 7
    np.testing.assert_array_equal(page.parameters["W1"], PROBLEM.parameters["W1"])
    np.testing.assert_array_equal(page.x, PROBLEM.x)


def test_what_cannot_be_used_is_refused_and_nothing_changes(page):
    with pytest.raises(ShapeError, match=r"x has the shape \(1, 3\) on the page; \(1, 2\) came"):
        page.x = [[1, 2]]
    with pytest.raises(DataError, match=r"There is no parameter 'W3'\. Known: W1"):
        page.parameters = {"W1": np.zeros((3, 2)), "W3": [1]}
    with pytest.raises(DataError, match="parameters must be arrays by name"):
        page.parameters = [1, 2]
    with pytest.raises(DataError, match="learning_rate"):
        page.learning_rate = "fast"
    with pytest.raises(PizarraError, match="t"):
        page.t = [[0, float("nan"), 1]]
    with pytest.raises(DataError, match="A widget shows one network"):
        page.problem = from_shape("2-2-2")
    with pytest.raises(DataError, match="A widget shows a Problem"):
        pizarra.widget(7)  # type: ignore[arg-type]
    assert page.numbers == 0


def test_what_is_sent_and_is_no_such_numbers_is_refused(page):
    before = list(page._numbers)
    wrong = [packed([1.0]), packed([[1, 2, np.nan]]), packed([[1, np.inf, 2]]), "AAAA", "é", "", *STRINGS]
    for text in wrong:
        with pytest.raises(traitlets.TraitError, match="umbers were expected"):
            page.set_state({"_numbers": [text, *before[1:]]})
    for told in ([], before[1:], [*before, before[0]], "x", {"__proto__": 1}, [1, *before[1:]]):
        with pytest.raises(traitlets.TraitError, match="expected"):
            page.set_state({"_numbers": told})
    assert page._numbers == before
    assert page.numbers == 0


def number_of(page: Any, name: str) -> int:
    return page._program.arrays[name].number


def test_the_diagnosis_answers_what_the_page_asks(page):
    a, up = TRACE.values["v2"], TRACE.cotangents["v2"]
    wrong = up * a
    answers: list[Any] = []
    page.send = answers.append
    asked = {
        "kind": "check",
        "asked": 3,
        "language": "es",
        "arrays": [[number_of(page, "d:v1"), packed(wrong)]],
    }
    page._handle_custom_msg(asked, [])
    [answer] = answers
    assert (answer["kind"], answer["asked"]) == ("answer", 3)
    [finding] = answer["findings"]
    assert finding["line"] == number_of(page, "d:v1")
    assert "le falta un factor o un término" in finding["message"]
    assert finding["found"] == "delta1[n,i] = da1[n,i] * a1[n,i]"


def test_two_mistakes_at_once_are_found_by_the_diagnosis(page):
    a, up, delta = TRACE.values["v2"], TRACE.cotangents["v2"], TRACE.cotangents["v1"]
    arrays = {"d:v1": up * a, "d:W2": TRACE.values["v1"].T @ TRACE.cotangents["v3"], "d:b1": delta[0] * 0}
    found = page.diagnosed([[number_of(page, name), packed(array)] for name, array in arrays.items()])
    assert {one["line"] for one in found} == {number_of(page, name) for name in arrays}


def test_an_update_is_diagnosed_too(page):
    uphill = PROBLEM.parameters["W1"] + PROBLEM.learning_rate * TRACE.cotangents["W1"]
    found = page.diagnosed([[number_of(page, "new:W1"), packed(uphill)]])
    assert found
    assert page.diagnosed([[number_of(page, "new:W1"), packed(TRACE.updated["W1"])]]) == []


@pytest.mark.parametrize(
    "arrays",
    [None, "x", [1], [[1]], [["0", "AAAA"]], [[10**9, "AAAA"]], [[-1, "AAAA"]], [[7, None]], [[7, "<b>"]], [[7, 1, 2]],
     {"0": "AAAA"}],
)  # fmt: skip
def test_a_question_that_makes_no_sense_gets_no_findings(page, arrays):
    answers: list[Any] = []
    page.send = answers.append
    for message in (
        {"kind": "check", "asked": 1, "language": "en", "arrays": arrays},
        {"kind": "?"},
        "check",
        None,
        [1],
    ):
        page._handle_custom_msg(message, [])
    assert answers == [{"kind": "answer", "asked": 1, "findings": []}]
    page._handle_custom_msg({"kind": "check", "language": "../../etc", "arrays": []}, [])
    assert answers[1]["findings"] == []


def test_no_name_becomes_script():
    plain = pizarra.widget(hostile(["name"]), notation=named(["name"]))
    for texts in GROUPS[:2]:  # the page's own tests have them all
        page = pizarra.widget(hostile(texts), notation=named(texts))
        assert page._esm == plain._esm
        assert page._rules == plain._rules


def test_without_a_kernel_there_is_the_written_solution(page):
    page.x = [[7, 8, 9]]
    data, _ = page._repr_mimebundle_()
    assert {*data} == {"application/vnd.jupyter.widget-view+json", "text/markdown", "text/plain"}
    assert data["text/markdown"] == page.problem.explain().markdown()
    assert "$$" in data["text/markdown"]
    assert "data:image/svg+xml;base64," in data["text/markdown"]


def test_several_samples_keep_their_count():
    network = Network([Linear()], SquaredError())
    x, t = np.arange(6.0).reshape(3, 2), np.ones((3, 1))
    page = pizarra.widget(Problem(network, {"W1": np.ones((2, 1)), "b1": np.zeros(1)}, x, t))
    page.x = x + 1
    with pytest.raises(ShapeError, match="Make another widget for other shapes"):
        page.x = x[:2]
    np.testing.assert_array_equal(page.problem.x, x + 1)


def test_where_anywidget_is_missing_it_is_said_what_to_install():
    code = (
        "import sys; sys.modules['anywidget'] = None\nimport pizarra\n"
        "from pizarra import *\ntry: widget('2-2-1')\nexcept pizarra.MissingPackageError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (
        done.stdout == "A widget needs anywidget, which is not installed: pip install 'pizarra[notebook]'.\n"
    )
