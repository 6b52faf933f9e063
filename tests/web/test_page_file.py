"""The living page as a file: complete in itself, small, and nothing in it that a name could turn into script."""

import base64
import hashlib
import json
import re
import zlib

import numpy as np
import pytest

from pizarra.cli import main
from pizarra.errors import NetworkError, NotationError
from pizarra.explain.solution import Solution
from pizarra.gallery import names, source
from pizarra.layers import Linear, Sigmoid
from pizarra.losses import SquaredError
from pizarra.network import Network, Part
from pizarra.notation import names as notations
from pizarra.page.blocks import Step
from pizarra.problem import Problem, from_plain, from_shape, read_toml
from pizarra.web import living_page
from pizarra.web.modules import HERE, joined
from pizarra.web.page import MODULES
from pizarra.web.playground import MODULES as PLAYGROUND

SMALL = from_shape("3-2-3", hidden="sigmoid", factor="1/2")


def elements(page):
    return re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S)


def unpacked(page):
    [packed] = [text for attributes, text in elements(page) if 'id="packed"' in attributes]
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def test_a_small_page_with_every_notation_and_language_is_small():
    page = living_page(SMALL, others=notations(), language="es")
    assert len(page.encode()) <= 250_000


def test_the_policy_lets_exactly_this_script_and_this_style_be_used():
    page = living_page(SMALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none';")
    [style] = re.findall(r"<style>(.*?)</style>", page, re.S)
    [(_, script)] = [found for found in elements(page) if 'type="module"' in found[0]]
    hashed = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (script, unpacked(page)["script"], style)
    ]
    assert "script-src 'sha256-{}' 'sha256-{}'; style-src 'sha256-{}';".format(*hashed) in policy
    assert not re.search(r'\sstyle="|\son\w+="', page)


def test_nothing_is_loaded_from_anywhere():
    page = living_page(SMALL, others=notations())
    assert {*re.findall(r"\w+://[^\s\"'<>)]+", page)} <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\b(src|href)=", page)
    assert not re.search(r"\b(fetch|import|eval|Function|XMLHttpRequest|WebSocket)\s*\(", joined(MODULES))


def test_it_can_be_read_without_scripts():
    page = living_page(SMALL, language="es")
    shown = re.search(r'<div id="static"[^>]*>(.*?)<script', page, re.S)[1]
    assert "<svg" in shown
    assert "Hacia atrás" in shown
    assert 'id="live" class="page beside" hidden' in page


def test_lessons_say_every_notation_in_every_language():
    page = living_page(SMALL, others=notations())
    data = unpacked(page)
    assert [lesson["name"] for lesson in data["lessons"]] == list(notations())
    for together in data["steps"]:
        assert len(together) == len(notations())
        assert len({step["key"] for step in together}) == 1
        for step in together:
            assert {*step["title"]} == {"en", "es"}
            assert step["title"]["en"] != step["title"]["es"] or step["key"] == "paths"


@pytest.mark.parametrize("name", names())
def test_every_network_of_the_gallery_has_its_page(name):
    page = living_page(read_toml(source(name), name=name))
    data = unpacked(page)["page"]
    assert len(data["names"]) == len(data["shapes"]) == len(data["base"])
    assert {*data["words"]} == {"en", "es"}


def test_a_large_network_makes_a_page_that_can_be_sent():
    rng = np.random.default_rng(0)
    layers = [
        (rng.normal(size=(128, 784)), np.zeros(128)),
        "relu",
        (rng.normal(size=(10, 128)), np.zeros(10)),
    ]
    problem = from_plain(layers, rng.normal(size=784), 3, loss="softmax_cross_entropy")
    assert len(living_page(problem, others=notations()).encode()) <= 1_500_000


def test_the_modules_are_all_there_each_after_what_it_imports():
    assert {file.stem for file in HERE.glob("*.js")} == {*MODULES, *PLAYGROUND, "widget", "packed", "start"}
    for place, name in enumerate(MODULES):
        text = (HERE / f"{name}.js").read_text(encoding="utf-8")
        for needed in re.findall(r'from "\./(\w+)\.js"', text):
            assert needed in MODULES[:place], f"{name} imports {needed}, which comes later"
    sources = [(HERE / f"{name}.js").read_text(encoding="utf-8") for name in PLAYGROUND]
    own = r"^(?:export )?(?:async )?(?:function|class|const) (\w+)"
    functions = [name for source in sources for name in re.findall(own, source, re.M)]
    assert len(functions) == len({*functions}), "two modules define the same name"


def test_the_command_writes_a_page(tmp_path, capsys):
    target = tmp_path / "p.html"
    assert (
        main(
            ["page", "xor", "-o", str(target), "--others", "nielsen,d2l", "--lang", "es", "--case", "V[1,2]"]
        )
        == 0
    )
    text = target.read_text(encoding="utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="es">')
    assert capsys.readouterr().out == ""


def test_what_cannot_be_used_is_refused(tmp_path, capsys):
    assert main(["page", "xor", "-o", str(tmp_path / "p.pdf")]) == 2
    assert "does not end in .html or .htm" in capsys.readouterr().err
    assert main(["page", "xor", "-o", str(tmp_path / "p.html"), "--others", "murphi"]) == 2
    assert "There is no notation 'murphi'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    with pytest.raises(NotationError, match="There is no notation 'x'"):
        living_page(SMALL, others=["x"])


def named(*names):
    base = from_shape("2-2-2-1", hidden="sigmoid")
    kinds = [Linear(), Sigmoid(), Linear(), Sigmoid(), Linear()]
    parts = [Part(kind, name=name) for kind, name in zip(kinds, names, strict=True)]
    return Problem(Network(parts, SquaredError()), base.parameters, base.x, base.t)


def test_names_that_differ_in_marks_alone_have_steps_of_their_own():
    problem = named("a:b", "a-b", "a@b", "a-3ab", "y")
    assert len(living_page(problem)) > 0
    steps = Solution(problem).page.sections
    keys = [block.key for section in steps for block in section.blocks if isinstance(block, Step)]
    assert len(keys) == len({*keys})


def test_a_layer_with_the_name_of_a_gradient_is_refused():
    with pytest.raises(NetworkError, match="A layer is called 'd:a'"):
        living_page(named("a", "d:a", "b", "c", "y"))
