"""The terminal page: what a student sees."""

import time

import pytest
from hypothesis import HealthCheck, given, settings

from pizarra.language import say
from pizarra.mathematics.block import plain, width_of
from pizarra.page.blocks import Code, Equation, Equations, Page, Section, Table
from pizarra.page.layout import numbers
from pizarra.page.text import text

from ..mathematics.drawn import boxes
from .sample import SHEET, speak


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    speak(monkeypatch)


def section(*blocks):
    return Page(say("title"), say("data"), (Section("s", say("data"), blocks),))


def test_steps_are_numbered_through_the_page():
    assert numbers(SHEET) == {"forward.z": 1, "forward.h": 2, "backward.w13": 3, "backward.W": 4}


def test_a_step_with_its_labels_in_the_gutter():
    assert """
1  Preactivación de la capa oculta
   Cada unidad oculta pondera sus entradas y suma su sesgo.

   GENERAL    zⱼ = ∑ᵢ wⱼᵢ xᵢ + bⱼ

                                             ⎛1⎞
   MATRICES   z = Wx + b₁ = ⎛−1.5  −1   0.5⎞ ⎜0⎟ + ⎛ 1⎞ = ⎛ 0.5⎞
                            ⎝ 1     1  −0.5⎠ ⎝2⎠   ⎝−2⎠   ⎝−2  ⎠
                                  2×3        3×1   2×1     2×1
""" in text(SHEET, "es")


def test_the_path_table_has_its_sum_under_a_rule():
    assert """
              path     ∂ℒ/∂ŷₖ   ∂ŷₖ/∂h₁   ∂h₁/∂z₁   ∂z₁/∂w₁₃   contribution
              ─────────────────────────────────────────────────────────────
              via ŷ₁   0.6855      −1.5    0.2350          2        −0.4833
              via ŷ₂   0.4304       0.5    0.2350          2         0.1012
              via ŷ₃   1.0696      −0.5    0.2350          2        −0.2514
              ─────────────────────────────────────────────────────────────
              sum                                                   −0.6335
""" in text(SHEET, "en")


def test_a_long_sum_is_broken_before_a_sign():
    assert """
              = 0.6855 · (−1.5) · 0.2350 · 2 + 0.4304 · 0.5 · 0.2350 · 2
                 + 1.0696 · (−0.5) · 0.2350 · 2
              ≈ −0.6335
""" in text(SHEET, "en", width=80)


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_runs_over_the_edge(width, language):
    widest = max(map(width_of, text(SHEET, language, width=width).split("\n")))
    assert widest <= max(width, 66)  # the path table is what it is


def test_a_chain_that_does_not_fit_has_a_line_for_each_relation():
    page = text(SHEET, "es", width=60)
    assert "\n     z₁ = w₁₁ x₁ + w₁₂ x₂ + w₁₃ x₃ + b₁\n\n        = (−1.5) · 1" in page


def test_ascii_is_ascii():
    page = text(SHEET, "es", ascii=True)
    assert page.isascii()
    assert "Retropropagacion" in page


def test_colours_change_nothing_else():
    coloured = [plain(line).rstrip() for line in text(SHEET, "es", color=True).split("\n")]
    assert coloured == text(SHEET, "es").split("\n")


def test_text_from_outside_cannot_move_the_cursor():
    page = text(section(Code("x = '\x1b[2J\x07'")), "en")
    assert "\x1b" not in page
    assert "\x07" not in page


def test_a_page_is_written_fast():
    text(SHEET, "es")
    start = time.perf_counter()
    text(SHEET, "es")
    assert time.perf_counter() - start < 0.1  # some 10 ms; a shared machine may be slow


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(boxes, boxes)
def test_any_boxes_can_stand_on_a_page(left, right):
    equations = Equations(
        (Equation(left, (("=", right), ("≈", left)), say("data")), Equation(None, (("=", right),)))
    )
    table = Table((left, "a"), ((right, "b"), ("x", left)), numeric=(1,))
    with pytest.MonkeyPatch.context() as patch:
        speak(patch)
        for ascii in (False, True):
            page = text(section(equations, table), "en", width=40, ascii=ascii)
            assert page.isascii() or not ascii
