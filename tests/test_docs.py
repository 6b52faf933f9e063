"""What the documents say is so: commands are run, files are read, links lead somewhere. (`>>>` runs as a doctest.)

A fenced `console` block holds `$ pizarra …` and what it prints, with `...` for what is left out. A fenced `toml` block
after the comment `<!-- file: NAME -->` is a file that later commands of the same document find.
"""

from __future__ import annotations

import doctest
import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from pizarra import Notation
from pizarra.cli import main
from pizarra.gallery import source
from pizarra.problem import read_toml

from .test_architecture import FLOORS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"(?:^<!-- file: (\S+) -->\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
documents = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())


def commands(block: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    assert not parts[0].strip(), "a console block begins with a command"
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in parts[1:]]


@documents
def test_commands_print_what_is_shown(document, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name, language, block in BLOCK.findall(document.read_text(encoding="utf-8")):
        if name:
            Path(name).write_text(block, encoding="utf-8")
        if language == "toml":
            read(block)
        for command, shown in commands(block) if language == "console" else ():
            words, _, file = command.partition(" > ")
            program, *arguments = shlex.split(words)
            assert program == "pizarra"
            code = main(arguments)
            printed = capsys.readouterr()
            good = (0, 1) if arguments[0] == "check" else (0,)  # 1: something is wrong with what was checked
            assert code in ((2,) if printed.err else good), f"{command}\n{printed.err}"
            if file:
                Path(file).write_text(printed.out, encoding="utf-8")
                continue
            text = printed.err + printed.out
            checker = doctest.OutputChecker()
            assert checker.check_output(shown, text, FLAGS), (
                f"$ {command}\nshown:\n{shown}\nprinted:\n{text[:6000]}"
            )


def read(block: str) -> None:
    """Read a block of TOML as what it is: a network, a piece of one, or a notation."""
    table = tomllib.loads(block)
    if "printed" in table and "layers" not in table:
        block = source("sigmoid-regression") + block
    elif "layers" in table and "data" not in table:
        block += '[loss]\ntype = "squared_error"\n[data]\nx = [1]\ny = [1]\n'
    elif "layers" not in table:
        Notation.read(table)
        return
    read_toml(block, name="a block")


@documents
def test_links_lead_somewhere(document):
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http:", "https:")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_every_field_of_a_notation_is_described():
    text = (ROOT / "docs" / "howto" / "notation.md").read_text(encoding="utf-8")
    for field in fields(Notation):
        assert field.name == "name" or f"`{field.name}`" in text, f"say in notation.md what {field.name} is"


def test_the_map_in_contributing_is_that_of_the_imports():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?`) \|", text.split("## The map")[1].split("\n## ")[0], re.MULTILINE)
    there = {file.stem for file in (ROOT / "src" / "pizarra").iterdir()}
    assert [set(re.findall(r"`(\w+)`", row)) for row in rows] == [floor & there for floor in FLOORS]


def test_the_layer_in_contributing_is_the_real_one():
    real = (ROOT / "src" / "pizarra" / "layers" / "tanh.py").read_text(encoding="utf-8")
    assert f"```python\n{real}```" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_document_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for document in DOCUMENTS[2:]:
        name = document.relative_to(ROOT / "docs").as_posix()
        assert name == "README.md" or f"({name})" in index, f"docs/README.md does not list {name}"
