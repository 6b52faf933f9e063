"""The playground: what it learns is what Python learns, and everything that can be chosen is worked out."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pizarra.cli import main
from pizarra.errors import DataError, NotationError
from pizarra.layers import Linear
from pizarra.network import Network
from pizarra.trace import Trace
from pizarra.web import playground_page
from pizarra.web.modules import HERE, joined
from pizarra.web.playground import MODULES
from pizarra.web.skeleton import ACTIVATIONS, OUTPUTS, Skeleton

from ..browser.test_browser import CLIPPED, browser
from .test_living_page import FRAMES, WRITTEN_OVER, opened
from .test_page_file import elements

__all__ = ["browser", "opened"]


@pytest.fixture(scope="module")
def small() -> str:
    return playground_page(most_layers=1)


@pytest.fixture(scope="session")
def whole() -> str:
    return playground_page()


def test_it_is_one_file_that_lets_nothing_else_be_used(small: str) -> None:
    assert "unsafe" not in small
    assert not re.search(r"\b(src|href)=", small)
    assert not re.search(r'\sstyle="|\son\w+="', small)
    assert not re.search(r"\b(fetch|import|eval|Function|XMLHttpRequest|WebSocket)\s*\(", joined(MODULES))
    assert len(elements(small)) == 2


def test_the_modules_are_all_there_each_after_what_it_imports() -> None:
    for place, name in enumerate(MODULES):
        text = (HERE / f"{name}.js").read_text(encoding="utf-8")
        for needed in re.findall(r'from "\./(\w+)\.js"', text):
            assert needed in MODULES[:place], f"{name} imports {needed}, which comes later"
    text = "\n".join((HERE / f"{name}.js").read_text(encoding="utf-8") for name in MODULES)
    names = re.findall(r"^(?:export )?(?:async )?(?:function|class|const) (\w+)", text, re.M)
    assert len(names) == len({*names}), "two modules define the same name"


def test_no_step_of_a_template_has_a_number_that_stands_for_another() -> None:
    skeleton = Skeleton(1, "tanh", "linear", "standard")
    left = {"steps": skeleton.said["steps"]}
    text = re.sub(r"<[^>]*>", " ", json.dumps(left, ensure_ascii=False))
    numbers = {int(n) for n in re.findall(r"(?<![\w.])\d+(?![\w.])", text)}
    assert numbers & {*range(28, 40)} == {29, 31, 32}


def test_the_command_writes_it(tmp_path: Path, capsys: Any, monkeypatch: Any, small: str) -> None:
    import pizarra.web

    monkeypatch.setattr(pizarra.web, "playground_page", lambda **options: small)
    monkeypatch.chdir(tmp_path)
    assert main(["page", "--playground"]) == 0
    assert (tmp_path / "playground.html").read_text(encoding="utf-8") == small
    for wrong, said in (
        (["xor", "--playground"], "has no network of its own"),
        (["--playground", "--case", "W[1,1]"], "--case goes with a network"),
        (["--playground", "-o", "p.pdf"], "does not end in .html"),
        (["--playground", "--lang", "fr"], "no language 'fr'"),
        ([], "Give a network"),
        (["xor"], "Say with -o where the page goes"),
    ):
        assert main(["page", *wrong]) == 2
        assert said in capsys.readouterr().err
    with pytest.raises(NotationError, match="There is no notation 'x'"):
        playground_page(notation="x")
    with pytest.raises(DataError, match="There is no language 'fr'"):
        playground_page(language="fr")


ADDRESSES = [
    "data=circles&hidden=4.2",
    "data=xor&hidden=&output=logistic&batch=1",
    "data=spiral&hidden=8.8.8&features=x1.x2.sinx1.sinx2&activation=relu&output=logistic&rate=0.1&batch=30",
    "data=blobs&hidden=1&activation=sigmoid&output=sigmoid&penalty=l2&strength=0.01&noise=0.3",
    "data=plane&hidden=3.3&activation=leaky_relu&output=linear&penalty=l1&strength=0.02",
    "data=hills&hidden=5.1.2.4&activation=softplus&output=tanh&batch=7&penalty=l2",
    "data=curve&hidden=9.3&activation=elu&output=linear&features=x1.sinx1&batch=100",
    "data=circles&hidden=2.3.2.3.2.3&activation=identity&output=tanh&batch=3",
]
STATE = "['arrays', 'steps'].map(name => pizarra.model[name]).map(v => v.map ? v.map(a => [...a]) : v)"


@pytest.mark.browser
@pytest.mark.parametrize("address", ADDRESSES)
def test_it_learns_as_python_learns(opened: Any, whole: str, address: str) -> None:
    page = opened(whole, address=f"#{address}")
    settings = page("pizarra.settings")
    names, shapes = page("[pizarra.page.names, pizarra.page.shapes]")
    layers: list[Any] = [Linear()]
    for _ in settings["hidden"]:
        layers += [ACTIVATIONS[settings["activation"]](), Linear()]
    last, loss = OUTPUTS[settings["output"]]
    network = Network([*layers, *last], loss)
    penalty = {"none": lambda w: 0 * w, "l2": lambda w: w, "l1": np.sign}[settings["penalty"]]
    parameters: dict[str, np.ndarray] | None = None
    for count in range(4):
        arrays, steps = page(STATE)
        assert steps == count
        given = {name: np.array(a).reshape(s) for name, a, s in zip(names, arrays, shapes, strict=True)}
        parameters = parameters or {name: given[name] for name in network.parameters}
        trace = Trace(network, parameters, given["x"], given["t"], learning_rate=settings["rate"])
        wanted = {**trace.values, **trace.parameters, **{f"d:{n}": a for n, a in trace.cotangents.items()}}
        moved = {}
        for name, gradient in trace.gradients.items():
            more = settings["strength"] * penalty(parameters[name]) if name.startswith("W") else 0.0
            moved[name] = parameters[name] - settings["rate"] * (gradient + more)
            wanted[f"new:{name}"] = moved[name]
        for name in {*names} - {"rate", "penalty"}:
            np.testing.assert_allclose(given[name], wanted[name], rtol=1e-12, atol=1e-12, err_msg=name)
        parameters = moved
        page.page.locator("[data-is=once]").click()


@pytest.mark.browser
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_step_is_worked_out(opened: Any, whole: str, address: str, language: str) -> None:
    page = opened(whole, address=f"#{address}&all=1&lang={language}&step=paths")
    page.page.locator("[data-is=once]").click()
    left = page(
        "() => { const live = document.getElementById('live'); const bad = [];"
        "for (const { dataset } of live.querySelectorAll('[data-k]'))"
        "  if (/[\\ue000-\\ue0ff]/.test(dataset.k)) bad.push(dataset.k);"
        "const text = live.textContent; const found = /.{0,40}([\\ue000-\\ue0ff]|undefined|NaN).{0,40}/.exec(text);"
        "if (found) bad.push(found[0]); return bad; }"
    )
    assert left == []
    widths = page("[pizarra.model.shape(0)[1], ...pizarra.settings.hidden, 1]")
    steps = page("pizarra.lesson.steps.map(step => step.key)")
    for k, (inside, out) in enumerate(pairwise(widths), start=1):
        assert f"update-W{k}" in steps
        assert page(f"pizarra.model.shape(pizarra.page.names.indexOf('W{k}'))") == [inside, out]
    # the sum of one unit's inputs has as many terms as there are inputs
    first = page.page.locator('[data-step="0"] [data-part="case"] .equations > div').nth(1)
    assert first.locator('[data-k^="0:"]').count() == widths[0]
    total = page.text('[data-part="check"] strong')
    assert total in ("they agree", "coinciden")


@pytest.mark.browser
def test_all_that_can_be_chosen_is_chosen_with_mouse_and_keys(opened: Any, whole: str) -> None:
    page = opened(whole)
    at = page.page.locator
    at('[data-set="data"]').select_option("xor")
    at('[data-do="deeper"]').click()
    at('[data-do="more:2"]').click()
    at('[data-set="units:0"]').fill("6")
    page.page.keyboard.press("Tab")
    at('[data-set="activation"]').select_option("relu")
    at('[data-set="output"]').select_option("logistic")
    at('[data-set="feature:x1x2"]').check()
    at('[data-set="penalty"]').select_option("l2")
    at('[data-set="strength"]').fill("0,002")
    page.page.keyboard.press("Enter")
    at('[data-set="noise"]').focus()
    page.page.keyboard.press("ArrowRight")
    chosen = page("pizarra.settings")
    assert chosen["hidden"] == [6, 2, 3]
    assert chosen["features"] == ["x1", "x2", "x1x2"]
    assert (chosen["activation"], chosen["output"], chosen["penalty"]) == ("relu", "logistic", "l2")
    assert (chosen["strength"], chosen["noise"]) == (0.002, 0.05)
    assert page("pizarra.model.arrays[pizarra.page.names.indexOf('penalty')][0]") == 0.002
    again = opened(whole, address=page.address())
    assert again("pizarra.settings") == chosen
    assert again(STATE) == page(STATE)


@pytest.mark.browser
def test_it_runs_stops_and_goes_back(opened: Any, whole: str) -> None:
    page = opened(whole, address="#data=blobs")
    before = page(STATE)
    first = page("pizarra.model.losses[0]")
    page.page.locator("[data-is=run]").click()
    page.page.wait_for_function("() => pizarra.model.steps > 300")
    page.page.locator("[data-is=run]").click()
    steps, losses = page("[pizarra.model.steps, pizarra.model.losses]")
    assert steps > 300
    assert losses[-1][1] < first[1] / 4
    page(FRAMES)
    assert page("pizarra.model.steps") == steps
    assert f"{steps}" in page.text("[data-is=loss]")
    assert page.page.locator(".curve polyline").count() == 2
    page.page.locator("[data-is=undo]").click()
    assert page(STATE) == before
    assert page("pizarra.model.losses") == [first]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("rate", "abc", "no number"), ("rate", "", "Empty"), ("rate", "1e400", "Too large"),
     ("rate", "-1", "From 0 to 1000"),
     ("batch", "2.5", "whole number"), ("batch", "0", "whole number from 1"), ("units:0", "33", "Too many to draw"),
     ("units:0", "1e9", "Too many to draw"), ("units:1", "x", "no number"), ("seed", "<b>1</b>", "no number")],
)  # fmt: skip
def test_what_cannot_be_used_is_said_beside_the_field(
    opened: Any, whole: str, field: str, typed: str, said: str
) -> None:
    page = opened(whole)
    before, input_ = page(STATE), page.page.locator(f'[data-set="{field}"]')
    old = input_.input_value()
    input_.fill(typed)
    page.page.keyboard.press("Tab")
    beside = page.page.locator("[data-is=settings] .error")
    assert said in beside.text_content()
    assert input_.input_value() == old
    assert input_.get_attribute("aria-invalid") == "true"
    assert page(STATE) == before


@pytest.mark.browser
def test_own_points_by_mouse_and_by_keys(opened: Any, whole: str) -> None:
    page = opened(whole)
    page.page.locator('[data-set="data"]').select_option("own")
    canvas = page.page.locator("[data-is=surface] canvas")
    canvas.click(position={"x": 140, "y": 140})
    canvas.click(position={"x": 40, "y": 200}, modifiers=["Shift"])
    canvas.focus()
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("Enter")
    points = page("pizarra.settings.points")
    assert [point["t"] for point in points] == [1, -1, 1]
    assert points[0]["x"] == pytest.approx([0, 0], abs=0.1)
    assert points[2]["x"] == [0.5, 0.5]
    page.page.locator("[data-is=once]").click()
    assert opened(whole, address=page.address())("pizarra.settings.points") == points
    page.page.locator('[data-do="clear"]').click()
    assert page("pizarra.settings.points") == []


PICTURES = """() => Object.fromEntries([...document.querySelectorAll('[data-is=drawing] canvas')].map(one =>
  [one.dataset.map, [...one.getContext('2d').getImageData(0, 0, 12, 12).data]]))"""


@pytest.mark.browser
def test_every_neuron_has_a_picture_of_what_it_says(opened: Any, small: str) -> None:
    page = opened(small, address="#hidden=3&activation=tanh&data=blobs")
    page.page.wait_for_selector("[data-is=drawing] canvas")
    page(FRAMES)
    before = page(PICTURES)
    assert len(before) == 2 + 3 + 1
    x1, x2 = (np.reshape(before[f"0:{k}"], (12, 12, 4)) for k in (0, 1))
    assert (x1[:, 0, 2] > x1[:, 0, 0]).all()  # the low side is blue, the high one orange
    assert (x1[:, -1, 2] < x1[:, -1, 0]).all()
    assert (x2[-1, :, 2] > x2[-1, :, 0]).all()
    assert (x2[0, :, 2] < x2[0, :, 0]).all()
    # A unit's picture is what its formula gives over the plane.
    names = page("pizarra.page.names")
    weights, biases = (np.array(page(f"[...pizarra.model.arrays[{names.index(n)}]]")) for n in ("W1", "b1"))
    at = page("pizarra.play.most") * (2 * (np.arange(12) + 0.5) / 12 - 1)
    plane = np.stack(np.meshgrid(at, -at), axis=-1).reshape(-1, 2)
    said = np.tanh(plane @ weights.reshape(2, 3) + biases)
    hidden = next(key for key in before if key.endswith(":2") and key != "0:2").split(":")[0]
    for unit in range(3):
        share = (said[:, unit] - said[:, unit].min()) / np.ptp(said[:, unit])
        ends = np.array([[11, 95, 176], [255, 255, 255], [192, 68, 0]])
        wanted = [np.interp(share, [0, 0.5, 1], ends[:, channel]) for channel in range(3)]
        found = np.reshape(before[f"{hidden}:{unit}"], (144, 4))[:, :3]
        np.testing.assert_allclose(found, np.transpose(wanted), atol=1)
    page.page.locator("[data-is=run]").click()
    during = before
    for _ in range(100):
        page.page.wait_for_timeout(50)
        during = page(PICTURES)
        if during[f"{hidden}:0"] != before[f"{hidden}:0"]:
            break
    assert page("pizarra.running") > 0
    assert during[f"{hidden}:0"] != before[f"{hidden}:0"]
    assert during["0:0"] == before["0:0"]
    page.page.locator("[data-is=run]").click()


@pytest.mark.browser
def test_a_weight_is_typed_where_its_link_is_clicked(opened: Any, small: str) -> None:
    page = opened(small, address="#hidden=3&data=blobs")
    number = page("pizarra.page.names.indexOf('W1')")
    value = f"pizarra.model.arrays[{number}]"
    link = page.page.locator(f'path[data-k="{number}:1,2"]')
    link.dispatch_event("mouseover")
    assert page.page.locator(f'g.plate[data-k="{number}:1,2"]').evaluate(
        "plate => getComputedStyle(plate).visibility") == "visible"  # fmt: skip
    link.dispatch_event("click")
    field = page.page.locator("[data-is=weight]")
    assert field.get_attribute("data-field") == f"{number}:5"
    assert page("document.activeElement.dataset.is") == "weight"
    before = page("[pizarra.model.loss, document.querySelector('[data-is=steps]').textContent]")
    page.page.keyboard.type("1,25")
    page.page.keyboard.press("Enter")
    assert page(value)[5] == 1.25
    after = page("[pizarra.model.loss, document.querySelector('[data-is=steps]').textContent]")
    assert after[0] != before[0]
    assert after[1] != before[1]
    assert page.text(f'g.plate[data-k="{number}:1,2"] text') == "1.25"
    page.page.keyboard.press("ArrowDown")  # the next one is a bias
    assert page("pizarra.page.names[pizarra.chosen.of]") == "b1"
    page.page.keyboard.type("x")
    page.page.keyboard.press("Enter")
    assert "no number" in page.text("figcaption .error")
    assert page("document.activeElement.dataset.is") == "weight"
    page.page.keyboard.press("Escape")
    assert page("document.activeElement.dataset.is") == "drawing"
    page.page.keyboard.press("e")
    assert page("document.activeElement.dataset.is") == "weight"
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.type("-0.5")
    page.page.keyboard.press("Tab")
    assert page(value)[5] == -0.5
    page.page.locator("[data-is=undo]").click()
    page.page.locator("[data-is=undo]").click()
    assert page(value)[5] not in (1.25, -0.5)
    while page("!document.querySelector('[data-is=undo]').disabled"):
        page.page.locator("[data-is=undo]").click()


@pytest.mark.browser
def test_data_and_weights_are_drawn_anew_each_alone(opened: Any, small: str) -> None:
    page = opened(small, address="#hidden=3&seed=4")
    given = "[pizarra.play.parts.train.map(one => one.x), [...pizarra.model.arrays[2]]]"
    first = page(given)
    page.page.locator('[data-do="redraw"]').click()
    second = page(given)
    assert second[0] != first[0]
    assert second[1] == first[1]
    page.page.locator('[data-do="reweigh"]').click()
    third = page(given)
    assert third[0] == second[0]
    assert third[1] != second[1]
    assert opened(small, address=page.address())(given) == third
    page.page.locator('[data-do="renew"]').click()
    fourth = page(given)
    assert fourth[0] != third[0]
    assert fourth[1] != third[1]
    assert page.page.locator("[data-is=refused]").is_hidden()


@pytest.mark.browser
def test_what_the_address_asks_for_in_vain_is_said_at_the_top(opened: Any, small: str) -> None:
    asked = ["data=rows", "rate=-1", "activation=<b>no</b>", "hidden=4.99", "features=x1.x9", "seed=", "tests=2",
             "points=1~2", "colour=red", "decimals=77", "step=nowhere"]  # fmt: skip
    page = opened(small, address="#noise=0.1&" + "&".join(asked))
    said = page.page.locator("[data-is=refused]")
    assert said.is_visible()
    for one in asked:
        assert one in said.text_content()
    assert "noise" not in said.text_content()
    chosen = page("pizarra.settings")
    assert (chosen["noise"], chosen["rate"], chosen["hidden"]) == (0.1, 0.03, [4])
    page("() => { location.hash = '#rate=abc&batch=5'; }")
    said.filter(has_text="rate=abc").wait_for()
    assert "colour" not in said.text_content()
    assert page("pizarra.settings.batch") == 5


@pytest.mark.browser
def test_rows_from_a_table(opened: Any, whole: str, tmp_path: Path) -> None:
    page = opened(whole)
    page.page.locator('[data-set="data"]').select_option("rows")
    area = page.page.locator('[data-set="rows"]')
    for wrong, said in (
        ("1,2,3\n4,5", "Row 2"),
        ("1,2,3\n4,x,6\n1,2,3\n1,2,3", "“x” is no number"),
        ("1,2,3", "At least four"),
        ("1,2,1e999\n" * 5, "no number"),
    ):
        area.fill(wrong)
        area.blur()
        assert said in page.text("[data-is=settings] .error")
        assert page("pizarra.settings.data") == "circles"
    area.fill("a;b;t\n0;0;5\n0;1;7\n1;0;7\n1,5;1;5")
    area.blur()
    assert page("pizarra.settings.data") == "rows"
    rows = page("[...pizarra.play.parts.train, ...pizarra.play.parts.test]")
    assert sorted((row["x"], row["t"]) for row in rows) == [
        ([0, 0], -1),
        ([0, 1], 1),
        ([1, 0], 1),
        ([1.5, 1], -1),
    ]
    file = tmp_path / "line.csv"
    file.write_text("x,t\n" + "\n".join(f"{k},{k * k}" for k in range(9)), encoding="utf-8")
    page.page.locator('[data-set="file"]').set_input_files(file)
    page.page.wait_for_function("() => pizarra.play.line")
    assert page("pizarra.model.shape(0)[1]") == 1


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 390])
@pytest.mark.parametrize("address", ADDRESSES[:4])
def test_nothing_is_cut_off_or_written_over(
    opened: Any, whole: str, address: str, width: int, scheme: str
) -> None:
    page = opened(whole, width=width, scheme=scheme, address=f"#{address}&lang=es&all=1&step=paths")
    assert page("document.documentElement.scrollWidth") <= width
    assert page(CLIPPED) == []
    assert page(WRITTEN_OVER) == []
