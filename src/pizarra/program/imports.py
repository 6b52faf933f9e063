"""Imports: the files of a program's own folder that it imports, and those that these import, with their texts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

MOST = 50
LARGEST = 2_000_000


def imported(folder: Path, texts: list[str]) -> dict[str, str]:
    """Give the texts of the files that programs import from a folder, by their names in it, as `package/file.py`.

    What is too large, cannot be read, or is no Python, is left to the run, which says so where it is imported.
    """
    found: dict[str, str] = {}
    waiting = [name for text in texts for name in _asked(text, ())]
    while waiting and len(found) < MOST:
        for name, package in _files(folder, waiting.pop(0)):
            if name in found:
                continue
            try:
                content = Path(folder, name).read_bytes()
                if len(content) > LARGEST:
                    continue
                text = content.decode("utf-8-sig")
                waiting += _asked(text, package)
            except (OSError, SyntaxError, ValueError):
                continue
            found[name] = text
    return found


def _asked(text: str, package: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Give the modules that a text asks for, each as the parts of its name; of `from a import b`, b may be one too."""
    found: list[tuple[str, ...]] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [tuple(one.name.split(".")) for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            around = package[: len(package) - node.level + 1] if node.level else ()
            origin = (*around, *(node.module.split(".") if node.module else ()))
            found += [origin, *((*origin, one.name) for one in node.names)]
    return found


def _files(folder: Path, module: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the files that an import of a module reads, those of the packages around it first; each with its package."""
    for length in range(1, len(module) + 1):
        parts = module[:length]
        inside, alone = "/".join((*parts, "__init__.py")), "/".join(parts) + ".py"
        if Path(folder, inside).is_file():
            yield inside, parts
        elif Path(folder, alone).is_file():
            yield alone, parts[:-1]
