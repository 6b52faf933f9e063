import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from pizarra.mathematics.boxes import Letter
from pizarra.page.palette import DARK, LIGHT
from pizarra.page.svg import svg

from .networks import DRAWN, network
from .sample import _diagram, speak

SPACE = "{http://www.w3.org/2000/svg}"
SEED = _diagram()


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)


def texts(root: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SPACE}text")]


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize("diagram", DRAWN.values(), ids=DRAWN)
def test_every_network_is_drawn_inside_its_frame(diagram, inline: bool) -> None:
    root = ET.fromstring(svg(diagram, "en", inline))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for circle in root.iter(f"{SPACE}circle"):
        x, y, r = (float(circle.attrib[name]) for name in ("cx", "cy", "r"))
        assert r <= x <= width - r
        assert r <= y <= height - r
    for text in root.iter(f"{SPACE}text"):
        assert 10 < float(text.attrib["y"]) < height - 3
        assert 0 < float(text.attrib["x"]) < width
    assert all(float(e.attrib.get("font-size", "17")) >= 12 for e in root.iter())
    drawn = sum(neuron.symbol is not None for column in diagram.columns for neuron in column.neurons)
    assert len(list(root.iter(f"{SPACE}circle"))) == drawn


def test_values_gradients_and_weights_of_the_lit_path() -> None:
    found = texts(ET.fromstring(svg(SEED, "en")))
    assert {"x1", "h2", "0.62", "−0.93", "−1.35", "+0.69", "b₁ = 1", "b₂ = −2", "ℒ", "0.8996"} <= set(found)
    assert [text for text in found if text in ("−1.5", "0.5", "−0.5", "−1")] == ["0.5", "−1.5", "0.5", "−0.5"]


def test_only_gradients_make_arrows() -> None:
    assert "stroke-dasharray" in svg(SEED, "en")
    forward = svg(DRAWN["forward only"], "en")
    assert "stroke-dasharray" not in forward
    assert LIGHT["value"] in forward


def test_an_elision_has_dots_and_no_connections() -> None:
    drawn = svg(DRAWN["tall"], "en")
    assert "⋮" in drawn
    assert 'data-k="w030"' in drawn
    assert 'data-k="w003"' not in drawn


def test_a_weight_stands_nearer_to_its_target() -> None:
    root = ET.fromstring(svg(network(1, 1), "en"))
    (a, b) = (float(circle.attrib["cx"]) for circle in root.iter(f"{SPACE}circle"))
    (plate,) = (text for text in root.iter(f"{SPACE}text") if "".join(text.itertext()) == "0.00")
    assert (float(plate.attrib["x"]) - a) / (b - a) > 0.5


def test_alone_it_has_its_own_ground_and_colours() -> None:
    drawn = svg(SEED, "en")
    assert 'fill="#ffffff"' in drawn
    assert "currentColor" not in drawn
    assert 'class="d-' not in drawn
    assert "var(" not in drawn


def test_inline_it_takes_the_colours_of_the_page() -> None:
    drawn = svg(SEED, "en", inline=True)
    assert not re.search(r"(fill|stroke)=", drawn)
    assert not re.search("#[0-9a-f]{6}", drawn)
    assert set(LIGHT) == set(DARK)


def test_it_says_what_it_shows() -> None:
    root = ET.fromstring(svg(SEED, "es"))
    assert root.attrib["role"] == "img"
    title, told = root.find(f"{SPACE}title"), root.find(f"{SPACE}desc")
    assert title is not None
    assert told is not None
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {told.attrib['id']}"
    assert title.text == "La red con sus valores y gradientes"
    assert "0.62 (−1.35), 0.12 (+0.05)" in str(told.text)


def test_names_stay_text() -> None:
    hostile = "'\"><script>&\x01"
    first, *others = SEED.columns
    neuron = replace(first.neurons[0], key=hostile, symbol=Letter(hostile), value=hostile, gradient=hostile)
    column = replace(first, symbol=Letter(hostile), neurons=(neuron, *first.neurons[1:]))
    diagram = replace(SEED, columns=(column, *others), loss_value=hostile, biases=((hostile, hostile),))
    for inline in (False, True):
        drawn = svg(diagram, "en", inline)
        ET.fromstring(drawn)
        assert "<script" not in drawn
