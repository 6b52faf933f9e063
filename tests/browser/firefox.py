"""Firefox as the system has it, driven by WebDriver BiDi: playwright drives only builds of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
SECONDS = 30.0  # for its start, and for an answer
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "Shift": "\ue008", "Control": "\ue009",
        "ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}  # fmt: skip

# The same place in two frames, not disabled, and what lies topmost at its middle is it or in it.
PRESSABLE = """async (node) => {
  if (!node || node.disabled) return false;
  const place = () => (r => [r.x + r.width / 2, r.y + r.height / 2])(node.getBoundingClientRect());
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  node.scrollIntoView({block: 'center', behavior: 'instant'});
  await frame();
  const [x, y] = place();
  await frame();
  return String(place()) === String([x, y]) && node.contains(document.elementFromPoint(x, y));
}"""


class Firefox:
    """One browser without a window. `heard` has what it reported since the last page: complaints and requests."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        # Else nothing in a window that nobody sees can have the focus.
        (folder / "user.js").write_text('user_pref("focusmanager.testmode", true);\n', encoding="utf-8")
        self.process = subprocess.Popen(
            [
                str(FIREFOX),
                "--headless",
                "--no-remote",
                "--profile",
                str(folder),
                "--remote-debugging-port=0",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.held = ExitStack()
        self.held.callback(self._end)
        self.numbers, self.heard = count(1), list[str]()
        try:
            self._connect(folder)
        except BaseException:
            self.held.close()
            raise

    def _connect(self, folder: Path) -> None:
        from websockets.sync.client import connect

        told, until = folder / "WebDriverBiDiServer.json", time.monotonic() + SECONDS
        while not told.exists() or not told.read_text(encoding="utf-8").endswith("}"):
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("Firefox did not start")
            time.sleep(0.05)
        port = json.loads(told.read_text(encoding="utf-8"))["ws_port"]
        self.socket = self.held.enter_context(
            connect(f"ws://127.0.0.1:{port}/session", max_size=None, proxy=None)
        )
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.context = self.ask("browsingContext.create", type="window")["context"]
        self.ask("browsingContext.activate", context=self.context)

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command, and give its result."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            came = json.loads(self.socket.recv(timeout=SECONDS))
            if came.get("id") == number:
                if came["type"] == "error":
                    raise RuntimeError(f"{method}: {came['message']}")
                return came["result"]
            self._hear(came)

    def _hear(self, event: dict[str, Any]) -> None:
        said = event["params"]
        if event["method"] == "log.entryAdded":
            self.heard.append(said["text"])
        elif not (url := said["request"]["url"]).startswith(("file:", "data:")):
            self.heard.append(url)

    def open(self, url: str, width: int = 1280) -> None:
        """Open a page as if for the first time."""
        self.ask("browsingContext.navigate", context=self.context, url="about:blank", wait="complete")
        self.ask(
            "browsingContext.setViewport", context=self.context, viewport={"width": width, "height": 900}
        )
        self.heard.clear()
        self.ask("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def wait(self, condition: str) -> None:
        """Wait until something is so on the page."""
        until = time.monotonic() + SECONDS
        while not self(f"Promise.resolve({condition}).then(Boolean)"):
            if time.monotonic() > until:
                raise RuntimeError(f"It never came that {condition}; said was {self.heard}")
            time.sleep(0.02)

    def __call__(self, expression: str) -> Any:
        """Evaluate an expression on the page, and give its value as JSON has it."""
        found = self.ask(
            "script.evaluate", expression=f"Promise.resolve({expression}).then(v => JSON.stringify(v ?? null))",
            target={"context": self.context}, awaitPromise=True,
        )  # fmt: skip
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return json.loads(found["result"]["value"])

    def click(self, where: str, index: int = 0) -> None:
        """Press the mouse's button on the middle of what a selector finds; a negative index counts from the end.

        As a person would, it waits until that rests, may be pressed and lies open: a page that draws in its next
        frame would take the press on what stood there before.
        """
        node = f"[...document.querySelectorAll({json.dumps(where)})].at({index})"
        self.wait(f"({PRESSABLE})({node})")
        x, y = self(f"(r => [r.x + r.width / 2, r.y + r.height / 2])({node}.getBoundingClientRect())")
        steps = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}
        self.ask("input.performActions", context=self.context, actions=[mouse])

    def press(self, *keys: str) -> None:
        """Press keys one after another: a name such as Enter, or what they write."""
        codes = [code for key in keys for code in ([KEYS[key]] if key in KEYS else key)]
        steps = [{"type": kind, "value": code} for code in codes for kind in ("keyDown", "keyUp")]
        self.ask(
            "input.performActions",
            context=self.context,
            actions=[{"type": "key", "id": "keys", "actions": steps}],
        )

    def type(self, where: str, text: str) -> None:
        """Put text in place of what a field has, by keys."""
        self(f"(field => {{ field.focus(); field.select(); }})(document.querySelector({json.dumps(where)}))")
        self.press(text)

    def close(self) -> None:
        """End it."""
        with self.held:
            self.ask("browser.close")

    def _end(self) -> None:
        self.process.kill()
        self.process.wait()
