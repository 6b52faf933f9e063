"""The table of the paths from an entry to the loss: where it is too wide it folds, and every factor stays in sight."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from pizarra.problem import from_shape
from pizarra.web import living_page

from ..browser.test_browser import browser
from .test_living_page import FRAMES, opened

__all__ = ["browser", "opened"]
pytestmark = pytest.mark.browser
SHAPES = ("2-3-2", "3-2-3", "3-4-4-2", "2-3-3-3-2")
# What is wrong with the numbers of the rows: one that does not lie within the box that scrolls, and within the window;
# one with something else over it; two on one another; one that comes before what is written before it.
UNSEEN = """() => [...document.querySelectorAll('.paths')].flatMap((table) => {
  const bad = [], room = table.closest('.scroll').getBoundingClientRect();
  const says = (one) => one.textContent.trim();
  const stands = getComputedStyle(table.tHead.rows[0]).display === 'grid' && table.matches('.turns');
  for (const row of table.rows) {
    const seen = [...row.cells].map((cell) => cell.querySelector('math')).filter(Boolean);
    const boxes = seen.map((one) => one.getBoundingClientRect());
    seen.forEach((one, k) => {
      one.scrollIntoView({ block: 'center', inline: 'nearest' });
      const { left, right, top, bottom } = one.getBoundingClientRect(), middle = (top + bottom) / 2;
      const within = left >= Math.max(0, room.left) && right <= Math.min(innerWidth, room.right);
      if (!within) bad.push(`${says(one)} is outside`);
      for (const x of [left + 1, (left + right) / 2, right - 1]) {
        const hit = document.elementFromPoint(x, middle);
        if (!one.closest('td,th').contains(hit)) bad.push(`${says(one)} is below ${hit?.outerHTML.slice(0, 60)}`);
      }
      boxes.slice(0, k).forEach((other, n) => {
        const mine = boxes[k], apart = mine.left >= other.right - 1 || mine.top >= other.bottom - 1;
        const wrong = stands ? mine.top < other.bottom - 1 : !apart && mine.bottom > other.top + 1;
        if (wrong) bad.push(`${says(seen[n])} / ${says(one)}`);
      });
    });
  }
  return bad;
})"""
LAYOUT = """() => [...document.querySelectorAll('.paths')].map((table) => [table.matches('.folds') ? 'folds' :
  getComputedStyle(table).display === 'grid' ? 'stands' : 'lies', table.tBodies[0].rows[0].cells.length]).flat()"""


@cache
def written(shape: str) -> str:
    return living_page(from_shape(shape, hidden="sigmoid"))


def address(language: str = "en", **more: Any) -> str:
    return "#" + "&".join(
        f"{name}={value}" for name, value in {"step": "paths", "lang": language, **more}.items()
    )


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("es", "dark")])
@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_factor_is_covered(opened: Any, shape: str, width: int, language: str, scheme: str) -> None:
    page = opened(written(shape), width=width, scheme=scheme, address=address(language))
    assert page("document.querySelectorAll('.paths tbody td').length") > 8
    assert page(UNSEEN) == []


def test_a_table_lies_stands_or_folds_as_there_is_room(opened: Any) -> None:
    assert opened(written("3-2-3"), width=1280, address=address())(LAYOUT) == ["lies", 6]
    assert opened(written("2-3-2"), width=390, address=address())(LAYOUT) == ["stands", 6]
    assert opened(written("3-4-4-2"), width=390, address=address())(LAYOUT) == ["folds", 8]


def test_it_follows_the_window_the_numbers_and_the_case(opened: Any) -> None:
    page = opened(written("3-4-4-2"), width=1280, address=address())
    for width, how in ((360, "folds"), (1280, "lies"), (360, "folds")):
        page.page.set_viewport_size({"width": width, "height": 900})
        page(FRAMES)
        assert (page(LAYOUT), page(UNSEEN)) == ([how, 8], [])
    for deed in (
        "pizarra.model.put([[0, pizarra.model.arrays[0].map(() => 12345.678)]])",
        "pizarra.next(1)",
        "(pizarra.decimals = 12, pizarra.show())",
        "pizarra.fold('case') || pizarra.fold('case')",
    ):
        page(deed)
        assert page(UNSEEN) == [], deed


def test_it_is_fitted_while_it_trains(opened: Any) -> None:
    page = opened(written("3-4-4-2"), width=360, address=address(all=1))
    page.page.locator("[data-is=run]").click()
    page.page.wait_for_function("() => pizarra.model.steps > 5")
    page.page.locator("[data-is=run]").click()
    page.page.wait_for_function("() => !pizarra.running")
    page(
        "new Promise(done => setTimeout(done, 150))"
    )  # what is out of sight follows later, by the page's clock
    assert (page(LAYOUT), page(UNSEEN)) == (["folds", 8], [])


@pytest.mark.parametrize("screen", [360, 1280])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_factor_is_cut_off_on_paper(opened: Any, shape: str, screen: int) -> None:
    page = opened(written(shape), width=screen, address=address("es"))
    page("dispatchEvent(new Event('beforeprint'))")
    page.page.set_viewport_size({"width": 672, "height": 900})  # an A4 sheet between its margins
    page.page.emulate_media(media="print")
    page(FRAMES)
    assert page(UNSEEN) == []
    page.page.emulate_media(media="screen")
    page.page.set_viewport_size({"width": screen, "height": 900})
    page("dispatchEvent(new Event('afterprint'))")
    assert page(UNSEEN) == []
