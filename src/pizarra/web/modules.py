"""The page's modules as one script: no file is left to be loaded, so the page works from a folder and offline."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

HERE = Path(__file__).parent / "js"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./[\w.]+";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) )", re.M)
_COMMENT = re.compile(r"^\s*/\*\*.*?\*/\n|^\s*//[^\n]*\n", re.M | re.S)


def joined(names: tuple[str, ...]) -> str:
    """Put modules one after the other, each after what it imports: their names are all different."""
    return "".join(_inside((HERE / f"{name}.js").read_text(encoding="utf-8")) for name in names)


def _inside(source: str) -> str:
    source = _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", source)))
    return re.sub(r"^[ \t]+", "", source, flags=re.M).replace("\n\n", "\n")


def policy_hash(text: str) -> str:
    """Give the source expression of a content policy that lets exactly this script or style be used."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
