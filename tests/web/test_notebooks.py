"""The widget in notebooks as people open them: JupyterLab and marimo, each with a kernel, in a browser.

NOTEBOOK_PYTHON names the interpreter that has them, where it is not this one. Skipped where that one has not.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import pizarra

from ..browser.test_browser import browser

__all__ = ["browser"]
PYTHON = os.environ.get("NOTEBOOK_PYTHON", sys.executable)
WAIT = 90_000  # milliseconds until a server, a kernel and a page are there, on a slow machine


def has(*modules: str) -> bool:
    code = f"import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, {modules})))"
    return subprocess.run([PYTHON, "-c", code], check=False).returncode == 0


pytestmark = pytest.mark.browser
needs_lab = pytest.mark.skipif(
    not has("jupyterlab", "ipykernel", "anywidget"), reason="JupyterLab is not installed"
)
needs_marimo = pytest.mark.skipif(not has("marimo", "anywidget"), reason="marimo is not installed")


@contextmanager
def server(folder: Path, *arguments: str) -> Iterator[str]:
    """Run a server of this machine's own, with a home of its own, and end it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = {**os.environ, "HOME": str(folder), "PYTHONPATH": str(Path(pizarra.__file__).parent.parent)}
    with (folder / "server.log").open("w") as log:
        running = subprocess.Popen(
            [PYTHON, "-m", *arguments, f"--port={port}"], cwd=folder, env=environment, stdout=log, stderr=log
        )
        try:
            until = time.monotonic() + WAIT / 1000
            while running.poll() is None and time.monotonic() < until:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.2)
            else:
                pytest.fail((folder / "server.log").read_text())
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:  # it waits for its kernels
                running.kill()
                running.wait()


def edited(page: Any, number: int, text: str) -> None:
    page.locator(f'input[data-k="{number}:0,0"]').first.fill(text)
    page.keyboard.press("Enter")


def until(page: Any, holds: Callable[[], bool]) -> None:
    """Look again and again, until it holds."""
    deadline = time.monotonic() + WAIT / 1000
    while not holds():
        assert time.monotonic() < deadline
        page.wait_for_timeout(100)


def said(page: Any, what: str, wanted: Callable[[str], bool]) -> None:
    """Wait until the kernel says what is wanted of it."""
    until(page, lambda: wanted(page.evaluate(RUN, f"print({what})")))


def shows(field: Any, text: str) -> None:
    """Wait until a field of the page shows a text."""
    until(field.page, lambda: field.input_value() == text)


def saved(page: Any, file: Path) -> list[Any]:
    """Wait until the notebook is written with its outputs; give those of its first cell."""

    def outputs() -> list[Any]:
        try:
            return json.loads(file.read_text(encoding="utf-8"))["cells"][0]["outputs"]
        except json.JSONDecodeError:  # it is being written
            return []

    until(page, lambda: bool(outputs()))
    return outputs()


MADE = """import pizarra
from pizarra.problem import from_shape
page = pizarra.widget(from_shape("3-2-3", hidden="sigmoid", factor="1/2"), language="es")
page"""
RUN = """async (code) => {
  const kernel = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
  const future = kernel.requestExecute({ code, store_history: false });
  let said = "";
  future.onIOPub = (m) => { said += m.content.text ?? (m.content.traceback ?? []).join("\\n"); };
  await future.done;
  return said.trim(); }"""
READY = (
    "window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel?.connectionStatus"
    " === 'connected'"
)


def notebook(folder: Path, name: str, outputs: list[Any], kernel: str = "python3") -> None:
    cell = {
        "id": "a",
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": outputs,
        "source": MADE,
    }
    spec = {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}}
    text = {"nbformat": 4, "nbformat_minor": 5, "metadata": spec, "cells": [cell]}
    (folder / name).write_text(json.dumps(text), encoding="utf-8")


@needs_lab
def test_in_jupyterlab(browser: Any, tmp_path: Path) -> None:
    notebook(tmp_path, "a.ipynb", [])
    quiet = ["--IdentityProvider.token=", "--ServerApp.password=", "--ServerApp.disable_check_xsrf=True"]
    with server(
        tmp_path, "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", *quiet,
        "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None", f"--ServerApp.root_dir={tmp_path}",
    ) as address:  # fmt: skip
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/lab/tree/a.ipynb")
        page.wait_for_function(READY, timeout=WAIT)
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_selector(".jp-OutputArea .active", timeout=WAIT)

        # From the page to Python, and back.
        edited(page, 2, "0,125")
        said(page, "page.parameters['W1'][0, 0], page.problem.learning_rate", "0.125 1.0".__eq__)
        assert page.evaluate(RUN, "page.x = [[7, 8, 9]]; page.learning_rate = 0.5") == ""
        shows(page.locator('.jp-OutputArea input[data-k="0:0,2"]'), "9")

        # Training on the page arrives in the kernel, too.
        before = page.evaluate(RUN, "print(page.problem.explain().trace.values['L'])")
        page.locator("[data-is=once]").click()
        said(page, "page.problem.explain().trace.values['L']", lambda text: float(text) != float(before))

        # The diagnosis in Python answers what the page asks.
        page.evaluate(RUN, "page.x = [[1, 2, 3]]")
        told = page.evaluate(
            RUN,
            "trace = page.problem.explain().trace\n"
            "print(*(format(v, '.6f') for v in (trace.cotangents['v2'] * trace.values['v2']).ravel()))",
        )
        page.locator("button.outline[data-step='8']").click()
        page.locator(".active .mine summary").click()
        for k, text in enumerate(told.split()):
            page.locator(".active .mine input").nth(k).fill(text)
        page.keyboard.press("Tab")
        page.wait_for_selector(".active .verdict code", timeout=WAIT)
        assert "le falta un factor o un término" in page.locator(".active .verdict").inner_text()
        assert "delta1[n,i] = da1[n,i] * a1[n,i]" in page.locator(".active .verdict").inner_text()

        # Keys of the notebook that would delete or run a cell do nothing while the page has the focus.
        page.locator(".active h3").click()
        for key in ("d", "d", "x", "b", "ArrowRight"):
            page.keyboard.press(key)
        assert page.locator(".jp-Cell").count() == 1
        assert errors == []

        # Saved and opened again without a kernel, the written solution stands there.
        page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        outputs = saved(page, tmp_path / "a.ipynb")
        assert "text/markdown" in outputs[0]["data"]
        page.evaluate("window.jupyterapp.serviceManager.sessions.shutdownAll()")
        page.close()
        notebook(tmp_path, "b.ipynb", outputs, kernel="none-such")
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(f"{address}/lab/tree/b.ipynb")
        page.wait_for_selector(".jp-OutputArea-output h1", timeout=WAIT)
        page.wait_for_selector(".jp-OutputArea-output mjx-container", timeout=WAIT)
        written = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output")
        assert "Retropropagación paso a paso: red 3–2–3" in written.first.inner_text()
        assert written.locator("img[src^='data:image/svg+xml']").count() == 1
        assert written.locator("mjx-container").count() > 20
        page.close()


MARIMO = """import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    import pizarra

    page = mo.ui.anywidget(pizarra.widget("2-2-1"))
    page
    return mo, page


@app.cell
def _(mo, page):
    page.value
    mo.md(f"first weight {page.parameters['W1'][0, 0]}")
    return


@app.cell
def _(mo):
    button = mo.ui.run_button(label="set")
    button
    return (button,)


@app.cell
def _(button, page):
    if button.value:
        page.widget.x = [[5, 6]]
    return
"""


@needs_marimo
def test_in_marimo(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(MARIMO, encoding="utf-8")
    with server(
        tmp_path, "marimo", "-y", "run", "a.py", "--headless", "--no-token", "--host=127.0.0.1"
    ) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(address)
        page.wait_for_selector(".active", timeout=WAIT)
        edited(page, 2, "0.125")
        page.wait_for_selector("text=first weight 0.125", timeout=WAIT)  # the cell that reads it ran again
        page.get_by_role("button", name="set").click()
        shows(page.locator('input[data-k="0:0,1"]'), "6")
        assert page.locator('input[data-k="0:0,0"]').input_value() == "5"
        page.locator("button.outline[data-step='8']").click()
        page.locator(".active .mine summary").click()
        page.locator(".active .mine input").first.fill("3")
        page.keyboard.press("Tab")
        assert re.search("Wrong entries: 1 of 1", page.locator(".active .verdict").inner_text())
        page.close()
