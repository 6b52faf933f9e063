"""What a reader does with a mouse, or with a keyboard: deeds that are done to an open page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Deed = Callable[[Any], None]
# What is done, the address it begins at, by mouse, by keyboard, and what must become true.
Row = tuple[str, str, Deed, Deed, str]


# By mouse


def click(selector: str, **how: Any) -> Deed:
    return lambda page: page.locator(selector).first.click(**how)


def hover(selector: str) -> Deed:
    return lambda page: page.locator(selector).first.hover()


def double(selector: str) -> Deed:
    return lambda page: page.locator(selector).first.dblclick()


def choose(name: str, value: str) -> Deed:
    def deed(page: Any) -> None:
        page.locator(name).click(trial=True)  # the list that opens is the system's own, and out of reach
        page.locator(name).select_option(value)

    return deed


def rewrite(selector: str, text: str) -> Deed:
    """Take a field by mouse, type, and click elsewhere."""

    def deed(page: Any) -> None:
        page.locator(selector).first.click(click_count=3)
        page.keyboard.type(text)
        page.locator("h1").click()

    return deed


def slide(selector: str, share: float) -> Deed:
    def deed(page: Any) -> None:
        page.locator(selector).scroll_into_view_if_needed()
        box = page.locator(selector).bounding_box()
        page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)

    return deed


def wheel(selector: str, across: int) -> Deed:
    def deed(page: Any) -> None:
        page.locator(selector).hover()
        page.mouse.wheel(across, 0)

    return deed


# By keyboard


def press(*keys: str) -> Deed:
    def deed(page: Any) -> None:
        for key in keys:
            page.keyboard.press(key)

    return deed


def tab(selector: str, *keys: str, text: str | None = None) -> Deed:
    """Go there with the Tab key alone, and then type a text or press keys."""

    def deed(page: Any) -> None:
        for _ in range(150):
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                break
            page.keyboard.press("Tab")
        else:
            pytest.fail(f"Tab does not lead to {selector}")
        if text is not None:
            page.keyboard.press("Control+a")
            page.keyboard.type(text)
        press(*keys)(page)

    return deed


# Which arrow leads nearer to an entry: nothing where it has the focus.
ARROW = """key => {
  const here = document.activeElement, box = here.closest('.scroll'), middle = (one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  if (here.dataset.k === key) return '';
  const [x, y] = middle(here);
  const all = [...box.querySelectorAll(`[data-k="${key}"]`)].map((one) => middle(one)).map(([a, b]) => [a - x, b - y]);
  const [dx, dy] = all.sort((a, b) => Math.hypot(...a) - Math.hypot(...b))[0];
  if (Math.abs(dx) > Math.abs(dy)) return dx > 0 ? 'ArrowRight' : 'ArrowLeft';
  return dy > 0 ? 'ArrowDown' : 'ArrowUp';
}"""


def over(box: str, key: str, *keys: str) -> Deed:
    """Go to a box with Tab, into it with Enter, to an entry with arrows, and then press keys."""

    def deed(page: Any) -> None:
        tab(box, "Enter")(page)
        for _ in range(40):
            arrow = page.evaluate(ARROW, key)
            if not arrow:
                break
            page.keyboard.press(arrow)
        else:
            pytest.fail(f"no arrow leads to {key}")
        press(*keys)(page)

    return deed


class Deeds:
    """Several deeds: only the last one brings about what must become true."""

    def __init__(self, *deeds: Deed):
        *self.before, self.last = deeds

    def __call__(self, page: Any) -> None:
        for deed in (*self.before, self.last):
            deed(page)


# A deed by mouse beside the same by keyboard


def button(name: str, selector: str, becomes: str, address: str = "") -> Row:
    return name, address, click(selector), tab(selector, "Enter"), becomes


def picked(name: str, selector: str, value: str, keys: list[str], becomes: str) -> Row:
    return name, "", choose(selector, value), tab(selector, *keys), becomes
