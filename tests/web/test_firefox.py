"""The pages in Firefox. Skipped where there is no Firefox or no websockets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pizarra.gallery import source
from pizarra.problem import Problem, from_plain, read_toml
from pizarra.web import living_page, playground_page

from ..browser.firefox import FIREFOX, Firefox
from ..browser.test_browser import CLIPPED, OVERLAPS
from .test_hostile import STRINGS, TOGETHER, hostile
from .test_living_page import SMALL, same

pytestmark = pytest.mark.browser
ARRAYS = "pizarra.model.arrays.map(a => [...a])"
RNG = np.random.default_rng(5)
SOFTMAX = from_plain(
    [(RNG.normal(size=(3, 4)), RNG.normal(size=3)), "relu", (RNG.normal(size=(3, 3)), RNG.normal(size=3))],
    RNG.normal(size=(5, 4)), [0, 2, 1, 1, 0], loss="softmax_cross_entropy",
)  # fmt: skip


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    pytest.importorskip("websockets", reason="websockets is not installed")
    if FIREFOX is None:
        pytest.skip("there is no Firefox")
    browser = Firefox(tmp_path_factory.mktemp("firefox") / "profile")
    yield browser
    browser.close()


@pytest.fixture
def opened(firefox: Firefox, tmp_path: Path) -> Iterator[Any]:
    def open_one(text: str, address: str = "", width: int = 1280) -> Firefox:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        firefox.open(file.as_uri() + address, width)
        firefox.wait("document.querySelector('.active')")
        return firefox

    yield open_one
    firefox("new Promise(done => setTimeout(done, 50))")  # what comes late is heard as well
    assert firefox.heard == []


def field(page: Firefox, name: str, *place: int) -> str:
    number = page(f"pizarra.page.names.indexOf({name!r})")
    return f'input[data-k="{number}:{",".join(map(str, place))}"]'


def moved(problem: Problem, name: str, place: tuple[int, ...], value: float) -> Problem:
    array = problem.parameters[name].copy()
    array[place] = value
    return replace(problem, parameters={**problem.parameters, name: array})


@pytest.mark.parametrize("name", ["xor", "residual", "two-three-two", "3-2-3", "softmax"])
def test_an_edit_is_followed_as_in_python(opened: Any, name: str) -> None:
    own = {"3-2-3": SMALL, "softmax": SOFTMAX}
    problem = own.get(name) or read_toml(source(name), name=name)
    page = opened(living_page(problem))
    same(page(ARRAYS), problem)
    weight = next(iter(problem.parameters))
    page.type(field(page, weight, 0, 1), "0.1875")
    page.press("Enter")
    same(page(ARRAYS), moved(problem, weight, (0, 1), 0.1875))
    page.click("[data-is=undo]")
    same(page(ARRAYS), problem)


def test_keys_and_clicks_choose_step_and_case(opened: Any) -> None:
    page = opened(living_page(SMALL, others=["nielsen"]))
    page.press("ArrowRight", "ArrowRight")
    assert page("pizarra.step") == 2
    page.press("ArrowLeft", "ArrowDown")
    assert page("[pizarra.step, pizarra.chosen.place]") == [1, [0, 1]]
    page.press("Escape", "3", "n", "?")
    assert page("[pizarra.chosen.of, pizarra.lesson.steps[pizarra.step].section]") == [2, "backward"]
    assert page("[pizarra.lesson.name, document.querySelector('[data-is=keys]').hidden]") == [
        "nielsen",
        False,
    ]
    page.click(
        f"button[data-step='{page('pizarra.lesson.steps.findIndex(s => s.key === `backward-d-W1`)')}']"
    )
    page.click(".active mtable [data-k]", -1)
    assert page("pizarra.chosen") == {"of": 2, "place": [2, 1], "sample": 0}
    page.click("svg [data-k='0:0,1']")
    assert page("pizarra.chosen") == {"of": 0, "place": [0, 1], "sample": 0}


def test_mathematics_is_set_as_mathematics(opened: Any) -> None:
    page = opened(living_page(SMALL), "#step=backward-d-W1&all=1")
    assert page("document.fonts.ready.then(() => [...document.fonts].every(f => f.status === 'loaded'))")
    above, tall, line = page(
        "[[...document.querySelectorAll('main mfrac')].every(({children: [a, b]}) =>"
        "   a.getBoundingClientRect().bottom <= b.getBoundingClientRect().top + 1),"
        " Math.max(...[...document.querySelectorAll('main mo')].map(o => o.getBoundingClientRect().height)),"
        " parseFloat(getComputedStyle(document.body).fontSize)]"
    )
    assert above
    assert tall > 3 * line  # brackets grow with what stands in them


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", ["xor", "3-2-3", "softmax"])
def test_nothing_is_cut_off_or_written_over(opened: Any, name: str, language: str, width: int) -> None:
    problem = {"3-2-3": SMALL, "softmax": SOFTMAX}.get(name) or read_toml(source(name), name=name)
    page = opened(living_page(problem, language=language), "#all=1&step=paths", width)
    assert page("document.documentElement.scrollWidth") <= width
    assert page(f"({CLIPPED})()") == []
    page("[...document.querySelectorAll('svg g.hidden')].forEach(g => g.remove())")
    assert page(f"({OVERLAPS})()") == []


def test_what_cannot_be_used_is_said_beside_the_field(opened: Any) -> None:
    page = opened(living_page(SMALL))
    for typed, said in (("abc", "no number"), ("1e400", "Too large"), (" ", "Empty")):
        page.type(field(page, "W1", 0, 0), typed)
        page.press("Tab")
        assert said in page("document.querySelector('td .error').textContent")
        same(page(ARRAYS), SMALL)


def test_ones_own_numbers_are_checked(opened: Any) -> None:
    page = opened(living_page(SMALL, language="es"), "#step=forward-v1")
    page.click(".active .mine summary")
    right = page("[...pizarra.model.arrays[pizarra.page.names.indexOf('v1')]]")
    page.type(".active .mine input", f"{right[0]:.4f}".replace(".", ","))
    page.press("Tab", "7", "Tab")
    assert page("[...document.querySelectorAll('.active .mark')].map(m => m.textContent).join('')") == "✓✗"


def test_names_are_shown_and_never_obeyed(opened: Any) -> None:
    page = opened(living_page(hostile(STRINGS[:TOGETHER]), others=["nielsen"]), "#all=1")
    page("(pizarra.language = 'es', pizarra.build(), 0)")
    assert page(
        "[globalThis.ran ?? null, document.querySelectorAll('#live :is(script, img, iframe, a)').length]"
    ) == [
        None,
        0,
    ]


def test_the_playground_learns(opened: Any) -> None:
    page = opened(playground_page(most_layers=1), "#data=xor&hidden=4&output=logistic")
    page.click("[data-is=once]")
    assert page("pizarra.model.steps") == 1
    page.click("[data-is=run]")
    page.wait("pizarra.model.steps > 200")
    page.click("[data-is=run]")
    first, last = page("[pizarra.model.losses[0], pizarra.model.losses.at(-1)]")
    assert last[1] < first[1]
    page.type('[data-set="rate"]', "x")
    page.press("Tab")
    assert "no number" in page("document.querySelector('[data-is=settings] .error').textContent")
    picture = "document.querySelector('[data-is=surface] canvas').getContext('2d')"
    assert np.ptp(page(f"[...{picture}.getImageData(0, 0, 280, 280).data]")) > 50
