"""The bar: on a terminal and in a notebook, nowhere else; one line that never overflows, and a clean last one."""

import io
import sys
import time

import numpy as np
import pytest

from pizarra.train import Bar, fit, mlp
from pizarra.train import bar as module

X = np.random.default_rng(0).normal(size=(20, 2))


class Screen(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


class Ascii(Screen):
    encoding = "ascii"


class Gone(Screen):
    def write(self, text):
        raise OSError("gone")


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(module, "AFTER", 0.0)
    monkeypatch.setattr(module, "BETWEEN", 0.0)
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.delenv("TERM", raising=False)


def shown(stream, language="en", epochs=4, **options):
    fit(mlp(), X, X, sizes=[3], epochs=epochs, bar=Bar(language, stream), **options)
    return stream.getvalue()


def test_every_epoch_and_a_last_line():
    *bars, last, rest = [part for part in shown(Screen(), validation=0.2).split("\r") if part.strip(" ")] + [
        ""
    ]
    assert rest == ""
    assert len(bars) == 4
    assert bars[1].startswith("epoch 2/4  ━━━━━━")
    assert "  loss " in bars[1]
    assert "  validation " in bars[1]
    assert bars[1].rstrip().endswith(" left")
    assert last.startswith("4 epochs in 0:00  loss ")
    assert last.endswith("\n")
    assert len(last.rstrip("\n")) >= len(bars[-1].rstrip())  # nothing of the bar is left behind it


@pytest.mark.parametrize("columns", ["20", "40", "70", "200"])
def test_it_never_overflows(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    for line in shown(Screen(), validation=0.2, epochs=12).split("\r"):
        assert len(line.rstrip("\n")) < int(columns)


def test_in_ascii():
    text = shown(Ascii(), "es")
    assert text.isascii()
    assert "epoca 2/4  ####" in text
    assert "perdida" in text
    assert "época 2/4  ━━━" in shown(Screen(), "es")


def test_a_terminal_that_goes_away_stops_nothing():
    fit(mlp(), X, X, sizes=[3], epochs=2, bar=Bar("en", Gone()))


def test_where_it_is_drawn(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert module.place() is None
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert module.place() is screen
    monkeypatch.setenv("TERM", "dumb")
    assert module.place() is None
    monkeypatch.setattr(sys, "stderr", None)
    assert module.place() is None
    cell = type("OutStream", (io.StringIO,), {"__module__": "ipykernel.iostream"})()
    monkeypatch.setattr(sys, "stdout", cell)
    assert module.place() is cell


def test_unless_it_is_said(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    fit(mlp(), X, X, sizes=[3], epochs=2, bar=False)
    assert screen.getvalue() == ""
    fit(mlp(), X, X, sizes=[3], epochs=2)
    assert "2 epochs in" in screen.getvalue()
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    fit(mlp(), X, X, sizes=[3], epochs=2)
    assert sys.stderr.getvalue() == ""
    fit(mlp(), X, X, sizes=[3], epochs=2, bar=True)
    assert "2 epochs in" in sys.stderr.getvalue()


def test_what_is_over_at_once_needs_no_bar(monkeypatch):
    monkeypatch.setattr(module, "AFTER", 0.5)
    assert shown(Screen()) == ""


def test_the_time_that_is_left(monkeypatch):
    clock = iter(np.arange(0.0, 1000.0, 10.0))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    lines = [line for line in shown(Screen(), epochs=3).split("\r") if "left" in line]
    assert [line.rstrip().split("  ")[-1] for line in lines] == ["0:20 left", "0:10 left", "0:00 left"]
