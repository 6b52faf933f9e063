"""A page of ours as one HTML file: its style, its data, its script, and a policy that lets nothing else be used."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

from ..mathematics.markup import escape
from ..page.html import style
from .modules import HERE, joined, policy_hash


def document(
    language: str,
    title: str,
    side: str,
    body: str,
    data: dict[str, Any],
    script: str,
    rules: str = "",
    sheets: tuple[str, ...] = ("live",),
) -> str:
    """Put a file together: `body` is what is read without scripts, `side` says where the drawing stands."""
    rules = style() + rules + "".join(sheet(name) for name in sheets)
    loader = joined(("packed", "start"))
    policy = (
        f"default-src 'none'; script-src {policy_hash(loader)} {policy_hash(script)}; "
        f"style-src {policy_hash(rules)}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{rules}</style>\n</head>\n<body>\n"
        f'<div id="live" class="page {side}" hidden></div>\n<div id="static" class="page">{body}</div>\n'
        f'<script type="text/plain" id="packed">{packed(data | {"script": script})}</script>\n'
        f'<script type="module">{loader}</script>\n</body>\n</html>\n'
    )


def sheet(name: str) -> str:
    """Give the rules of a sheet of ours, without remarks."""
    rules = (HERE.parent / f"{name}.css").read_text(encoding="utf-8")
    return re.sub(r"\s*\n\s*", "", re.sub(r"/\*.*?\*/", "", rules, flags=re.S))


def packed(data: Any) -> str:
    """Write data as deflated JSON in base64: letters that end no element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode("ascii")
