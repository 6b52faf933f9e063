"""All that one can do on the page and in the playground: each by mouse alone, and by keyboard alone."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from pizarra.gallery import source
from pizarra.problem import read_toml
from pizarra.web import living_page, playground_page

from ..browser.test_browser import browser
from .deeds import (
    Deed,
    Deeds,
    Row,
    button,
    choose,
    click,
    double,
    hover,
    over,
    picked,
    press,
    rewrite,
    slide,
    tab,
    wheel,
)
from .test_living_page import SMALL, opened

__all__ = ["browser", "opened"]
pytestmark = pytest.mark.browser


@cache
def written(name: str) -> str:
    if name == "playground":
        return playground_page(most_layers=2)
    problem = SMALL if name == "3-2-3" else read_toml(source(name), name=name)
    return living_page(problem, others=["nielsen"])


def value(name: str, index: int = 0) -> str:
    return f"pizarra.model.arrays[pizarra.page.names.indexOf('{name}')][{index}]"


def shut(selector: str) -> str:
    return f"!document.querySelector('{selector}').open"


def opens(selector: str) -> str:
    return f"document.querySelector('{selector}').open"


DRAWING = "[data-is=drawing]"
PICTURE = "[data-is=surface] canvas"
MATRICES = '.active [data-part="matrices"] .scroll'
CASE = '.active [data-part="case"] .scroll'
GENERAL = '.active [data-part="general"] .scroll'
SAME = "document.querySelectorAll('{where}').length >= {count}".format
CHOSEN = "String([pizarra.chosen.of, ...pizarra.chosen.place, pizarra.chosen.sample]) === '{}'".format
FIELD = 'input[data-k="2:1,0"]'
MINE = (
    "[...document.querySelectorAll('.active .mark')].map((one) => one.textContent).join('') === '{}'".format
)
PASTED = "text => { const data = new DataTransfer(); data.setData('text/plain', text); " \
    "document.querySelector('.active .mine input').dispatchEvent(" \
    "new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"  # fmt: skip
PANEL = ".active .mine"
STILL = "pizarra.running === 0 && pizarra.model.steps > 5"


def running(page: Any) -> None:
    page.wait_for_function("() => pizarra.model.steps > 5")


def cut_and_paste(page: Any) -> None:
    """Copy two numbers out of a field, and paste them into the first entry, with keys alone."""
    tab(f"{PANEL} textarea", text="1 2")(page)
    press("Control+a", "Control+x", "Shift+Tab", "Shift+Tab", "Control+v")(page)


# What is done, the address it begins at, by mouse, by keyboard, and what must become true.
PAGE: list[Row] = [
    *(
        (f"{form} is folded", "", click(f'.active [data-form="{form}"]'), tab(f'.active [data-form="{form}"]', "Enter"),
         f"document.querySelector('.active [data-part=\"{form}\"] .body').hidden")
        for form in ("general", "matrices", "case")
    ),
    ("what is folded opens again", "", Deeds(*[click('.active [data-form="general"]')] * 2),
     Deeds(press("g"), press("g")), "!document.querySelector('.active [data-part=\"general\"] .body').hidden"),
    ("the next step", "", click("[data-is=after]"), press("ArrowRight"), "pizarra.step === 1"),
    button("the next step by its button", "[data-is=after]", "pizarra.step === 1"),
    ("the step before", "step=forward-L", click("[data-is=before]"), press("ArrowLeft"), "pizarra.step === 2"),
    button("a step of the outline", "button.outline[data-step='6']", "pizarra.step === 6"),
    ("a chapter", "", click("h2:nth-of-type(3) + .outline"), press("3"),
     "pizarra.lesson.steps[pizarra.step].section === 'backward'"),
    picked("all steps open", "[data-is=detail]", "1", ["ArrowDown"],
           "document.querySelectorAll('section.step').length === pizarra.lesson.steps.length"),
    ("an entry of a matrix is the case", "step=backward-d-W1", click('.active mtd [data-k="16:1,0"]'),
     over(MATRICES, "16:1,0", "Enter"), CHOSEN("2,1,0,0")),
    ("an entry of the case is the case", "step=forward-v1", click('.active [data-part="case"] [data-k="2:2,0"]'),
     over(CASE, "2:2,0", " "), CHOSEN("2,2,0,0")),
    ("a neuron is the case", "", click('svg g[data-k="8:0,1"] .d-value'), over(DRAWING, "8:0,1", "Enter"),
     CHOSEN("8,0,1,0")),
    ("a connection is the case", "", click('svg .plate[data-k="4:0,2"]'), over(DRAWING, "4:0,2", "Enter"),
     CHOSEN("4,0,2,0")),
    ("an entry of the table is the case", "", Deeds(click("[data-is=drawn] summary"), click('.drawn [data-k="2:1,0"]')),
     Deeds(tab("[data-is=drawn] summary", "Enter"), over("[data-is=drawn] .scroll:last-child", "2:1,0", "Enter")),
     CHOSEN("2,1,0,0")),
    ("the next entry", "step=backward-d-W1", click('.active mtd [data-k="16:0,1"]'), press("ArrowDown"),
     CHOSEN("2,0,1,0")),
    ("the first case again", "step=backward-d-W1&case=2:2,1@0", click('.active mtd [data-k="16:0,0"]'), press("Escape"),
     CHOSEN("2,0,0,0")),
    ("from an entry to its field", "step=forward-v1", double(f'{MATRICES} [data-k="2:1,0"]'),
     over(MATRICES, "2:1,0", "F2"), f"document.activeElement.matches('{FIELD}')"),
    ("an entry is linked", "step=forward-v1", hover(f'{MATRICES} [data-k="2:1,0"]'), over(MATRICES, "2:1,0"),
     f"{SAME(where='.same', count=4)} && {SAME(where='svg .same', count=1)} && {SAME(where='input.same', count=1)}"),
    ("a field is linked", "", hover(FIELD), tab(FIELD), SAME(where="svg .same", count=1)),
    ("a neuron is linked", "", hover('svg g[data-k="8:0,1"] .d-value'), over(DRAWING, "8:0,1"),
     SAME(where='.active [data-k="8:0,1"].same, svg [data-k="8:0,1"].same', count=1)),
    ("a symbol is linked", "step=forward-v1", hover('.active [data-k="W1"]'), over(GENERAL, "W1"),
     SAME(where="input.same", count=6)),
    ("what an entry is worked out from", "step=backward-d-W1",
     hover('.active [data-part="matrices"] mtd [data-k="16:2,1"]'),
     over(MATRICES, "16:2,1"), SAME(where=".active .read", count=2)),
    ("a path is lit", "step=paths", hover(".active tbody tr[data-path]"), tab(".active tr[data-path]"),
     SAME(where="svg .same", count=2)),
    *(
        (f"{name} is changed", "", rewrite(field, "0.125"), tab(field, "Enter", text="0.125"),
         f"{value(name)} === 0.125")
        for name, field in (("x", 'input[data-k="0:0,0"]'), ("t", 'input[data-k="1:0,0"]'),
                            ("W1", 'input[data-k="2:0,0"]'), ("b2", 'input[data-k="5:0"]'),
                            ("rate", 'input[data-k="6:"]'))
    ),
    ("a change is taken back", "", Deeds(rewrite(FIELD, "9"), click("[data-is=undo]")),
     Deeds(tab(FIELD, "Enter", text="9"), tab("[data-is=undo]", "Enter")), f"{value('W1', 2)} !== 9"),
    button("back to the data", "[data-is=restart]", f"{value('W1')} === pizarra.model.first[2][0]", "given=2_0_0.125"),
    button("one step of descent", "[data-is=once]", "pizarra.model.steps === 1"),
    ("run and stop", "", Deeds(click("[data-is=run]"), running, click("[data-is=run]")),
     Deeds(tab("[data-is=run]", "Enter"), running, press("Enter")), STILL),
    picked("the notation", "[data-is=notation]", "1", ["ArrowDown"], "pizarra.lesson.name === 'nielsen'"),
    ("the next notation", "", choose("[data-is=notation]", "1"), press("n"), "pizarra.lesson.name === 'nielsen'"),
    picked("another notation beside it", "[data-is=beside]", "1", ["ArrowDown", "ArrowDown"],
           SAME(where=".twins", count=1)),
    picked("the language", "[data-is=language]", "es", ["e"], "document.documentElement.lang === 'es'"),
    picked("the terms", "[data-is=terms]", "1", ["ArrowDown"], "pizarra.terms.en[0] === 1"),
    picked("decimals", "[data-is=decimals]", "3", ["3"], "pizarra.options.decimals === 3"),
    picked("the decimal sign", "[data-is=comma]", "1", ["ArrowDown"], "pizarra.options.comma"),
    ("the list of keys", "", click("[data-is=help]"), press("?"), "!document.querySelector('[data-is=keys]').hidden"),
    button("the list of keys by its button", "[data-is=help]", "!document.querySelector('[data-is=keys]').hidden"),
    button("the data are folded", "[data-is=data] summary", shut("[data-is=data]")),
    button("the symbols are opened", "[data-is=guide] summary", opens("[data-is=guide]")),
    ("one's own numbers are typed", "step=backward-d-b1",
     Deeds(click(f"{PANEL} summary"), rewrite(f"{PANEL} input >> nth=0", "1"), rewrite(f"{PANEL} input >> nth=1", "2")),
     Deeds(tab(f"{PANEL} summary", "Enter"), tab(f"{PANEL} input", "1", "Tab", "2", "Tab")), MINE("✗✗")),
    ("an array is typed", "step=backward-d-b1", Deeds(click(f"{PANEL} summary"), rewrite(f"{PANEL} textarea", "1 2")),
     Deeds(tab(f"{PANEL} summary", "Enter"), tab(f"{PANEL} textarea", "Tab", text="1 2")), MINE("✗✗")),
    ("an array is pasted", "step=backward-d-b1",
     Deeds(click(f"{PANEL} summary"), lambda page: page.evaluate(PASTED, "1 2")),
     Deeds(tab(f"{PANEL} summary", "Enter"), cut_and_paste), MINE("✗✗")),
    ("one's own numbers are cleared", "step=backward-d-b1",
     Deeds(click(f"{PANEL} summary"), rewrite(f"{PANEL} textarea", "1 2"), click(f"{PANEL} button")),
     Deeds(tab(f"{PANEL} summary", "Enter"), tab(f"{PANEL} textarea", text="1 2"), tab(f"{PANEL} button"),
     press("Enter")), MINE("")),
]  # fmt: skip
SET = '[data-set="{}"]'.format
DO = '[data-do="{}"]'.format
ROWS = "a;b;t\n0;0;5\n0;1;7\n1;0;7\n1,5;1;5"
DROPPED = "text => { const data = new DataTransfer(); data.setData('text/plain', text); document.querySelector('h1')" \
    ".dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); }"  # fmt: skip
CSV = {"name": "a.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}


def file_chosen(start: Deed) -> Deed:
    def deed(page: Any) -> None:
        with page.expect_file_chooser() as asked:
            start(page)
        asked.value.set_files([CSV])

    return deed


def setting(name: str, wanted: Any) -> str:
    return f"JSON.stringify(pizarra.settings.{name}) === JSON.stringify({wanted})"


def number(name: str, text: str, wanted: str) -> Row:
    field = SET(name.split("=")[0])
    return name, "penalty=l2", rewrite(field, text), tab(field, "Enter", text=text), wanted


PLAY: list[Row] = [
    picked("data", SET("data"), "xor", ["ArrowDown"], setting("data", "'xor'")),
    ("noise", "", slide(SET("noise"), 0.5), tab(SET("noise"), *["ArrowRight"] * 5), setting("noise", 0.25)),
    ("share for the test", "test=0.1", slide(SET("test"), 0.5), tab(SET("test"), *["ArrowRight"] * 8), setting("test",
     0.5)),
    number("seed", "7", setting("seed", 7)),
    button("other data and weights", DO("renew"), setting("seed", 2)),
    ("an input is added", "", click(SET("feature:x1x2")), tab(SET("feature:x1x2"), " "), setting("features",
     "['x1','x2','x1x2']")),
    ("an input is left out", "", click(SET("feature:x2")), tab(SET("feature:x2"), " "), setting("features", "['x1']")),
    number("units:0", "6", setting("hidden", "[6, 2]")),
    button("a unit more", DO("more:0"), setting("hidden", "[5, 2]")),
    ("a unit fewer", "", Deeds(*[click(DO("fewer:0"))] * 2), tab(DO("fewer:0"), "Enter", "Enter"), setting("hidden",
     "[2, 2]")),
    button("a layer more", DO("deeper"), setting("hidden", "[3, 3]"), "hidden=3"),
    ("a layer fewer", "", Deeds(*[click(DO("flatter"))] * 2), tab(DO("flatter"), "Enter", "Enter"), setting("hidden",
     "[]")),
    picked("activation", SET("activation"), "relu", ["R"], setting("activation", "'relu'")),
    picked("output and loss", SET("output"), "linear", ["ArrowDown"], setting("output", "'linear'")),
    number("rate", "0.5", f"{setting('rate', 0.5)} && {value('rate')} === 0.5"),
    number("batch", "4", f"{setting('batch', 4)} && pizarra.model.N === 4"),
    picked("regularisation", SET("penalty"), "l2", ["ArrowDown"], setting("penalty", "'l2'")),
    number("strength", "0.02", f"{setting('strength', 0.02)} && {value('penalty')} === 0.02"),
    button("one step", "[data-is=once]", "pizarra.model.steps === 1"),
    ("run and stop", "", Deeds(click("[data-is=run]"), running, click("[data-is=run]")),
     Deeds(tab("[data-is=run]", "Enter"), running, press("Enter")), STILL),
    ("undo", "", Deeds(click("[data-is=once]"), click("[data-is=undo]")), Deeds(tab("[data-is=once]", "Enter"),
     tab("[data-is=undo]", "Enter")),
     "pizarra.model.steps === 0 && pizarra.model.losses.length === 1"),
    ("back to the start", "", Deeds(click("[data-is=once]"), click("[data-is=restart]")),
     Deeds(tab("[data-is=once]", "Enter"), tab("[data-is=restart]", "Enter")),
     "pizarra.model.steps === 0 && pizarra.model.losses.length === 1"),
    ("the picture of a unit", "hidden=4", click('svg g[data-k="9:0,2"] .d-value'), over(DRAWING, "9:0,2", "Enter"),
     "pizarra.pictured.own && pizarra.pictured.unit === 2"),
    ("the test data are shown", "", click(SET("showTest")), tab(SET("showTest"), " "), setting("showTest", "true")),
    ("two colours", "", click(SET("discrete")), tab(SET("discrete"), " "), setting("discrete", "true")),
    ("a point of one's own", "data=own", click(PICTURE, position={"x": 140, "y": 140}), tab(PICTURE, "Enter"),
     "pizarra.settings.points.length === 1 && pizarra.settings.points[0].t === 1"),
    ("a point of the other class", "data=own", click(PICTURE, modifiers=["Shift"]), tab(PICTURE, "ArrowLeft",
     "Shift+Enter"),
     "pizarra.settings.points.length === 1 && pizarra.settings.points[0].t === -1"),
    button("points are cleared", DO("clear"), setting("points", "[]"), "data=own&points=1~1~1"),
    ("a table", "", Deeds(choose(SET("data"), "rows"), rewrite(SET("rows"), ROWS)),
     Deeds(tab(SET("data"), "End"), tab(SET("rows"), "Tab", text=ROWS)), setting("data", "'rows'")),
    ("a table that is dropped, or typed", "", lambda page: page.evaluate(DROPPED, ROWS),
     Deeds(tab(SET("data"), "End"), tab(SET("rows"), "Tab", text=ROWS)), setting("data", "'rows'")),
    ("a file", "", Deeds(choose(SET("data"), "rows"), file_chosen(click(SET("file")))),
     Deeds(tab(SET("data"), "End"), file_chosen(tab(SET("file"), "Enter"))), setting("data", "'rows'")),
    button("the data are opened", "[data-is=data] summary", opens("[data-is=data]")),
]  # fmt: skip


def done(opened: Any, name: str, address: str, deed: Deed, becomes: str, **options: Any) -> None:
    page = opened(written(name), address=f"#{address}", **options).page
    page.set_default_timeout(10_000)
    if isinstance(deed, Deeds):
        for one in deed.before:
            one(page)
        deed = deed.last
    assert not page.evaluate(becomes), "it holds before it is done"
    deed(page)
    page.wait_for_function(f"() => {becomes}")


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
@pytest.mark.parametrize("what", [pytest.param(one, id=one[0]) for one in PAGE])
def test_on_the_page(opened: Any, what: Row, way: str) -> None:
    _, address, mouse, keyboard, becomes = what
    done(opened, "3-2-3", address, mouse if way == "mouse" else keyboard, becomes)


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
@pytest.mark.parametrize("what", [pytest.param(one, id=one[0]) for one in PLAY])
def test_in_the_playground(opened: Any, what: Row, way: str) -> None:
    _, address, mouse, keyboard, becomes = what
    done(opened, "playground", address, mouse if way == "mouse" else keyboard, becomes)


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_another_sample(opened: Any, way: str) -> None:
    deed = click('.active mtd [data-k="0:2,1"]') if way == "mouse" else over(MATRICES, "0:2,1", "Enter")
    done(opened, "xor", "step=forward-v1", deed, "pizarra.chosen.sample === 2")


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_a_drawing_too_wide_for_the_screen_is_moved(opened: Any, way: str) -> None:
    deed = wheel(DRAWING, 60) if way == "mouse" else tab(DRAWING, "ArrowRight")
    moved = f"document.querySelector('{DRAWING}').scrollLeft > 0"
    done(opened, "playground", "hidden=4.4", deed, moved, width=390)


def test_from_numbers_back_to_the_box(opened: Any) -> None:
    page = opened(written("3-2-3"), address="#step=forward-v1&case=2:1,0@0").page
    over(MATRICES, "2:2,1", "Escape")(page)
    assert page.evaluate("selector => document.activeElement.matches(selector)", MATRICES)
    assert page.evaluate("String(pizarra.chosen.place)") == "1,0"
    assert page.locator('[data-k][tabindex="-1"]').count() == 0
