"""The gallery's pages as a reader's browser draws them. Skipped where there is no Chromium or no playwright."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pizarra.explain import explain
from pizarra.gallery import names

from ..explain.pages import solution
from .test_browser import CLIPPED, OVERLAPS, browser, opened

__all__ = ["browser"]
pytestmark = pytest.mark.browser


def held(browser: Any, folder: Path, text: str, width: int, scheme: str) -> None:
    page, said = opened(browser, folder, text, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(OVERLAPS) == []
    assert said == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", names())
def test_nothing_is_cut_off(browser: Any, tmp_path: Path, name: str, width: int, scheme: str) -> None:
    held(browser, tmp_path, solution(name, language="es").html(), width, scheme)


@pytest.mark.parametrize("width", [1280, 390])
def test_other_notations_and_more_steps(browser: Any, tmp_path: Path, width: int) -> None:
    for options in ({"notation": "nielsen"}, {"notation": "seed-001"}, {"decimals": 9}, {"steps": 3}):
        held(browser, tmp_path, solution("xor", **options).html(), width, "light")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_large_network(browser: Any, tmp_path: Path, width: int) -> None:
    rng = np.random.default_rng(0)
    layers = [rng.normal(size=(128, 784)) / 28, "relu", rng.normal(size=(10, 128)) / 11]
    worked = explain(layers, rng.normal(size=784), 3, loss="softmax_cross_entropy", case="W1[18,301]")
    held(browser, tmp_path, worked.html(), width, "light")
