import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from pizarra.language import say
from pizarra.mathematics.boxes import Fence, Grid, Letter, Marked, Numeral, Operator, Scripts, Sized, Words
from pizarra.page.blocks import (
    Code,
    Equation,
    Equations,
    Page,
    Part,
    Picture,
    Section,
    Sentence,
    Step,
    Table,
)
from pizarra.page.diagram import Column, Connection, Diagram, Neuron
from pizarra.page.html import html, style
from pizarra.page.palette import DARK, LIGHT, ROLES

from .sample import SENTENCES, SHEET, speak

HOSTILE = [
    "<script>alert(1)</script>", "</script><script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "</style><script>alert(1)</script>", "</title><script>1</script>", "</math><script>1</script>",
    "</svg><script>", '"><script>alert(1)</script>', "'><script>alert(1)</script>", '" onmouseover="alert(1)',
    "' onfocus='alert(1)", "` onclick=`alert(1)", "javascript:alert(1)", "<a href='javascript:alert(1)'>x</a>",
    "<iframe src=//x.invalid>", "<base href=//x.invalid>", "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=x>", "<style>*{}</style>", "<!--", "-->", "<!-- --><script>",
    "<![CDATA[<script>]]>", "<?xml version='1.0'?>", "<!DOCTYPE x>", "&lt;script&gt;", "&#60;script&#62;",
    "&quot;&gt;", "&", "<", ">", '"', "'", "\\u003cscript>", "<scr\x00ipt>", "\x00\x01\x1f\x7f",
    "\u202egnp.exe", "\u2066\u2069", "\ud800", "\ufffe\uffff", "<ſcript>", "＜script＞", "<ScRiPt >",
    "<x/onload=1>", "{0}{}", "%s%n", "</pre></code></table>", "<mtext><img src=x onerror=1></mtext>",
    "a" * 5000, "\n\r\t", "",
]  # fmt: skip
VOID = {"meta", "wbr", "br"}


class Parsed(HTMLParser):
    """A page taken apart, each element checked to be closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, *tags: str) -> list[tuple[str, dict[str, str | None]]]:
        return [(tag, attributes) for tag, attributes in self.found if tag in tags]


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)


def contrast(a: str, b: str) -> float:
    """The contrast of two colours by the formula of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_is_well_formed_and_alone(language: str) -> None:
    text = html(SHEET, language)
    page = Parsed(text)
    tags = {tag for tag, _ in page.found}
    assert not tags & {"script", "link", "iframe", "img", "object", "base", "form"}
    assert not [name for _, attributes in page.found for name in attributes if name.startswith("on")]
    assert page.all("html")[0][1]["lang"] == language
    assert "default-src 'none'" in str(page.all("meta")[1][1]["content"])
    assert not re.search(r"""(href|src)=["'](?!#)|url\((?!data:)|@import""", text)
    assert len(text.encode()) < 200_000
    for formula in re.findall("<math.*?</math>", text):
        ET.fromstring(formula)


def test_headings_descend_one_by_one() -> None:
    levels = [int(tag[1]) for tag, _ in Parsed(html(SHEET, "en")).all("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_addresses_are_unique_and_every_link_arrives() -> None:
    page = Parsed(html(SHEET, "en"))
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [str(attributes["href"]) for _, attributes in page.all("a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)
    labels = " ".join(str(a["aria-labelledby"]) for _, a in page.found if "aria-labelledby" in a)
    assert set(labels.split()) <= set(ids)


def test_two_steps_of_one_key_have_two_addresses() -> None:
    step = Step("a b", say("forward"), say("loss"), ())
    text = html(Page(say("title"), say("update"), (Section("a-b", say("data"), (step, step)),)), "en")
    assert all(f'id="{name}"' in text for name in ("a-b", "a-b-2", "a-b-3"))


def test_every_table_has_heads() -> None:
    page = Parsed(html(SHEET, "en"))
    assert len(page.all("table")) == 2
    assert all(attributes["scope"] in ("col", "row") for _, attributes in page.all("th"))
    assert len([a for _, a in page.all("th") if a["scope"] == "row"]) == 8
    assert len([a for _, a in page.all("th") if a["scope"] == "col"]) == 10


def test_the_legend_names_the_colours_that_are_used() -> None:
    text = html(SHEET, "en")
    legend = text[text.index('<ul class="legend">') : text.index("</ul>")]
    assert "target and loss" in legend
    assert "local derivatives" not in legend


def test_a_long_sum_may_break_before_its_signs() -> None:
    row = SHEET.sections[3].blocks[0].parts[1].blocks[1].lines[0].chain[0][1]  # type: ignore[union-attr]
    sheet = Page(
        say("title"),
        say("loss"),
        (Section("s", say("loss"), (Equations((Equation(None, (("=", row),)),)),)),),
    )
    assert html(sheet, "en").count("<wbr><math") == 2


def test_a_comma_stays_with_its_formula() -> None:
    text = html(SHEET, "es")
    assert re.search(r'<span class="nb"><math><mi class="r-value">𝒙</mi></math>,</span>', text)


def hostile_sheet(text: str) -> Page:
    box = Marked(Scripts(Letter(text), Words(text), Operator(text)), None, text)
    sentence = say("via", unit=text)
    neuron = Neuron(text, Letter(text), text, text, True)
    diagram = Diagram((Column(box, (neuron,)),), (Connection(text, text, text, True, text),), Letter(text), text,
                      ((text, text),))  # fmt: skip
    blocks = (
        Sentence(sentence, "note"),
        Equations((Equation(Fence(box, text, text), ((text, Sized(box, text)),), sentence),)),
        Table(
            (text, box), ((sentence, Numeral(text)), (text, box)), ((text, text),), sentence, (1,), 1, "paths"
        ),
        Code(text),
        Picture(diagram, sentence),
        Part(text, sentence, (Equations((Equation(None, (("=", Grid(((box, Numeral(text)),))),)),)),)),
        Step(text, sentence, sentence, (Part(text, say("via", unit=box), ()),)),
    )
    return Page(sentence, sentence, (Section(text, sentence, blocks),))


def skeleton(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag, tuple(sorted(attributes))) for tag, attributes in Parsed(text).found]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_from_outside_never_becomes_markup(text: str) -> None:
    written = html(hostile_sheet(text), "en")
    # The page has the elements and attributes that harmless text gives, and no others.
    found = {
        part for part in skeleton(written) if part[0] not in ("mi", "mtext", "mphantom", "mn", "mo", "mrow")
    }
    assert found <= set(skeleton(html(hostile_sheet("q"), "en"))) | set(
        skeleton(html(hostile_sheet("-1"), "en"))
    )
    for formula in re.findall("<math.*?</math>", written):
        ET.fromstring(formula)
    written.encode()
    assert "<script" not in written.lower()


def test_there_are_hostile_strings_enough() -> None:
    assert len(set(HOSTILE)) >= 40


@pytest.mark.parametrize(("colours", "name"), [(LIGHT, "light"), (DARK, "dark")])
def test_text_is_legible_on_each_ground(colours: dict[str, str], name: str) -> None:
    for text in ("ink", "muted", *ROLES):
        for ground in ("paper", "panel", "tint"):
            assert contrast(colours[text], colours[ground]) >= (4.5 if text != "muted" or ground != "tint" else 3), (
                name, text, ground,
            )  # fmt: skip


def test_the_style_sheet_is_whole() -> None:
    rules = style()
    assert rules.count("{") == rules.count("}")
    assert "/*" not in rules
    used = set(re.findall(r"var\(--(\w+)\)", rules)) - {"columns", "rows"}
    assert used <= set(LIGHT)
    assert "</" not in rules


def test_catalogues_word_what_the_page_says() -> None:
    for sentences in SENTENCES.values():
        assert {"page.contents", "page.note", "page.warning", "page.diagram", "page.diagram.told"} <= set(
            sentences
        )
        assert {f"page.role.{role}" for role in ROLES} <= set(sentences)
