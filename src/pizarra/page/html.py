"""A page as one HTML file: no script, no address to load from, its font inside, legible on paper and on a phone."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..language import say
from ..mathematics.markup import escape
from .blocks import Block, Page, Part, Picture, Section, Step
from .diagram import Diagram
from .html_blocks import Writer
from .html_inline import inline, words
from .palette import DARK, LIGHT, ROLES, variables
from .places import LEAST, Places

_HERE = Path(__file__).parent
BESIDE = 430  # pixels that a drawing beside the text has on a wide screen
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


def html(page: Page, language: str) -> str:
    """Write the whole page, complete in itself.

    The first picture goes beside the text and stays in sight; what is wider than its place scrolls by itself. Words
    of the page's own (contents, names of the colours) are the catalogue's sentences that begin with `page.`.
    """
    addresses = Addresses()
    named = [(section, addresses.of(section.key)) for section in page.sections]
    blocks = (block for section in page.sections for block in section.blocks)
    picture = next((block for block in blocks if isinstance(block, Picture)), None)
    writer = Writer(language, addresses, aside=picture)
    body = "".join(_section(section, address, writer) for section, address in named)
    drawn = writer.picture(picture) if picture else ""
    nav = _contents(named, writer)
    legend = _legend(body + drawn, language)
    title = words(page.title, language)
    wide = "" if picture is None else " beside" if is_narrow(picture.diagram) else " above"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{style()}</style>\n</head>\n<body>\n"
        f'<div class="page{wide}">\n<header><h1>{inline(page.title, language)}</h1>'
        f'<p class="summary">{inline(page.summary, language)}</p></header>\n'
        f'<aside>{drawn}{legend}{nav}</aside>\n<main>\n{body}</main>\n</div>\n</body>\n</html>\n'
    )  # fmt: skip


@cache
def style() -> str:
    """Give the style page with its colours and its font inside."""
    font = base64.b64encode((_HERE / "fonts" / "stix-two-math.woff2").read_bytes()).decode()
    source = f'url(data:font/woff2;base64,{font}) format("woff2")'
    face = f'@font-face{{font-family:"Pizarra";src:{source};font-display:block}}'
    rules = re.sub(r"/\*.*?\*/", "", (_HERE / "style.css").read_text(encoding="utf-8"), flags=re.S)
    rules = re.sub(r"\s*\n\s*", "", rules)
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}"
    return f"{face}:root{{{variables(LIGHT)}}}{dark}{rules}"


class Addresses:
    """Unique addresses within the page, made of the keys of sections and steps."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def of(self, key: str) -> str:
        """Give a new address for the key, without anything that an address or markup may not hold."""
        base = re.sub(r"[^\w.-]+", "-", key, flags=re.ASCII).strip("-.") or "part"
        address, count = base, 1
        while address in self.used:
            count += 1
            address = f"{base}-{count}"
        self.used.add(address)
        return address


def _section(section: Section, address: str, writer: Writer) -> str:
    blocks = "".join(writer.block(block, 3) for block in section.blocks)
    heading = f'<h2 id="{address}-title">{inline(section.title, writer.language)}</h2>'
    return f'<section id="{address}" aria-labelledby="{address}-title">{heading}\n{blocks}</section>\n'


def _contents(named: list[tuple[Section, str]], writer: Writer) -> str:
    entries = []
    for section, address in named:
        steps = "".join(
            f'<li><a href="#{writer.addresses_of[id(step)]}"><span class="no">{writer.numbers[id(step)]}</span>'
            f"<span>{inline(step.title, writer.language)}</span></a></li>"
            for step in _steps(section.blocks)
        )
        link = f'<a href="#{address}">{inline(section.title, writer.language)}</a>'
        nested = f"<ol>{steps}</ol>" if steps else ""
        entries.append(f"<li>{link}{nested}</li>")
    name = escape(words(say("page.contents"), writer.language))
    return f'<nav aria-label="{name}"><ol>{"".join(entries)}</ol></nav>'


def _steps(blocks: tuple[Block, ...]) -> Iterator[Step]:
    for block in blocks:
        if isinstance(block, Step):
            yield block
        elif isinstance(block, Part):
            yield from _steps(block.blocks)


def _legend(written: str, language: str) -> str:
    """Name the colours that this page uses."""
    used = (role for role in ROLES if f"r-{role}" in written)
    items = "".join(
        f'<li class="r-{role}">{inline(say(f"page.role.{role}"), language)}</li>' for role in used
    )
    return f'<ul class="legend">{items}</ul>' if items else ""


def is_narrow(diagram: Diagram) -> bool:
    """Tell whether the drawing fits beside the text without being cut."""
    return LEAST * Places(diagram).width <= BESIDE
