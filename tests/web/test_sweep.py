"""Four pages at three widths, light and dark, in both languages, and on paper: nothing cut off, nothing written over.

All that folds is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from pizarra.problem import Problem, from_plain, from_shape
from pizarra.web import living_page, playground_page

from ..browser.test_browser import CLIPPED, browser
from .test_living_page import WRITTEN_OVER, opened

__all__ = ["browser", "opened"]
pytestmark = pytest.mark.browser
WIDTHS = (390, 768, 1280)
# Lines of text and controls that lie on one another. A formula counts as one box; drawings have a check of their own.
COVERED = """() => {
  const boxes = [], bad = [];
  const add = (node, what, r, trim) => {
    if (r.width < 1 || r.height < 1) return;
    const cut = trim * r.height;
    let [l, t, rr, b] = [r.left, r.top + cut, r.right, r.bottom - cut];
    for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const at = box.getBoundingClientRect();
      [l, t, rr, b] = [Math.max(l, at.left), Math.max(t, at.top), Math.min(rr, at.right), Math.min(b, at.bottom)];
    }
    if (rr - l > 1 && b - t > 1) boxes.push([what.trim().slice(0, 30), l, t, rr, b]);
  };
  const { FILTER_ACCEPT: yes, FILTER_REJECT: no, FILTER_SKIP: inside_it, SHOW_TEXT, SHOW_ELEMENT } = NodeFilter;
  const walker = document.createTreeWalker(document.body, SHOW_TEXT | SHOW_ELEMENT, { acceptNode(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? yes : no;
    if (/^(svg|script|style|option)$/.test(node.localName) || !node.checkVisibility()) return no;
    return /^(math|input|select|textarea|canvas)$/.test(node.localName) ? yes : inside_it;
  } });
  let inside = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (inside?.contains(node)) continue;
    inside = null;
    if (node.nodeType === Node.TEXT_NODE) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const r of range.getClientRects()) add(node, node.data, r, 0.2);
    } else {
      inside = node;
      const what = `${node.localName} ${node.textContent || node.value || node.className}`;
      add(node, what, node.getBoundingClientRect(), node.localName === 'math' ? 0.2 : 0);
    }
  }
  boxes.sort((a, b) => a[2] - b[2]);
  boxes.forEach(([one, l, t, r, b], k) => {
    for (let n = k + 1; n < boxes.length && boxes[n][2] < b - 1; n++) {
      const [other, l2, , r2] = boxes[n];
      if (Math.min(r, r2) - Math.max(l, l2) > 1) bad.push(`${one} / ${other}`);
    }
  });
  return bad;
}"""
# Words that do not fit into their own button, choice or box, where no scrolling shows the rest.
CUT = """() => [...document.querySelectorAll('button, select, legend, label, td, th, summary')]
  .filter((one) => one.checkVisibility() && one.clientWidth && one.scrollWidth > one.clientWidth + 1
    && getComputedStyle(one).overflowX !== 'visible')
  .map((one) => `${one.localName} ${one.textContent.slice(0, 30)}`)"""
CHOICE = """() => [...document.querySelectorAll('select')].filter((one) => one.checkVisibility()).flatMap((one) => {
  const copy = one.cloneNode(true);
  copy.style.maxWidth = 'none';
  copy.style.width = 'auto';
  for (const option of [...copy.options]) if (option.value !== one.value) option.remove();
  one.after(copy);
  const needs = copy.getBoundingClientRect().width, has = one.getBoundingClientRect().width;
  copy.remove();
  return needs > has + 1 ? [`${one.selectedOptions[0].textContent} ${has} of ${needs}`] : []; })"""
OPEN = """() => { for (const one of document.querySelectorAll('#live details')) one.open = true;
  if (document.querySelector('[data-is=keys]').hidden) pizarra.help(); }"""


def layer(rng: np.random.Generator, inside: int, out: int) -> tuple[np.ndarray, np.ndarray]:
    return rng.normal(size=(out, inside)) / np.sqrt(inside), 0.1 * rng.normal(size=out)


@cache
def page_of(name: str) -> str:
    rng = np.random.default_rng(0)
    if name == "playground":
        return playground_page(language="es", most_layers=2)
    problem: Problem
    if name == "3-2-3":
        problem = from_shape("3-2-3", hidden="sigmoid", factor="1/2")
    elif name == "2-8-8-1":
        deep = [layer(rng, 2, 8), "tanh", layer(rng, 8, 8), "tanh", layer(rng, 8, 1)]
        x, t = rng.normal(size=(20, 2)), rng.normal(size=(20, 1))
        problem = from_plain(deep, x, t, loss="squared_error")
    else:
        flat = [layer(rng, 4, 3), "relu", layer(rng, 3, 3)]
        problem = from_plain(flat, rng.normal(size=(5, 4)), [0, 2, 1, 1, 0], loss="softmax_cross_entropy")
    return living_page(problem, language="es", others=["nielsen"])


ADDRESSES = {
    "3-2-3": "#all=1&step=paths&beside=nielsen",
    "2-8-8-1": "#all=1&step=paths",
    "classifier": "#all=1&step=paths&beside=nielsen",
    "playground": "#all=1&step=paths&data=circles&penalty=l2&hidden=4.2",
}


def states(page: Any) -> Iterator[str]:
    """Bring an open page into every state, and say which: what is open stays open."""
    for language in ("es", "en"):
        page.page.locator("[data-is=language]").select_option(language)
        for width in WIDTHS:
            page.page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.page.emulate_media(color_scheme=scheme)
                page(OPEN)
                page("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
                yield f"{language} {width} {scheme}"


def faults(page: Any) -> list[str]:
    """Give what is cut off or written over."""
    found = [str(one) for check in (CLIPPED, COVERED, CUT, CHOICE) for one in page(check)]
    width, room = page("[document.documentElement.scrollWidth, innerWidth]")
    return found + ([f"{width} wide"] if width > room else [])


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_is_cut_off_or_written_over_in_any_state(opened: Any, name: str) -> None:
    page = opened(page_of(name), address=ADDRESSES[name])
    found = {state: faults(page)[:8] for state in states(page)}
    assert {state: bad for state, bad in found.items() if bad} == {}
    assert page(WRITTEN_OVER) == []


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_is_cut_off_on_paper(opened: Any, name: str) -> None:
    page = opened(page_of(name), width=680, address=ADDRESSES[name].replace("all=1", "all=0"))
    page("dispatchEvent(new Event('beforeprint'))")
    page.page.emulate_media(media="print")
    assert faults(page) == []
    assert page(WRITTEN_OVER) == []
