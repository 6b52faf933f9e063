import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.mathematics.boxes import (
    BigSum,
    Box,
    Brace,
    Cases,
    Fence,
    Fraction,
    Grid,
    Letter,
    Marked,
    Numeral,
    Operator,
    Row,
    Scripts,
    Sign,
    Sized,
    Space,
    Words,
    row,
)
from pizarra.mathematics.mathml import aligned, mathml

HALF = Fraction(Numeral("1"), Numeral("2"))
OPEN, CLOSE = "<mo>(</mo>", "<mo>)</mo>"


def inside(box: Box) -> str:
    return mathml(box).removeprefix("<math>").removesuffix("</math>")


@pytest.mark.parametrize(
    ("box", "written"),
    [
        (Letter("h"), "<mi>h</mi>"),
        (Letter("MSE"), "<mi>MSE</mi>"),
        (Letter("e", "upright"), '<mi mathvariant="normal">e</mi>'),
        (Letter("W", "bold"), "<mi>𝐖</mi>"),
        (Letter("z", "bold-italic"), "<mi>𝒛</mi>"),
        (Letter("σ", "bold-italic"), "<mi>𝝈</mi>"),
        (Letter("1", "bold"), "<mi>𝟏</mi>"),
        (Letter("L", "script"), "<mi>ℒ</mi>"),
        (Letter("ℒ", "script"), "<mi>ℒ</mi>"),
        (Letter("y", accent="hat"), '<mover accent="true"><mi>y</mi><mo stretchy="false">ˆ</mo></mover>'),
        (Letter("ŷ", "bold-italic"), '<mover accent="true"><mi>𝒚</mi><mo stretchy="false">ˆ</mo></mover>'),
        (Numeral("2,5"), "<mn>2,5</mn>"),
        (Numeral("-0.5"), "<mn>−0.5</mn>"),
        (Numeral("1", (1, 0)), "<mphantom><mn>0</mn></mphantom><mn>1</mn>"),
        (Numeral("1.2e-05"), "<mn>1.2</mn><mo>·</mo><msup><mn>10</mn><mn>−5</mn></msup>"),
        (Sign("∂", "tight"), "<mi>∂</mi>"),
        (Sign("⋮", "tight"), "<mi>⋮</mi>"),
        (Sign("-"), "<mo>−</mo>"),
        (Sign("<", "relation"), "<mo>&lt;</mo>"),
        (row(Letter("a"), "+"), '<mi>a</mi><mo form="infix">+</mo>'),
        (row(HALF, HALF), f'{inside(HALF)}<mspace width=".25em"/>{inside(HALF)}'),
        (row(HALF, Space(), HALF), f'{inside(HALF)}<mspace width=".25em"/>{inside(HALF)}'),
        (row(Letter("a"), Space(), Letter("b")), '<mi>a</mi><mspace width=".1667em"/><mi>b</mi>'),
        (Scripts(Letter("w"), row(Letter("i"), Letter("j"))),
         "<msub><mi>w</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>"),
        (BigSum(Letter("k")), "<munder><mo>∑</mo><mi>k</mi></munder>"),
        (Sized(Letter("x"), "2×1"), '<munder><mi>x</mi><mtext class="shape">2×1</mtext></munder>'),
        (Marked(Letter("x"), "value", "x", True), '<mi class="r-value case">x</mi>'),
        (Marked(Numeral("-1"), "value"), '<mn class="r-value">−1</mn>'),
        (Marked(Marked(Letter("x"), "value"), "target"), '<mrow class="r-target"><mi class="r-value">x</mi></mrow>'),
        (Fence(Numeral("2")), "<mn>(2)</mn>"),
        (Fence(Letter("x"), "<", ">"),
         '<mrow><mo form="prefix" stretchy="false" lspace="0" rspace="0">&lt;</mo><mi>x</mi>'
         '<mo form="postfix" stretchy="false" lspace="0" rspace="0">&gt;</mo></mrow>'),
        (Fence(HALF), f"<mrow>{OPEN}{inside(HALF)}{CLOSE}</mrow>"),
        (Scripts(Letter("x"), None, Letter("t")), "<msup><mi>x</mi><mi>t</mi></msup>"),
        (
            Scripts(Letter("x", "bold"), None, Letter("t")),
            '<msup intent="transpose($a)"><mi arg="a">𝐱</mi><mi>t</mi></msup>',
        ),
        (
            Fraction(row("∂", Letter("y")), row("∂", Letter("x"))),
            '<mfrac intent="partial-derivative($f,$x)"><mrow><mi>∂</mi><mi arg="f">y</mi></mrow>'
            '<mrow><mi>∂</mi><mi arg="x">x</mi></mrow></mfrac>',
        ),
        (Words("<b>"), "<mtext>&lt;b&gt;</mtext>"),
    ],
)  # fmt: skip
def test_each_box(box: Box, written: str) -> None:
    assert inside(box) == written


def test_display() -> None:
    assert mathml(Letter("x"), display=True) == '<math display="block"><mi>x</mi></math>'


def test_a_column_lines_up_on_its_decimal_sign() -> None:
    assert aligned(
        [Numeral("-1.25"), Numeral("10"), Marked(Numeral("3.5"), "value"), Sign("⋮", "tight")]
    ) == [
        "<mphantom><mn>0</mn></mphantom><mn>−1.25</mn>",
        "<mphantom><mn>−</mn></mphantom><mn>10</mn><mphantom><mn>.00</mn></mphantom>",
        '<mphantom><mn>−0</mn></mphantom><mn class="r-value">3.5</mn><mphantom><mn>0</mn></mphantom>',
        "<mi>⋮</mi>",
    ]


def test_a_grid_ignores_the_padding_that_numerals_bring() -> None:
    plain = Grid(((Numeral("1"),), (Numeral("-2"),)))
    assert inside(Grid(((Numeral("1", (3, 3)),), (Numeral("-2"),)))) == inside(plain)
    assert inside(plain).startswith(f'<mrow>{OPEN}<mtable class="grid"><mtr><mtd><mphantom>')


def test_brackets_round_one_line_do_not_grow() -> None:
    assert 'stretchy="false"' in inside(Fence(Scripts(Letter("z"), Numeral("1"))))
    assert "stretchy" not in inside(Fence(Marked(Grid(((Numeral("1"),),)))))


def test_keys_are_written_on_request() -> None:
    box = Marked(Grid(((Marked(Numeral("1"), "value", "x[0]"),),)), None, "x")
    assert "data-k" not in mathml(box)
    assert 'data-k="x[0]"' in mathml(box, keys=True)
    assert '<mrow data-k="x">' in mathml(box, keys=True)
    assert aligned([Marked(Numeral("1"), None, "x")], keys=True) == ['<mn data-k="x">1</mn>']


def test_names_from_outside_stay_text() -> None:
    hostile = '"><script>alert(1)</script>\x00\u202e'
    for box in (Letter(hostile), Words(hostile), Operator(hostile), Numeral(hostile), Sized(Letter("x"), hostile),
                Marked(Letter("x"), None, hostile), Fence(Letter("x"), hostile, hostile), Sign(hostile)):  # fmt: skip
        written = mathml(box)
        ET.fromstring(written)
        assert "<script" not in written


texts = st.text(max_size=4)
leaves = st.one_of(
    st.builds(Letter, texts, st.sampled_from(["italic", "upright", "bold", "bold-italic", "script"]),
              st.sampled_from(["", "hat", "bar", "tilde", "dot"])),
    st.builds(Numeral, st.one_of(texts, st.floats().map(str), st.floats(-9, 9).map("{:.2f}".format))),
    st.builds(Sign, texts, st.sampled_from(["infix", "prefix", "postfix", "relation", "separator", "tight"])),
    st.builds(Operator, texts), st.builds(Words, texts), st.builds(Space),
)  # fmt: skip


def above(boxes: st.SearchStrategy[Box]) -> st.SearchStrategy[Box]:
    some = st.lists(boxes, max_size=3).map(tuple)
    maybe = st.none() | boxes
    return st.one_of(
        st.builds(Row, some), st.builds(Fraction, boxes, boxes), st.builds(Scripts, boxes, maybe, maybe),
        st.builds(BigSum, maybe, maybe), st.builds(Brace, boxes, boxes), st.builds(Sized, boxes, texts),
        st.builds(Fence, boxes, texts, texts), st.builds(Grid, st.lists(some, max_size=3).map(tuple)),
        st.builds(Cases, st.lists(st.tuples(boxes, boxes), max_size=3).map(tuple)),
        st.builds(Marked, boxes, st.sampled_from([None, "value", "target"]), st.none() | texts, st.booleans()),
    )  # fmt: skip


CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}


@given(st.recursive(leaves, above, max_leaves=12))
def test_any_box_is_well_formed(box: Box) -> None:
    for element in ET.fromstring(mathml(box)).iter():
        assert len(element) == CHILDREN.get(element.tag, len(element)), element.tag
