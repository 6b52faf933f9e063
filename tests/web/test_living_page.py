"""The living page as a reader uses it, with mouse and keys. Skipped where there is no Chromium or no playwright."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pizarra.gallery import names, source
from pizarra.notation import names as notations
from pizarra.problem import from_plain, from_shape, read_toml
from pizarra.trace import Trace
from pizarra.web import living_page
from pizarra.web.program import Program

from ..browser.test_browser import CLIPPED, OVERLAPS, browser

__all__ = ["browser"]
pytestmark = pytest.mark.browser
# A page may follow once more at any time, so what is hidden is taken away in the same moment.
SHOWN = "for (const g of document.querySelectorAll('svg g.hidden')) g.remove();"
WRITTEN_OVER = f"() => {{ {SHOWN} return ({OVERLAPS})(); }}"
# Three frames of the browser: in each of them what runs takes a step.
FRAMES = """async () => { for (let k = 0; k < 3; k++) await new Promise((done) => requestAnimationFrame(done)); }"""
SMALL = from_shape("3-2-3", hidden="sigmoid", factor="1/2")


class Opened:
    """A living page that is open, with what it said and asked for."""

    def __init__(
        self,
        browser: Any,
        folder: Path,
        text: str,
        width: int = 1280,
        scheme: str = "light",
        address: str = "",
    ):
        file = folder / "page.html"
        file.write_text(text, encoding="utf-8")
        self.page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append("dialog"), dialog.dismiss()))
        self.page.on(
            "request",
            lambda asked: None if asked.url.startswith(("file:", "data:")) else self.said.append(asked.url),
        )
        self.page.goto(file.as_uri() + address)
        self.page.wait_for_selector(".active")

    def __call__(self, script: str, *values: Any) -> Any:
        return self.page.evaluate(script, *values)

    def address(self) -> str:
        """Give what the page writes after #, as soon as it is written."""
        self.page.wait_for_function("() => location.hash === `#${pizarra.written()}`")
        return self("location.hash")

    def arrays(self) -> list[list[float]]:
        return self("pizarra.model.arrays.map(a => [...a])")

    def text(self, where: str) -> str:
        return self.page.locator(where).first.text_content()

    def field(self, name: str, *place: int) -> Any:
        number = self("name => pizarra.page.names.indexOf(name)", name)
        return self.page.locator(f'input[data-k="{number}:{",".join(map(str, place))}"]')


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    pages: list[Opened] = []

    def open_one(text: str, **options: Any) -> Opened:
        pages.append(Opened(browser, tmp_path, text, **options))
        return pages[-1]

    yield open_one
    for one in pages:
        assert one.said == []
        one.page.close()


def same(found: list[list[float]], problem: Any) -> None:
    trace = Trace(
        problem.network, problem.parameters, problem.x, problem.t, learning_rate=problem.learning_rate
    )
    program = Program(trace)
    for name, array in zip(program.names, found, strict=True):
        np.testing.assert_allclose(array, np.ravel(program.array(name)), rtol=1e-12, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("name", names())
def test_the_page_computes_what_python_computes(opened, name):
    problem = read_toml(source(name), name=name)
    same(opened(living_page(problem)).arrays(), problem)


def test_an_edit_is_followed_by_everything(opened):
    page = opened(living_page(SMALL))
    page.field("W1", 2, 0).fill("0.125")
    page.page.keyboard.press("Enter")
    parameters = {**SMALL.parameters, "W1": SMALL.parameters["W1"].copy()}
    parameters["W1"][2, 0] = 0.125
    from dataclasses import replace

    same(page.arrays(), replace(SMALL, parameters=parameters))
    assert "0.125" in page.text("[data-is=steps]")
    page.page.locator("[data-is=undo]").click()
    same(page.arrays(), SMALL)
    for name, value in (("x", "3"), ("t", "-2,5"), ("rate", "1e-3")):
        place = () if name == "rate" else (0, 1)
        page.field(name, *place).fill(value)
        page.page.keyboard.press("Tab")
        assert page(
            "name => { const n = pizarra.page.names.indexOf(name);"
            "return pizarra.model.arrays[n].some((_, k) => pizarra.model.isChanged(n, k)); }",
            name,
        )
    page.page.locator("[data-is=restart]").click()
    same(page.arrays(), SMALL)


def test_a_number_stays_as_it_was_written(opened):
    page = opened(living_page(SMALL))
    field, other = page.field("W1", 0, 0), page.field("x", 0, 1)
    old = field.input_value()
    field.fill(" 0,50 ")
    page.page.keyboard.press("Enter")
    other.fill("7.0")
    page.page.keyboard.press("Tab")
    assert (field.input_value(), other.input_value()) == ("0.50", "7.0")
    page.page.locator("[data-is=comma]").select_option("1")
    assert (field.input_value(), other.input_value()) == ("0,50", "7,0")
    page.page.locator("[data-is=comma]").select_option("0")
    page.page.locator("[data-is=once]").click()
    assert field.input_value() not in ("0.50", old)
    for _ in range(2):
        page.page.locator("[data-is=undo]").click()
    assert field.input_value() == "0.50"
    page.page.locator("[data-is=undo]").click()
    assert field.input_value() == old
    same(page.arrays(), SMALL)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Empty"), ("abc", "no number"), ("0x10", "no number"), ("1e400", "Too large"), ("1 2", "no number"),
     ("NaN", "no number"), ("Infinity", "no number"), ("<b>1</b>", "no number"), ("--1", "no number")],
)  # fmt: skip
def test_what_cannot_be_used_is_said_beside_the_field(opened, typed, said):
    page = opened(living_page(SMALL))
    field = page.field("W1", 0, 0)
    old = field.input_value()
    field.fill(typed)
    page.page.keyboard.press("Tab")
    beside = page.page.locator("td .error")
    assert said in beside.text_content()
    assert old in beside.text_content()
    assert field.input_value() == old
    assert field.get_attribute("aria-invalid") == "true"
    same(page.arrays(), SMALL)
    a, b = field.bounding_box(), beside.bounding_box()
    assert abs(a["x"] - b["x"]) < 40
    assert 0 <= b["y"] - a["y"] < 60


def test_training_goes_as_python_trains(opened):
    problem = read_toml(source("xor"), name="xor")
    page = opened(living_page(problem))
    for _ in range(3):
        page.page.locator("[data-is=once]").click()
    trace = Trace(
        problem.network, problem.parameters, problem.x, problem.t, learning_rate=problem.learning_rate
    )
    *_, last = trace.steps(4)
    program = Program(last)
    for name, array in zip(program.names, page.arrays(), strict=True):
        np.testing.assert_allclose(array, np.ravel(program.array(name)), rtol=1e-11, atol=1e-11, err_msg=name)
    assert page.page.locator(".curve").count() == 1
    assert page.page.locator("canvas").count() == 1
    page.page.locator("[data-is=run]").click()
    page.page.wait_for_function("() => pizarra.model.steps > 50")
    page.page.locator("[data-is=run]").click()
    steps = page("pizarra.model.steps")
    page(FRAMES)
    assert page("pizarra.model.steps") == steps
    page.page.locator("[data-is=restart]").click()
    same(page.arrays(), problem)


def test_clicking_an_entry_works_it_out(opened):
    page = opened(living_page(SMALL), address="#step=backward-d-W1")
    page.page.locator(".active mtable [data-k]").nth(-1).click()
    assert page("pizarra.chosen") == {"of": 2, "place": [2, 1], "sample": 0}
    index = page("pizarra.lesson.steps.findIndex(s => s.key === 'paths')")
    page.page.locator(f'button[data-step="{index}"]').click()
    total = page.text(".active tfoot tr:last-child td:last-child").replace("−", "-")
    trace = Trace(SMALL.network, SMALL.parameters, SMALL.x, SMALL.t)
    assert float(total) == pytest.approx(trace.gradients["W1"][2, 1], abs=1e-4)
    assert "they agree" in page.text(".active")


def test_every_entry_of_every_parameter_adds_up(opened):
    page = opened(living_page(SMALL), address="#step=paths")
    trace = Trace(SMALL.network, SMALL.parameters, SMALL.x, SMALL.t)
    for name, gradient in trace.gradients.items():
        for place in np.ndindex(gradient.shape):
            shown = page(
                "([name, place]) => { const n = pizarra.page.names.indexOf(name);"
                "pizarra.choose(n, place); pizarra.show();"
                "return document.querySelector('.active tfoot tr:last-child td:last-child').textContent; }",
                [name, list(place)],
            )
            assert float(shown.replace("−", "-").strip("≈")) == pytest.approx(gradient[place], abs=1e-4), (
                name,
                place,
            )


def test_keys_alone_are_enough(opened):
    page = opened(living_page(SMALL, others=["nielsen"]))
    press = page.page.keyboard.press
    assert page("pizarra.step") == 0
    press("ArrowRight")
    press("ArrowRight")
    assert page("pizarra.step") == 2
    press("ArrowLeft")
    assert page("pizarra.step") == 1
    assert page("document.activeElement.dataset.is") == "step"
    press("ArrowDown")
    assert page("pizarra.chosen.place") == [0, 1]
    press("Escape")
    assert page("pizarra.chosen.of") == 2
    press("3")
    assert page("pizarra.lesson.steps[pizarra.step].section") == "backward"
    for key, form in (("g", "general"), ("m", "matrices"), ("c", "case")):
        press(key)
        assert page.page.locator(f'.active [data-form="{form}"]').get_attribute("aria-expanded") == "false"
    press("n")
    assert page("pizarra.lesson.name") == "nielsen"
    press("?")
    assert page.page.locator("[data-is=keys]").is_visible()


def test_the_address_holds_what_was_chosen(opened):
    text = living_page(SMALL, others=notations())
    page = opened(text)
    page.page.locator("[data-is=notation]").select_option(label="pizarra")
    page(
        "() => { Object.assign(pizarra, {notation: 2, language: 'es', decimals: 2, comma: true}); pizarra.go(5);"
        "pizarra.choose(4, [1, 2]); pizarra.build(); }"
    )
    address = page.address()
    again = opened(text, address=address)
    kept = "['notation', 'language', 'decimals', 'comma', 'step', 'chosen'].map(name => pizarra[name])"
    assert again(kept) == page(kept)
    assert again("document.documentElement.lang") == "es"


@pytest.mark.parametrize(
    "address", ["#case=99:1", "#case=2:9,9", "#step=<b>", "#decimals=-1&notation=x&lang=fr", "#case=2:0,0@77"]
)
def test_an_address_that_makes_no_sense_changes_nothing(opened, address):
    page = opened(living_page(SMALL), address=address)
    assert page("pizarra.chosen") == {"of": 2, "place": [0, 0], "sample": 0}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["xor", "residual", "two-three-two"])
def test_every_notation_has_every_step(opened, name, language):
    page = opened(living_page(read_toml(source(name), name=name), others=notations(), language=language))
    left = page(
        "() => { const bad = []; pizarra.all = true; pizarra.lessons.forEach((lesson, k) => {"
        "pizarra.notation = k; pizarra.build(); const live = document.getElementById('live');"
        "for (const node of live.querySelectorAll('[data-k]')) {"
        "  if (/[\\ue000-\\ue0ff]/.test(node.dataset.k)) bad.push(lesson.name + node.dataset.k); }"
        "if (/[\\ue000-\\ue0ff]|undefined|NaN/.test(live.textContent)) bad.push(lesson.name); }); return bad; }"
    )
    assert left == []


def test_hovering_links_symbol_number_and_drawing(opened):
    page = opened(living_page(SMALL), address="#step=forward-v1")
    number = page("pizarra.page.names.indexOf('W1')")
    page.page.locator(f'.active [data-k="{number}:0,0"]').first.hover()
    assert page(f"document.querySelectorAll('[data-k=\"{number}:0,0\"].same').length") >= 4
    assert page("document.querySelectorAll('svg .same').length") >= 1
    page.page.locator('.active [data-k="W1"]').first.hover()
    assert page("document.querySelectorAll('input.same').length") == 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 390])
@pytest.mark.parametrize("name", ["xor", "residual", "3-2-3"])
def test_nothing_is_cut_off_or_written_over(opened, name, width, scheme):
    problem = SMALL if name == "3-2-3" else read_toml(source(name), name=name)
    page = opened(
        living_page(problem, language="es"), width=width, scheme=scheme, address="#all=1&step=paths"
    )
    assert page("document.documentElement.scrollWidth") <= width
    assert page(CLIPPED) == []
    assert page(WRITTEN_OVER) == []


def test_any_entry_of_a_large_network(opened):
    rng = np.random.default_rng(0)
    layers = [
        (rng.normal(size=(128, 784)) / 28, np.zeros(128)),
        "relu",
        (rng.normal(size=(10, 128)) / 11, np.zeros(10)),
    ]
    problem = from_plain(layers, rng.normal(size=784), 3, loss="softmax_cross_entropy")
    page = opened(living_page(problem))
    same(page.arrays(), problem)
    page(
        "() => { pizarra.choose(2, [301, 17]); pizarra.go(pizarra.lesson.steps.findIndex(s => s.key === 'paths')); }"
    )
    total = page.text(".active tfoot tr:last-child td:last-child").replace("−", "-").strip("≈")
    trace = Trace(problem.network, problem.parameters, problem.x, problem.t)
    assert float(total.replace("·10", "e")) == pytest.approx(trace.gradients["W1"][301, 17], abs=1e-3)
    assert page.field("W1", 301, 17).count() == 1
