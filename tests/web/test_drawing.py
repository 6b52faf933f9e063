"""The drawing, and the tables that say the same: what stands in them, their marks, mouse and keys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pizarra.gallery import source
from pizarra.problem import from_plain, from_shape, read_toml
from pizarra.trace import Trace
from pizarra.web import living_page

from ..browser.test_browser import CLIPPED, browser
from .test_living_page import SMALL, WRITTEN_OVER, opened

__all__ = ["browser", "opened"]
pytestmark = pytest.mark.browser
DEEP = from_shape("2-2-2-2-2-2-1", hidden="sigmoid")
ROWS = """k => [...document.querySelectorAll('.drawn')[k].querySelectorAll('tbody tr')].map(row =>
  [...row.cells].map(cell => cell.textContent.replace('−', '-').trim()))"""


def rows(page: Any, table: int) -> list[list[str]]:
    return page(ROWS, table)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_tables_say_what_the_drawing_shows(opened: Any, language: str) -> None:
    page = opened(living_page(SMALL, language=language, decimals=6))
    assert page.page.locator(".drawn").count() == 0
    page.page.locator("[data-is=drawn] summary").click()
    page.page.wait_for_selector(".drawn")
    trace = Trace(SMALL.network, SMALL.parameters, SMALL.x, SMALL.t)
    values, slopes, gradients = trace.values, trace.cotangents, trace.gradients
    neurons, connections = rows(page, 0), rows(page, 1)
    found = [[float(cell) if cell else np.nan for cell in row[1:5]] for row in neurons[:8]]
    wanted = [[x, np.nan, np.nan, np.nan] for x in np.ravel(values["x"])]
    for name, slope, bias in (("v2", "v2", "b1"), ("v3", "v3", "b2")):
        columns = (values[name], slopes[slope], SMALL.parameters[bias], gradients[bias])
        wanted += np.stack([np.ravel(column) for column in columns], axis=1).tolist()
    np.testing.assert_allclose(found, wanted, atol=5e-7)
    assert float(neurons[8][1]) == pytest.approx(float(values["L"]), abs=5e-7)
    weights = np.concatenate([SMALL.parameters["W1"].ravel(), SMALL.parameters["W2"].ravel()])
    moves = np.concatenate([gradients["W1"].ravel(), gradients["W2"].ravel()])
    np.testing.assert_allclose(
        [[float(c) for c in row[2:4]] for row in connections], np.stack([weights, moves], 1), atol=5e-7
    )
    local = values["v2"] * (1 - values["v2"]) * SMALL.parameters["W1"]
    np.testing.assert_allclose([float(row[4]) for row in connections[:6]], local.ravel(), atol=5e-7)
    lit = {"en": "on a lit path", "es": "en un camino iluminado"}[language]
    assert [bool(row[-1]) for row in connections] == [True, *[False] * 5, True, True, True, *[False] * 3]
    assert connections[0][-1] == lit
    assert page(CLIPPED) == []


def test_the_tables_follow_keys_edits_and_the_case(opened: Any) -> None:
    page = opened(living_page(SMALL))
    page.page.locator("[data-is=drawn] summary").focus()
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector(".drawn")
    page.page.locator('.drawn [data-k="2:1,0"]').click()
    assert page("pizarra.chosen.place") == [1, 0]
    assert [bool(row[-1]) for row in rows(page, 1)[:6]] == [False, False, True, False, False, False]
    page.page.locator("h1").hover()
    page.page.locator('.drawn [data-k="2:1,0"]').hover()
    assert page.page.locator('svg [data-k="2:1,0"].same').count() >= 1
    page.field("W1", 1, 0).fill("7")
    page.page.keyboard.press("Tab")
    assert rows(page, 1)[2][2] == "7.00"
    heads = page("[...document.querySelectorAll('.drawn th')].every(th => th.scope)")
    assert heads
    assert page.page.locator(".drawn caption").all_text_contents() == ["Neurons", "Connections"]


def test_the_tables_of_a_large_network_say_what_they_leave_out(opened: Any) -> None:
    rng = np.random.default_rng(0)
    layers = [(rng.normal(size=(30, 12)), np.zeros(30)), "relu", (rng.normal(size=(2, 30)), np.zeros(2))]
    page = opened(living_page(from_plain(layers, rng.normal(size=12), 1, loss="softmax_cross_entropy")))
    page.page.locator("[data-is=drawn] summary").click()
    page.page.wait_for_selector(".drawn")
    said = [row[0] for row in rows(page, 0)]
    assert "⋯ 8 more" in said
    assert "⋯ 26 more" in said
    units = 4 * 4 + 4 * 2
    assert sum(len(row) == 6 for row in rows(page, 1)) == units


def test_what_is_dead_is_said_in_the_table(opened: Any) -> None:
    page = opened(living_page(read_toml(source("xor"), name="xor")), address="#case=2:0,0@0")
    page.page.locator("[data-is=drawn] summary").click()
    page.page.wait_for_selector(".drawn")
    assert sum("dead" in row[-1] for row in rows(page, 0)) == 1


@pytest.mark.parametrize(("language", "said"), [("en", "vanishes"), ("es", "se desvanece")])
def test_layers_in_which_the_gradient_vanishes_are_marked_and_named(
    opened: Any, language: str, said: str
) -> None:
    page = opened(living_page(DEEP, language=language))
    trace = Trace(DEEP.network, DEEP.parameters, DEEP.x, DEEP.t)
    last = np.abs(trace.cotangents["v11"]).max()
    faint = [k for k in (2, 4, 6, 8, 10) if np.abs(trace.cotangents[f"v{k}"]).max() < 0.01 * last]
    assert faint == [2, 4, 6]
    assert page("document.querySelectorAll('.d-faint').length") == 2 * len(faint)
    assert said in page.text("[data-is=caption]")
    page.page.locator("[data-is=drawn] summary").click()
    page.page.wait_for_selector(".drawn")
    assert sum(said in row[-1] for row in rows(page, 0)) == 2 * len(faint)
    assert page(WRITTEN_OVER) == []


def test_nothing_vanishes_in_a_shallow_network_nor_where_no_gradient_comes(opened: Any) -> None:
    page = opened(living_page(SMALL))
    assert page("document.querySelectorAll('.d-faint').length") == 0
    page(
        "() => { const { model } = pizarra, y = model.arrays[pizarra.page.prediction]; model.put([[1, [...y]]]); }"
    )
    assert page(
        "pizarra.model.arrays[pizarra.page.slope[pizarra.page.prediction]].every(value => value === 0)"
    )
    assert page("document.querySelectorAll('.d-faint').length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 390, 360])
def test_the_tables_fit(opened: Any, width: int, scheme: str) -> None:
    page = opened(living_page(DEEP, language="es"), width=width, scheme=scheme)
    page.page.locator("[data-is=drawn] summary").click()
    page.page.wait_for_selector(".drawn")
    assert page("document.documentElement.scrollWidth") <= width
    assert page(CLIPPED) == []
