"""How large and how quick the living page is: its file, first paint, an edit, an entry of a large network, training.

    python benchmarks/bench_web.py

Needs Chromium and playwright. Times are those of the page's own clock, the middle of several; an edit and an entry
count until everything on the page has its new place (layout is forced). Training is whole-batch gradient descent.
"""

from __future__ import annotations

import shutil
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright

from pizarra.notation import names
from pizarra.problem import Problem, from_plain, from_shape
from pizarra.web import living_page, playground_page

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
MIDDLE = "const middle = (t) => t.sort((a, b) => a - b)[Math.floor(t.length / 2)];"
EDIT = f"""() => {{ {MIDDLE} const times = [];
  const input = document.querySelector('input[data-field^="2:"]');
  for (let k = 0; k < 31; k++) {{
    input.value = String(0.01 * k + 0.003);
    const start = performance.now();
    pizarra.edited(input);
    document.body.offsetHeight;
    times.push(performance.now() - start);
  }}
  return middle(times); }}"""
ENTRY = f"""(size) => {{ {MIDDLE} const times = [];
  for (let k = 0; k < 31; k++) {{
    const start = performance.now();
    pizarra.choose(2, [(37 * k) % size[0], (11 * k) % size[1]]);
    pizarra.refresh();
    document.body.offsetHeight;
    times.push(performance.now() - start);
  }}
  return middle(times); }}"""
TRAIN = """(count) => { const { model } = pizarra; model.moved(300, Infinity); const start = performance.now();
  model.moved(count, Infinity); return count * model.N / (performance.now() - start) * 1000; }"""
RENEW = f"""() => {{ {MIDDLE} const times = [];
  for (let k = 0; k < 11; k++) {{
    const start = performance.now();
    pizarra.act(k % 2 ? "fewer:0" : "more:0");
    document.body.offsetHeight;
    times.push(performance.now() - start);
  }}
  return middle(times); }}"""
PAINT = "performance.getEntriesByType('paint').find(p => p.name === 'first-contentful-paint')?.startTime"


def large() -> Problem:
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(128, 784)) / 28, rng.normal(size=(10, 128)) / 11
    layers = [(first, np.zeros(128)), "relu", (second, np.zeros(10))]
    return from_plain(layers, rng.normal(size=784), 3, loss="softmax_cross_entropy")


def batch() -> Problem:
    rng = np.random.default_rng(0)
    widths = (2, 8, 8, 1)
    layers: list[Any] = []
    for inside, out in pairwise(widths):
        layers += [(rng.normal(size=(out, inside)), np.zeros(out)), "tanh"]
    x = rng.normal(size=(100, 2))
    return from_plain(layers, x, x[:, :1] * x[:, 1:], factor="1/N", learning_rate=0.05)


def measured(browser: Any, folder: Path, name: str, problem: Problem) -> None:
    text = living_page(problem, others=names())
    file = folder / f"{name}.html"
    file.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    paints = []
    for _ in range(5):
        page.goto(file.as_uri())
        page.wait_for_selector(".active")
        paints.append(page.evaluate(PAINT) or float("nan"))
    print(f"{name}: {len(text.encode()) / 1000:.0f} kB, first paint {np.median(paints):.0f} ms")
    print(f"  an edit, all steps but one folded: {page.evaluate(EDIT):.1f} ms")
    print(f"  another entry as the case: {page.evaluate(ENTRY, list(problem.parameters['W1'].shape)):.1f} ms")
    steps = page.evaluate("pizarra.lesson.steps.findIndex(s => s.key === 'paths')")
    page.evaluate("step => { pizarra.go(step); }", steps)
    entry = page.evaluate(ENTRY, list(problem.parameters["W1"].shape))
    print(f"  another entry as the case, its paths open: {entry:.1f} ms")
    if name != "784-128-10":
        page.evaluate("() => { pizarra.all = true; pizarra.show(); }")
        print(f"  an edit, all steps open: {page.evaluate(EDIT):.1f} ms")
        print(f"  training: {page.evaluate(TRAIN, 300):,.0f} samples a second")
    page.close()


def playground(browser: Any, folder: Path) -> None:
    text = playground_page(most_layers=2)
    file = folder / "playground.html"
    file.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{file.as_uri()}#hidden=8.8&batch=100&test=0.5")
    page.wait_for_selector(".active")
    print(f"playground of at most two hidden layers: {len(text.encode()) / 1000:.0f} kB")
    print(f"  2-8-8-1, training in batches of 100: {page.evaluate(TRAIN, 300):,.0f} samples a second")
    page.evaluate("() => { pizarra.settings.batch = 10; pizarra.renew(); }")
    print(f"  in batches of 10: {page.evaluate(TRAIN, 3000):,.0f} samples a second")
    print(f"  another network put together and shown: {page.evaluate(RENEW):.0f} ms")
    page.close()


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        measured(browser, Path(folder), "3-2-3", from_shape("3-2-3", hidden="sigmoid", factor="1/2"))
        measured(browser, Path(folder), "2-8-8-1", batch())
        measured(browser, Path(folder), "784-128-10", large())
        playground(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
