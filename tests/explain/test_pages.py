"""Whole pages: golden texts that are reviewed as prose, and what every page has, whatever the network."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pizarra.errors import DataError, NotationError
from pizarra.explain import explain, remembered
from pizarra.explain.solution import Solution
from pizarra.language import LANGUAGES, Say, phrase
from pizarra.mathematics.unicode import inline
from pizarra.page.blocks import Equations, Part, Sentence, Step, Table
from pizarra.page.text import text as written
from pizarra.problem import from_plain, read_toml

from .arithmetic import blocks, path_tables, value
from .pages import GALLERY, own, problem, random_problem, solution, stated

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
SECTIONS = ["data", "forward", "loss", "backward", "update", "summary"]


def words(said: Say, language: str = "en") -> str:
    return "".join(part if isinstance(part, str) else inline(part) for part in phrase(said, language))


def sentences(page, language: str = "en") -> list[str]:
    """List every sentence of a page: titles and purposes, paragraphs, notes of equations."""
    found = []
    for block in blocks(page):
        match block:
            case Step(_, title, purpose):
                found += [title, purpose]
            case Sentence(said):
                found.append(said)
            case Equations(lines):
                found += [line.note for line in lines if line.note is not None]
            case Table(_, _, _, caption) if caption is not None:
                found.append(caption)
    return [words(said, language) for said in found]


def steps(page, section: str) -> list[Step]:
    (chosen,) = [s for s in page.sections if s.key == section]
    return [block for block in chosen.blocks if isinstance(block, Step)]


def compare(name: str, text: str, update: bool) -> None:
    file = GOLDEN / name
    if update:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.is_file(), f"{file} is not there; run pytest --update-golden, and read what it wrote"
    assert text == file.read_text(encoding="utf-8")


# Golden pages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GALLERY)
def test_golden_text(name, language, update_golden):
    compare(f"{name}.{language}.txt", own(name, language).text(width=120), update_golden)


@pytest.mark.parametrize("ending", ["md", "tex"])
def test_golden_xor_in_other_formats(ending, update_golden):
    xor = own("xor")
    compare(f"xor.en.{ending}.txt", xor.markdown() if ending == "md" else xor.latex(), update_golden)


def test_every_golden_file_belongs_to_a_page():
    wanted = {f"{name}.{language}.txt" for name in GALLERY for language in LANGUAGES}
    assert {file.name for file in GOLDEN.glob("*.txt")} == wanted | {"xor.en.md.txt", "xor.en.tex.txt"}


def test_a_page_is_the_same_twice():
    assert solution("xor").page == solution("xor").page
    assert solution("xor").html() == solution("xor").html()


# What every page has

PAGES = [*GALLERY, *range(10)]


@cache
def page_of(which):
    return own(which) if isinstance(which, str) else Solution(random_problem(which))


@pytest.mark.parametrize("which", PAGES)
def test_the_sections_stand_in_their_order(which):
    keys = [section.key for section in page_of(which).page.sections]
    extra = [key for key in keys if key not in SECTIONS]
    assert [key for key in keys if key in SECTIONS] == SECTIONS
    assert extra in ([], ["printed"])


@pytest.mark.parametrize("which", PAGES)
def test_the_keys_of_steps_are_unique_and_fit_an_address(which):
    keys = [block.key for block in blocks(page_of(which).page) if isinstance(block, Step)]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", key) for key in keys)


@pytest.mark.parametrize("which", PAGES)
def test_every_backward_step_is_said_in_all_three_forms_and_checked(which):
    worked = page_of(which)
    found = [s for s in steps(worked.page, "backward") if s.key.startswith("backward-")]
    names = {name for name in (*worked.trace.parameters, *worked.view.network.values) if name != "x"}
    whole = {key.removeprefix("backward-d-").removeprefix("backward-sum-") for key in (s.key for s in found)}
    assert names <= {key.partition("-v")[0] if "-v" in key and key not in names else key for key in whole}
    for step in found:
        kinds = [part.kind for part in step.parts]
        assert kinds[:3] == ["general", "matrices", "case"], step.key
        assert all(part.blocks for part in step.parts), step.key


@pytest.mark.parametrize("which", PAGES)
def test_every_backward_step_has_its_four_lines(which):
    page = page_of(which).page
    for step in steps(page, "backward"):
        if not step.key.startswith("backward-d-"):
            continue
        general = [
            words(line.note)
            for b in blocks(step)
            if isinstance(b, Equations)
            for line in b.lines
            if line.note
        ]
        said = " | ".join(general)
        assert "what arrives" in said, step.key
        assert "local derivative" in said, step.key
        assert "product" in said, step.key
        assert "stored" in said or "passed on" in said or "ends" in said, (step.key, said)


@pytest.mark.parametrize("which", PAGES)
def test_every_displayed_gradient_has_its_finite_differences_and_they_agree(which):
    worked = page_of(which)
    for step in steps(worked.page, "backward"):
        if not step.key.startswith("backward-") or re.search(r"-d-.*-v\d+$|-\d+$", step.key):
            continue
        kinds = [part.kind for part in step.parts]
        if "check" not in kinds:  # one contribution of several: their sum is checked
            assert f"backward-sum-{step.key.split('-')[2]}" in {s.key for s in steps(worked.page, "backward")}
            continue
    text = " ".join(sentences(worked.page))
    assert "do NOT" not in text
    assert "✗" not in text


def parts_of(page, kind):
    return [block for block in blocks(page) if isinstance(block, Part) and block.kind == kind]


@pytest.mark.parametrize("name", GALLERY)
def test_the_check_shows_the_gradient_itself(name):
    """What finite differences measured reads like the gradient beside which it stands, to the last digit but one."""
    for step in steps(own(name).page, "backward"):
        matrices = [p for p in step.parts if p.kind == "matrices"]
        checks = [p for p in step.parts if p.kind == "check"]
        if not matrices or not checks:
            continue
        last = [line for b in blocks(matrices[0]) if isinstance(b, Equations) for line in b.lines][-1].chain[
            -1
        ][1]
        first = next(line for b in blocks(checks[0]) if isinstance(b, Equations) for line in b.lines)
        shown = first.chain[-1][1]
        np.testing.assert_allclose(value(shown), value(last), atol=1.01e-4)


def test_no_page_says_none_or_nan():
    for which in PAGES:
        page = page_of(which).page
        for language in LANGUAGES:
            text = " ".join(sentences(page, language))
            assert not re.search(r"\bNone\b|\bnan\b|\binf\b|Say\(", text)


# Kinks, sums, samples


def test_kinks_are_said():
    """In xor two pre-activations are exactly 0, so ReLU has no derivative there."""
    for language, word in (("en", "kink"), ("es", "quiebro")):
        found = [text for text in sentences(own("xor").page, language) if word in text]
        assert any("z₂₁" in text and "0.1345" in text for text in found)
        assert any("z₃₁" in text for text in found)
    assert not any("kink" in text for text in sentences(own("four-points").page))


@pytest.mark.parametrize("name", ["residual"])
def test_contributions_are_listed_and_added(name):
    keys = [step.key for step in steps(own(name).page, "backward")]
    sums = [key for key in keys if key.startswith("backward-sum-")]
    assert sums == ["backward-sum-h", "backward-sum-W1", "backward-sum-b1"] or set(sums) == {
        "backward-sum-h",
        "backward-sum-W1",
        "backward-sum-b1",
    }
    for key in sums:
        plain = key.removeprefix("backward-sum-")
        before = [k for k in keys[: keys.index(key)] if k.startswith(f"backward-d-{plain}-")]
        assert len(before) == 2, key


def test_one_sample_has_no_index_and_no_sum_over_samples():
    said = stated(own("sigmoid-regression").page)
    assert not any("ₙ" in text or "N" in text for _, left, right in said for text in (left, right))


def test_several_samples_are_added_up_and_it_is_said():
    assert any("adds up the 4 samples" in text for text in sentences(own("xor").page))
    assert any("4" in text and "muestras" in text for text in sentences(own("xor").page, "es"))


# Large networks


def network(*widths, seed=0, samples=1):
    rng = np.random.default_rng(seed)
    layers = []
    for rows, columns in zip(widths[1:], widths, strict=False):
        layers += [(rng.normal(size=(rows, columns)) / np.sqrt(columns), rng.normal(size=rows)), "sigmoid"]
    return layers, rng.normal(size=widths[0]), rng.uniform(size=widths[-1])


def test_a_large_network_is_elided_and_shows_the_case():
    layers, x, y = network(784, 128, 10)
    worked = explain(layers, x, y, case="W1[18,301]")
    text = worked.text(width=120)
    assert len(text) < 150_000
    assert "⋯" in text
    assert "⋮" in text
    assert worked.case.place == (300, 17)
    gradient = worked.trace.gradients["W1"][300, 17]
    assert "w_{18,301}" in text
    assert any(abs(value_of(right) - gradient) < 6e-5 for _, left, right in stated(worked.page)
               if left == "∂ℒ/∂w_{18,301}⁽¹⁾" and value_of(right) is not None)  # fmt: skip
    assert len(explain(layers, x, y).html()) < 320_000


def value_of(text):
    match = re.fullmatch(r"([−\d.]+)(?: · 10\^?\{?([⁻⁰¹²³⁴⁵⁶⁷⁸⁹−\d]+)\}?)?", text)
    if match is None:
        return None
    power = (match[2] or "0").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-"))
    return float(match[1].replace("−", "-")) * 10 ** int(power)


def test_the_same_entry_counted_from_0():
    layers, x, y = network(784, 128, 10)
    worked = explain(layers, x, y, notation="seed-002", case="W1[17,300]")
    assert worked.case.place == (300, 17)


def test_of_many_paths_the_first_the_largest_and_the_rest():
    """4-16-16-3: a first weight has 48 paths."""
    layers, x, y = network(4, 16, 16, 3)
    worked = explain(layers, x, y)
    (table,) = path_tables(worked.page)
    assert 3 <= len(table.rows) <= 6
    assert len(table.foot) == 2
    every = [
        abs(float(value(row[-1].items[-1] if hasattr(row[-1], "items") else row[-1]))) for row in table.rows
    ]
    assert "There are 48 paths" in " ".join(sentences(worked.page))
    assert words(table.foot[0][0]) == f"the other {48 - len(table.rows)} paths"
    trace = worked.trace
    weight = trace.cotangents["W1"][0, 0]
    np.testing.assert_allclose(value(bare_number(table.foot[1][-1])), weight, rtol=0.02, atol=1e-4)
    # the three largest are among them
    from pizarra.explain.case import paths, routes

    (route,) = routes(worked.view, "W1")
    products = sorted((abs(np.prod([e.value for e in p])) for p in paths(route, (0, 0))), reverse=True)
    for largest in products[:3]:
        assert min(abs(largest - shown) for shown in every) <= 6e-5


def bare_number(cell):
    items = getattr(cell, "items", None)
    return items[-1] if items and getattr(items[0], "text", "") == "≈" else cell


def test_too_many_paths_are_not_walked():
    layers, x, y = network(3, 20, 20, 20, 20, 2)
    worked = explain(layers, x, y)
    assert list(path_tables(worked.page)) == []
    assert any("16000" in text.replace(" ", "") and "too many" in text for text in sentences(worked.page))


# Steps and cases


def test_three_steps():
    page = solution("four-points", steps=3).page
    assert [section.key for section in page.sections] == [*SECTIONS, "steps"]
    assert [step.key for step in steps(page, "steps")] == ["step-2", "step-3"]
    table = next(b for b in blocks(page.sections[-1]) if isinstance(b, Table))
    losses = [[value(cell) for cell in row[1:]] for row in table.rows]
    assert len(losses) == 3
    assert [row[1] for row in losses[:-1]] == [row[0] for row in losses[1:]]
    assert all(after < before for before, after in losses)


def test_many_steps_are_a_table():
    page = solution("xor", steps=12).page
    assert [step.key for step in steps(page, "steps")] == ["step-2", "step-3", "step-4", "step-5"]
    assert any("7" in text and "only" in text for text in sentences(page))


NAMED = [
    "W[1,2]",
    "w[1,2]",
    " W [ 1 , 2 ] ",
    "W1[1,2]",
    "b₁[2]",
    "b1[2]",
    "V[2,1]",
    "z[3,1]",
    "h[4,2]",
    "x[2,1]",
]


@pytest.mark.parametrize("case", NAMED)
def test_a_case_may_be_named_in_many_ways(case):
    worked = solution("xor", case=case)
    assert worked.page.sections
    indices = [int(k) - 1 for k in re.findall(r"\d+", case.partition("[")[2])]
    assert list(worked.case.place) == indices


@pytest.mark.parametrize(
    ("case", "match"),
    [
        ("Q[1,2]", r"no 'Q' in this network"),
        ("W[1]", r"W has 2 indices; the case 'W\[1\]' gives 1"),
        ("W[1,2,3]", r"W has 2 indices.*gives 3"),
        ("b1[1,1]", r"b1 has 1 indices.*gives 2"),
        ("W[0,1]", r"lies outside W, which is 2×2: indices run from 1 to 2"),
        ("W[1,3]", r"lies outside W, which is 2×2: indices run from 1 to 2"),
        ("z[5,1]", r"outside z, which is 4×2: indices run from 1 to 4"),
        ("W", r"such as W\[1,3\]; 'W' is not"),
        ("W[]", r"such as W\[1,3\]"),
        ("W[a,b]", r"such as W\[1,3\]"),
        ("W[-1,1]", r"such as W\[1,3\]"),
        ("W[1,1", r"such as W\[1,3\]"),
        ("[1,1]", r"such as W\[1,3\]"),
        ("", r"such as W\[1,3\]"),
        ("W[" + "1," * 500 + "1]", r"W has 2 indices"),
        ("W[99999999999,1]", r"such as W\[1,3\]"),
        ("<b>[1]", r"no '<b>'"),
    ],
)
def test_a_case_that_there_is_not(case, match):
    with pytest.raises(DataError, match=match):
        solution("xor", case=case)


def test_counted_from_0_the_message_says_so():
    assert solution("two-three-two", case="W(1)[2,0]").case.place == (0, 2)
    with pytest.raises(DataError, match=r"3×2: indices run from 0 to 2"):
        solution("two-three-two", case="W(1)[3,0]")
    with pytest.raises(DataError, match=r"3×2: indices run from 0 to 1"):
        solution("two-three-two", case="W(1)[0,2]")


@pytest.mark.parametrize(
    ("options", "error", "match"),
    [
        ({"language": "fr"}, DataError, r"no language 'fr'"),
        ({"language": "En"}, DataError, r"no language 'En'.*en"),
        ({"notation": "neilsen"}, NotationError, r"no notation 'neilsen'.*nielsen"),
        ({"decimals": -1}, DataError, r"decimals must be a whole number from 0 to 12; -1"),
        ({"decimals": 13}, DataError, r"from 0 to 12; 13"),
        ({"decimals": 2.5}, DataError, r"whole number.*2\.5"),
        ({"decimals": True}, DataError, r"whole number.*True"),
        ({"steps": 0}, DataError, r"steps must be a whole number from 1"),
        ({"steps": 10**9}, DataError, r"steps must be a whole number from 1 to 10000"),
        ({"steps": "2"}, DataError, r"steps.*'2'"),
    ],
)
def test_bad_options(options, error, match):
    with pytest.raises(error, match=match):
        solution("xor", **options)


@pytest.mark.parametrize("case", [5, b"W[1,1]", ["W", 1], 1.5])
def test_a_case_that_is_no_text(case):
    with pytest.raises(DataError, match=r"(?i)case"):
        solution("xor", case=case)


def test_unknown_formats():
    with pytest.raises(DataError, match=r"no Markdown flavour 'gitlab'.*notebook, github"):
        solution("xor").markdown(flavour="gitlab")


# Odd networks


@pytest.mark.parametrize(
    "layers",
    [
        ["relu"],
        ["softmax"],
        [[[2.0]]],
        [([[1.0, 2.0]], [0.0]), "identity"],
        [[[1e-9, 1e9]]],
        [[[0.0, 0.0]], "tanh"],
    ],
)
def test_networks_of_one_layer_are_written(layers):
    x = [1.0] if layers == [[[2.0]]] else [1.0, -2.0]
    wide = 2 if layers[0] in ("relu", "softmax") else 1
    worked = explain(layers, x, [0.5] * wide)
    for language in LANGUAGES:
        assert written(worked.page, language)
    assert worked.html()
    assert worked.latex()
    assert worked.json()


@pytest.mark.parametrize("scale", [1e-12, 1e-4, 1e4, 1e12])
def test_very_small_and_very_large_numbers_are_written_in_powers_of_ten(scale):
    from .arithmetic import recompute

    worked = explain([[[0.3 * scale, -0.7 * scale]]], [1, 2], [scale / 3], learning_rate=1e-3)
    count, wrong = recompute(worked.page)
    assert wrong == []
    assert count.checked
    longest = max(len(match) for match in re.findall(r"\d[\d.]*", worked.text()))
    assert longest <= 14


def test_logits_of_ten_thousand():
    worked = explain([[[1e4, 0.0], [0.0, 1e4]]], [1, -1], [1, 0], loss="softmax_cross_entropy")
    assert not re.search(r"\bnan\b|\binf\b", worked.text())


def test_a_titled_page_has_its_title_in_each_language():
    for language, title in (
        ("en", "Exclusive or with ReLU and softmax"),
        ("es", "O exclusivo con ReLU y softmax"),
    ):
        assert words(own("xor", language).page.title, language) == title
    untitled = Solution(from_plain([[[1, 2]]], [1, 2], [3]))
    assert "2–1" in words(untitled.page.title)


def test_a_title_in_one_language_serves_both():
    text = (
        '[title]\nes = "Hola"\n[[layers]]\ntype = "linear"\nweights = [[1]]\n[loss]\ntype = "squared_error"\n'
    )
    problem = read_toml(text + "[data]\nx = [1]\ny = [2]\n", name="hola")
    assert words(Solution(problem, language="en").page.title) == "Hola"


# What is remembered from page to page


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name != "sigmoid-regression")) for name in GALLERY],
)
def test_a_page_is_the_same_whatever_was_written_before(name, monkeypatch):
    """Symbols are remembered, so pages of other numbers, another case and another size come in between."""
    given = problem(name)
    moved = {key: array + 0.125 for key, array in given.parameters.items()}
    first = solution(name).view
    parameter = given.network.parameters[-1]
    last = first.at(parameter, tuple(length - 1 for length in given.parameters[parameter].shape))
    place = ",".join(str(k + first.notation.base) for k in last)
    options = [
        {},
        {"case": f"{parameter}[{place}]"},
        {"decimals": 2},
        {"comma": True},
        {"notation": "nielsen"},
    ]
    problems = [given, replace(given, parameters=moved), replace(given, x=given.x[:1], t=given.t[:1])]
    base = first.notation.base
    asked = [(each, chosen) for each in problems for chosen in options]
    asked += [
        (each, {"case": f"x[{base},{base}]" if each.samples > 1 else f"x[{base}]"}) for each in problems
    ]
    warm = [Solution(each, **chosen).text() for each, chosen in asked]
    monkeypatch.setattr(remembered, "NETWORKS", 0)  # from here on everything is forgotten at once
    cold = [Solution(each, **chosen).text() for each, chosen in asked]
    assert warm == cold
