"""The page as a reader's browser draws it. Skipped where there is no Chromium or no playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pizarra.language import say
from pizarra.mathematics.boxes import Grid, Letter, Numeral
from pizarra.page.blocks import Code, Equation, Equations, Page, Picture, Section, Table
from pizarra.page.html import html, style
from pizarra.page.svg import svg

from ..page.networks import DRAWN
from ..page.sample import SHEET, speak

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip

# What sticks out of its box, unless a box around it scrolls.
CLIPPED = """() => {
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    const r = e.getBoundingClientRect();
    if (!r.width || e.closest('mphantom')) continue;
    let box = e.parentElement, limit = document.documentElement.clientWidth, scrolls = false;
    for (; box && box !== document.body; box = box.parentElement) {
      const x = getComputedStyle(box).overflowX;
      if (x === 'auto' || x === 'scroll') { scrolls = true; break; }
      if (x === 'hidden' || x === 'clip') limit = Math.min(limit, box.getBoundingClientRect().right);
    }
    if (!scrolls && (r.right > limit + 1 || r.left < -1)) bad.push(e.tagName + '.' + e.className + ' ' + r.right);
  }
  return bad;
}"""
# What is written over something else in a drawing: text on text, text on another neuron, a weight's plate on a neuron.
OVERLAPS = """() => {
  const bad = [];
  const shared = (a, b, i) => Math.min(a[i + 2], b[i + 2]) - Math.max(a[i], b[i]);
  const meet = (a, b) => shared(a, b, 0) > .5 && shared(a, b, 1) > .5;
  const seen = e => getComputedStyle(e).visibility === 'visible';  // the others show when they are pointed at
  for (const svg of document.querySelectorAll('svg')) {
    const all = svg.viewBox.baseVal;
    const texts = [...svg.querySelectorAll('text')].filter(seen).map(t => {
      const r = t.getBBox(), y = +t.getAttribute('y'), size = parseFloat(getComputedStyle(t).fontSize);
      // the line's box is taller than its letters, so only the letters count
      return [t.textContent, [r.x, y - .68 * size, r.x + r.width, y + .05 * size], t.parentNode];
    });
    texts.forEach(([s, a], i) => {
      if (a[0] < 0 || a[1] < 0 || a[2] > all.width || a[3] > all.height) bad.push('outside: ' + s);
      for (const [t, b] of texts.slice(i + 1)) if (meet(a, b)) bad.push(s + ' / ' + t);
    });
    const plates = [...svg.querySelectorAll('g > rect')].filter(seen)
      .map(r => [r.nextSibling.textContent, r.getBBox(), r.parentNode])
      .map(([t, r, g]) => [t, [r.x, r.y, r.x + r.width, r.y + r.height], g]);
    for (const circle of svg.querySelectorAll('circle')) {
      const x = +circle.getAttribute('cx'), y = +circle.getAttribute('cy'), r = +circle.getAttribute('r') - 2;
      for (const [t, b, g] of [...texts, ...plates]) {
        const dx = Math.max(b[0] - x, 0, x - b[2]), dy = Math.max(b[1] - y, 0, y - b[3]);
        if (g !== circle.parentNode && Math.hypot(dx, dy) < r) bad.push(t + ' on a neuron');
      }
    }
    plates.forEach(([s, a], i) => {
      for (const [t, b] of plates.slice(i + 1)) if (meet(a, b)) bad.push(s + ' plate ' + t);
    });
  }
  return bad;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)


def opened(
    browser: Any, folder: Path, text: str, width: int = 1280, scheme: str = "light"
) -> tuple[Any, list[str]]:
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request", lambda asked: None if asked.url.startswith(("file:", "data:")) else said.append(asked.url)
    )
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready")
    return page, said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 1000, 768, 390, 360])
def test_nothing_is_cut_off(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    page, said = opened(browser, tmp_path, html(SHEET, "es"), width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(OVERLAPS) == []
    assert said == []
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[scheme]
    page.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_what_is_too_wide_scrolls_in_its_own_box(browser: Any, tmp_path: Path, width: int) -> None:
    grid = Grid((tuple(Numeral("-0.1234") for _ in range(24)),))
    equation = Equation(Letter("W", "bold"), (("=", grid),))
    table = Table(tuple("abcdefghijklmnopqrst"), (tuple("-0.1234" for _ in range(20)),), role="paths")
    blocks = (Equations((equation,)), Equations((equation, equation)), table, Code("x = " + "1 + " * 60),
              Picture(DRAWN["deep"], say("picture")), Picture(DRAWN["tall"], say("picture")))  # fmt: skip
    sheet = Page(say("title"), say("loss"), (Section("s", say("loss"), blocks),))
    page, _ = opened(browser, tmp_path, html(sheet, "en"), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CLIPPED) == []
    reached = page.evaluate(
        "[...document.querySelectorAll('mtable.grid, table, code')].map(e => {"
        "  const box = e.closest('.scroll, .shelf .equations'); box.scrollLeft = 1e6;"
        "  return e.getBoundingClientRect().right - box.getBoundingClientRect().right; })"
    )
    assert max(reached) < 1
    page.close()


def test_the_font_of_the_page_is_used(browser: Any, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, html(SHEET, "es"))
    assert page.evaluate("document.fonts.size === 1 && [...document.fonts][0].status === 'loaded'")
    # With a MATH table brackets grow: round three rows they are taller than two lines.
    tallest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('mtable.grid')].map("
        "t => t.previousElementSibling.getBoundingClientRect().height))"
    )
    line = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize) * 1.2")
    assert tallest > 2 * line
    page.close()


@pytest.mark.parametrize("width", [1280, 390, 360])
def test_numbers_of_the_drawing_are_large_enough(browser: Any, tmp_path: Path, width: int) -> None:
    page, _ = opened(browser, tmp_path, html(SHEET, "es"), width)
    sizes = page.evaluate(
        "[...document.querySelectorAll('svg text')].map(t => parseFloat(getComputedStyle(t).fontSize)"
        " * t.ownerSVGElement.getBoundingClientRect().width / t.ownerSVGElement.viewBox.baseVal.width)"
    )
    assert min(sizes) >= 12
    page.close()


def test_the_drawing_stays_in_sight(browser: Any, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, html(SHEET, "es"))
    page.evaluate("document.getElementById('backward').scrollIntoView()")
    place = page.evaluate("document.querySelector('figure').getBoundingClientRect().top")
    assert 0 <= place < 100
    page.close()


def test_the_relations_stand_in_one_column(browser: Any, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, html(SHEET, "es"))
    ragged = page.evaluate(
        "[...document.querySelectorAll('.equations')].filter(e => new Set([...e.querySelectorAll('.right')]"
        ".map(r => Math.round(r.getBoundingClientRect().left))).size > 1).length"
    )
    assert ragged == 0
    page.close()


def test_the_decimal_signs_of_a_column_stand_under_each_other(browser: Any, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, html(SHEET, "es"))
    spread = page.evaluate(
        "[...document.querySelectorAll('table')].map(t => [1, 2, 3].map(j => {"
        "  const ends = [...t.querySelectorAll('tbody tr')].map(r => r.cells[j].querySelector('math'))"
        "    .filter(m => m).map(m => m.getBoundingClientRect());"
        "  return Math.max(...ends.map(r => r.right)) - Math.min(...ends.map(r => r.right))"
        "    + Math.max(...ends.map(r => r.width)) - Math.min(...ends.map(r => r.width)); })).flat()"
    )
    assert max(spread) < 0.5
    page.close()


@pytest.mark.parametrize("width", [390, 360])
def test_on_a_phone_the_path_table_stands_up(browser: Any, tmp_path: Path, width: int) -> None:
    page, _ = opened(browser, tmp_path, html(SHEET, "es"), width)
    rows = page.evaluate(
        "[...document.querySelectorAll('.turns tr:not(tfoot tr)')]"
        ".map(r => [...r.cells].map(c => c.getBoundingClientRect().top))"
    )
    assert all(abs(a - b) < 60 for row in rows for a, b in zip(row, rows[0], strict=True))
    assert all(sorted(row) == row for row in rows)
    lefts = page.evaluate(
        "[...document.querySelectorAll('.turns tr:not(tfoot tr)')].map(r => r.getBoundingClientRect().left)"
    )
    assert lefts == sorted(set(lefts))
    below = "table => table.querySelector('tfoot').firstChild.getBoundingClientRect().top"
    ends = "table => Math.max(...[...table.querySelectorAll('tbody tr')].map(r => r.getBoundingClientRect().bottom))"
    assert page.eval_on_selector(".turns", below) >= page.eval_on_selector(".turns", ends) - 1
    page.close()


@pytest.mark.parametrize("diagram", DRAWN.values(), ids=DRAWN)
def test_nothing_is_written_over_anything_in_a_drawing(browser: Any, tmp_path: Path, diagram: Any) -> None:
    page, _ = opened(
        browser,
        tmp_path,
        f"<!DOCTYPE html><meta charset=utf-8><style>{style()}</style>{svg(diagram, 'en', True)}",
    )
    assert page.evaluate(OVERLAPS) == []
    page.close()
    page, said = opened(browser, tmp_path, f"<!DOCTYPE html><meta charset=utf-8>{svg(diagram, 'en')}")
    assert page.evaluate(OVERLAPS) == []
    assert said == []
    page.close()


def test_on_paper_everything_is_there(browser: Any, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, html(SHEET, "es"), 680)
    page.emulate_media(media="print", color_scheme="dark")
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()")
        == "#1d2228"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.step')).breakInside") == "avoid"
    assert page.evaluate(CLIPPED) == []
    page.close()
