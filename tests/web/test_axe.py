"""What axe-core finds on the living page. Skipped unless AXE_CORE names its file, axe.min.js.

npm pack axe-core && tar xzf axe-core-*.tgz
AXE_CORE=package/axe.min.js python -m pytest -m browser tests/web/test_axe.py
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pizarra.gallery import source
from pizarra.problem import from_shape, read_toml
from pizarra.web import living_page, playground_page

from ..browser.test_browser import browser
from .test_living_page import opened
from .test_sweep import ADDRESSES, page_of, states

__all__ = ["browser", "opened"]
AXE = os.environ.get("AXE_CORE")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not AXE, reason="AXE_CORE does not name axe.min.js")]
# Its rule for empty headers of tables does not count MathML as text; screen readers read it.
RULES = {"rules": {"empty-table-header": {"enabled": False}}, "resultTypes": ["violations"]}


def violations(page: Any) -> list[tuple[str, int, str]]:
    """Give each rule that is broken, at how many places, and the first of them."""
    found = page("rules => axe.run(document, rules)", RULES)["violations"]
    return [(one["id"], len(one["nodes"]), one["nodes"][0]["html"][:120]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("step", ["paths", "backward-d-W1", "forward-L"])
def test_it_finds_nothing(browser: Any, tmp_path: Path, step: str, scheme: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(living_page(read_toml(source("xor"), name="xor"), language="es"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page.goto(f"{file.as_uri()}#step={step}")
    page.wait_for_selector(".active")
    if step != "paths":
        page.locator(".active .mine summary").click()
        page.locator(".active .mine input").last.fill("3")
        page.locator(".active .mine input").first.fill("x" if step == "backward-d-W1" else "3")
        page.keyboard.press("Tab")
    page.evaluate(Path(AXE or "").read_text(encoding="utf-8"))
    assert violations(page.evaluate) == []
    page.close()


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_it_finds_nothing_in_any_state(opened: Any, name: str, language: str) -> None:
    """Takes a minute and more each: all steps are open, so axe-core goes through some 20,000 elements six times."""
    page = opened(page_of(name), address=ADDRESSES[name])
    page(Path(AXE or "").read_text(encoding="utf-8"))
    found = {state: violations(page) for state in states(page) if state.startswith(language)}
    assert {state: bad for state, bad in found.items() if bad} == {}


@pytest.mark.parametrize("width", [360, 390, 768])
def test_it_finds_nothing_where_the_screen_is_small_and_all_is_open(
    browser: Any, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "page.html"
    text = living_page(from_shape("3-2-3", hidden="sigmoid"), language="es", others=["nielsen"])
    file.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.goto(f"{file.as_uri()}#all=1&step=paths&beside=nielsen")
    page.wait_for_selector(".active")
    page.evaluate("() => { for (const one of document.querySelectorAll('#live details')) one.open = true; }")
    page.evaluate(Path(AXE or "").read_text(encoding="utf-8"))
    assert violations(page.evaluate) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["data=own", "data=circles&step=paths&penalty=l2", "data=curve&step=update-W1"]
)
def test_it_finds_nothing_on_the_playground(browser: Any, tmp_path: Path, address: str, scheme: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(playground_page(language="es", most_layers=1), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page.goto(f"{file.as_uri()}#{address}")
    page.wait_for_selector(".active")
    page.evaluate(Path(AXE or "").read_text(encoding="utf-8"))
    assert violations(page.evaluate) == []
    page.close()
