"""Make the picture in the README: the page of `sigmoid-regression` in a browser, one entry worked path by path.

Needs a Chromium on the machine and `pip install -e '.[browser]'`. The page is drawn at 1280 pixels, light.

    python scripts/screenshot.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from pizarra.explain import Solution
from pizarra.gallery import source
from pizarra.problem import read_toml

NETWORK = "sigmoid-regression"
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / f"{NETWORK}.png"
WIDTH, HEIGHT = 1280, 720
BOTTOM = 592  # below the paths and the legend
LARGEST = 200_000  # bytes: it is loaded with the README


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("There is no Chromium on this machine.")
    solution = Solution(read_toml(source(NETWORK), name=NETWORK))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "page.html"
        solution.save(page_file)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(page_file.as_uri())
        page.evaluate("document.fonts.ready")
        page.evaluate("document.getElementById('paths').scrollIntoView()")  # the drawing stays beside it
        page.screenshot(path=PICTURE, clip={"x": 0, "y": 0, "width": WIDTH, "height": BOTTOM})
        browser.close()
    size = PICTURE.stat().st_size
    print(f"{PICTURE}: {size} bytes")
    if size > LARGEST:
        sys.exit(f"The picture is larger than {LARGEST} bytes.")


if __name__ == "__main__":
    main()
