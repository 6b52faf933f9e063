"""Checking one's own numbers on the page, with mouse and keys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pizarra.notation import names as notations
from pizarra.problem import from_shape
from pizarra.trace import Trace
from pizarra.web import living_page

from ..browser.test_browser import CLIPPED, browser
from .test_living_page import SMALL, opened

__all__ = ["browser", "opened"]
pytestmark = pytest.mark.browser
TRACE = Trace(SMALL.network, SMALL.parameters, SMALL.x, SMALL.t, learning_rate=SMALL.learning_rate)
A, UP = TRACE.values["v2"], TRACE.cotangents["v2"]


def panel(opened: Any, step: str, **options: Any) -> Any:
    written = {key: options.pop(key) for key in ("language", "others", "notation", "comma") if key in options}
    page = opened(living_page(SMALL, **written), address=f"#step={step}", **options)
    page.page.locator(".active .mine summary").click()
    page.fields = page.page.locator(".active .mine input")
    page.area = page.page.locator(".active .mine textarea")
    return page


def verdict(page: Any) -> str:
    return page.page.locator(".active .verdict").inner_text()


def marks(page: Any) -> str:
    return "".join(page.page.locator(".active .mark").all_inner_texts())


def typed(page: Any, numbers: Any) -> None:
    """Type numbers, entry after entry, with keys alone."""
    page.fields.first.focus()
    for number in numbers:
        page.page.keyboard.type(str(number))
        page.page.keyboard.press("Tab")


def test_rounded_numbers_with_a_comma_are_right(opened):
    page = panel(opened, "backward-d-v1", language="es")
    typed(page, [f"{v:.3f}".replace(".", ",") for v in np.ravel(TRACE.cotangents["v1"])])
    assert marks(page) == "✓✓"
    assert "Las 2 entradas son correctas. Se juzga con 3 decimales." in verdict(page)


def test_a_mistake_is_said_with_what_belongs_there(opened):
    page = panel(opened, "backward-d-v1")
    typed(page, [f"{v:.4f}" for v in np.ravel(UP * A)])
    assert marks(page) == "✗✗"
    said = verdict(page)
    assert "Wrong entries: 2 of 2." in said
    assert "This is what comes out when" in said
    assert "is missing" in said
    assert "lacks a factor or a term" in said
    assert page("document.querySelectorAll('.active .formulas math').length") == 2
    assert page.fields.first.get_attribute("aria-invalid") == "true"


def test_what_follows_is_judged_with_ones_own_numbers(opened):
    page = panel(opened, "backward-d-v1")
    mine = UP * A
    typed(page, [f"{v:.6f}" for v in np.ravel(mine)])
    page("pizarra.go(pizarra.lesson.steps.findIndex((step) => step.key === 'backward-d-W1'))")
    page.page.locator(".active .mine summary").click()
    page.area.fill(np.array2string((SMALL.x.T @ mine).T))  # weights are (out, in) in this notation
    page.page.keyboard.press("Tab")
    assert marks(page) == "✓" * 6
    assert "Judged with your own" in verdict(page)
    page("pizarra.go(pizarra.lesson.steps.findIndex((step) => step.key === 'backward-d-v1'))")
    assert marks(page) == "✗✗"  # nothing was lost on the way


def test_a_spreadsheet_is_pasted_into_a_field(opened):
    page = panel(opened, "forward-v1")
    text = "\n".join(f"{v:.5f}".replace(".", ",") for v in np.ravel(TRACE.values["v1"]))
    page(
        "text => { const data = new DataTransfer(); data.setData('text/plain', text);"
        "document.querySelector('.active .mine input').dispatchEvent("
        "new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }",
        text,
    )
    assert marks(page) == "✓✓"
    assert page.area.input_value() == text


def test_what_cannot_be_used_is_said_beside_the_field_and_stays(opened):
    page = panel(opened, "backward-d-W1")
    for text, said in (("1 2\n3", "different lengths"), ("1 2", "1 × 2 came; 2 × 3"), ("1 2\n3 4\n5 6", "turned"),
                       ("[1 ... 2]", "left out")):  # fmt: skip
        page.area.fill(text)
        page.page.keyboard.press("Tab")
        assert said in page.page.locator(".active .paste .error").inner_text()
        assert page.area.input_value() == text
        assert page.area.get_attribute("aria-invalid") == "true"
    assert marks(page) == ""
    page.area.fill("1 x 3\n4 1e400 6")
    page.page.keyboard.press("Tab")
    assert page.page.locator(".active .paste .error").count() == 0
    assert [t.strip() for t in page.page.locator(".active td .error").all_inner_texts()] == [
        "This is no number, such as 0.5 or -1e-3.",
        "Too large for a number here (at most 1.8e308).",
    ]
    assert page.fields.nth(1).input_value() == "x"
    assert "Still empty or not readable: 2." in verdict(page)
    page.fields.nth(1).fill("")
    page.page.keyboard.press("Tab")
    assert page.page.locator(".active td .error").count() == 1


def test_what_is_cleared_can_be_brought_back(opened):
    page = panel(opened, "backward-d-b1")
    typed(page, ["1", "2"])
    button = page.page.locator(".active .mine button")
    button.click()
    assert (marks(page), verdict(page).strip(), page.fields.first.input_value()) == ("", "", "")
    page.page.keyboard.press("Enter")
    assert (marks(page), page.fields.first.input_value()) == ("✗✗", "1")
    page.page.locator("[data-is=language]").select_option("es")
    assert "Entradas incorrectas: 2 de 2." in verdict(page)


def test_the_numbers_follow_the_data(opened):
    page = panel(opened, "forward-v3")
    typed(page, [f"{v:.6f}" for v in np.ravel(TRACE.values["v3"])])
    assert marks(page) == "✓✓✓"
    page.field("b2", 0).fill("9")
    page.page.keyboard.press("Enter")
    assert marks(page) == "✗✓✓"
    page.page.locator("[data-is=undo]").click()
    assert marks(page) == "✓✓✓"


def test_a_large_array_is_pasted(opened):
    wide = from_shape("20-12-2")
    trace = Trace(wide.network, wide.parameters, wide.x, wide.t)
    page = opened(living_page(wide), address="#step=backward-d-W1")
    page.page.locator(".active .mine summary").click()
    assert page.page.locator(".active .mine input").count() == 0
    wrong = trace.cotangents["W1"].T.copy()
    wrong[:9, 0] += 1
    page.page.locator(".active .mine textarea").fill(np.array2string(wrong, threshold=10**6))
    page.page.keyboard.press("Tab")
    assert "Wrong entries: 9 of 240." in verdict(page)
    assert "and 3 more" in verdict(page)


@pytest.mark.parametrize("notation", notations())
def test_every_notation_has_its_panel(opened, notation):
    page = panel(opened, "backward-d-v1", notation=notation, width=390)
    typed(page, [f"{v:.5f}" for v in np.ravel(UP)])
    assert marks(page) == "✗✗"
    assert page(CLIPPED) == []
    assert page(
        "[...document.querySelectorAll('.verdict math')].every((m) => !/[\\uE000-\\uE00F]/.test(m.textContent))"
    )
