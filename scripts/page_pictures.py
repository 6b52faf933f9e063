"""Make the pictures of the living page in the documentation: one for each group of what it has.

Needs a Chromium on the machine and `pip install -e '.[browser]'`.

    python scripts/page_pictures.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from pizarra.gallery import source
from pizarra.problem import from_shape, read_toml
from pizarra.web import living_page, playground_page

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTH, HEIGHT = 1180, 760
LARGEST = 200_000  # bytes

# What is pictured: the page, its address, what is done there first, the window.
XOR = "step=backward-d-W1&case=2:0,1@3"
GROUPS: dict[str, tuple[str, str, str, tuple[int, int]]] = {
    "page-see": ("xor", XOR, "", (WIDTH, HEIGHT)),
    "page-explain": ("three", "step=paths&case=2:0,0@0", "", (WIDTH, HEIGHT)),
    "page-notation": ("xor", XOR + "&beside=nielsen", "", (1400, HEIGHT)),
    "page-interact": ("three", "step=forward-v1", "edit", (WIDTH, HEIGHT)),
    "page-spanish": ("three", "step=paths&case=4:1,2@0&lang=es&comma=1", "", (390, HEIGHT)),
    "page-playground": ("play", "data=circles&hidden=4.2&rate=0.1", "learn", (WIDTH, 1080)),
}  # fmt: skip
DONE = {
    "": "",
    "edit": "(() => { const field = document.querySelector('input[data-k=\"2:0,0\"]'); field.value = '0.5';"
    "pizarra.edited(field); document.querySelector('.active mtd [data-k]').dispatchEvent("
    "new MouseEvent('mouseover', {bubbles: true})); })()",
    "learn": "(() => { for (let k = 0; k < 40; k++) pizarra.model.descend(100); })()",
}


def pages(folder: Path) -> dict[str, Path]:
    made = {
        "xor": living_page(read_toml(source("xor"), name="xor"), others=["nielsen"]),
        "three": living_page(from_shape("3-2-3", hidden="sigmoid", factor="1/2")),
        "play": playground_page(most_layers=2),
    }
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def picture(browser: Any, file: Path, name: str, address: str, done: str, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme="light")
    page.goto(f"{file.as_uri()}#{address}")
    page.wait_for_selector(".active")
    page.evaluate("document.fonts.ready")
    if done:
        page.evaluate(DONE[done])
    page.evaluate(
        "scrollTo(0, 0)" if done == "learn" else "document.querySelector('.active').scrollIntoView()"
    )
    page.wait_for_timeout(300)
    target = PICTURES / f"{name}.png"
    page.screenshot(path=target)
    page.close()
    print(f"{target.name}: {target.stat().st_size} bytes")
    if target.stat().st_size > LARGEST:
        sys.exit(f"{target.name} is larger than {LARGEST} bytes.")


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("There is no Chromium on this machine.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        files = pages(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (page, address, done, size) in GROUPS.items():
            picture(browser, files[page], name, address, done, size)
        browser.close()


if __name__ == "__main__":
    main()
