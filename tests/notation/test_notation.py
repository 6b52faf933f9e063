"""Notations: the presets, symbols for every role, entries, and notations of one's own in TOML."""

import pytest

from pizarra.errors import FileError, NotationError, PizarraError
from pizarra.layout import Layout
from pizarra.mathematics.boxes import Letter, Numeral
from pizarra.mathematics.latex import latex
from pizarra.mathematics.mathml import mathml
from pizarra.mathematics.unicode import inline
from pizarra.notation import Notation, named, names
from pizarra.notation.notation import ROLES

PRESETS = ("standard", "d2l", "nielsen", "seed-000", "seed-001", "seed-002", "seed-003", "seed-004")


def test_the_presets():
    assert names() == PRESETS


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_loads_and_is_named_for_what_it_is(name):
    notation = named(name)
    assert notation.name == name
    assert named(name) == notation
    if name != "standard":
        assert set(notation.titles) == {"es", "en"}


@pytest.mark.parametrize("role", [*ROLES, "delta"])
@pytest.mark.parametrize("name", PRESETS)
def test_each_role_has_a_symbol_of_its_own_in_each_layer(name, role):
    notation = named(name)
    for count in (1, 2, 3, 12):
        written = [inline(notation.symbol(role, number, count)) for number in range(1, count + 1)]
        if role not in ("input", "target", "prediction", "probability", "logits"):
            assert len(set(written)) == count, written
        assert all(written)
        for number in range(1, count + 1):
            box = notation.entry(role, number, count, [Numeral("1"), Letter("j")])
            assert "1" in latex(box)
            assert "j" in latex(box)
            assert mathml(box)


@pytest.mark.parametrize(
    ("name", "role", "number", "wanted", "entry"),
    [
        ("standard", "weights", 2, "W⁽²⁾", "w₁₃⁽²⁾"),
        ("seed-000", "weights", 2, "V", "v₁₃"),
        ("seed-000", "bias", 2, "b₂", "b_{2,13}"),
        ("seed-001", "weights", 2, "W₍₂₎", "w₍₂₎^(1,3)"),
        ("seed-002", "weights", 2, "W⁽²⁾", "w₁₃⁽²⁾"),
        ("seed-003", "weights", 1, "W", "w₁₃"),
        ("seed-004", "weights", 1, "W₁", "w_{1,13}"),
        ("nielsen", "weights", 1, "w²", "w₁₃²"),
        ("d2l", "weights", 2, "W⁽²⁾", "w₁₃⁽²⁾"),
    ],
)
def test_symbols_and_entries(name, role, number, wanted, entry):
    notation = named(name)
    assert inline(notation.symbol(role, number, 2)) == wanted
    assert inline(notation.entry(role, number, 2, [Numeral("1"), Numeral("3")])) == entry


def test_more_layers_than_symbols_are_numbered():
    notation = named("seed-000")
    assert [inline(notation.symbol("weights", k, 3)) for k in (1, 2, 3)] == ["W₁", "W₂", "W₃"]
    assert [inline(notation.symbol("bias", k, 3)) for k in (1, 2, 3)] == ["b₁", "b₂", "b₃"]


def test_indices_that_would_run_together_have_a_comma():
    indices = [Numeral("1"), Numeral("12")]
    assert latex(Notation().entry("weights", 1, 1, indices)).replace(" ", "") == "w_{1,12}^{(1)}"


def test_places_are_counted_from_the_base():
    assert inline(Notation().index(0)) == "1"
    assert inline(Notation(base=0).index(0)) == "0"


def test_the_layout_is_that_of_the_notation_or_of_the_source():
    source = Layout("columns", "in_out")
    assert Notation().layout(source, single=False) == source
    assert Notation().layout(source, single=True) == Layout("single", "in_out")
    own = Notation(samples="rows", weights_layout="out_in", jacobian="numerator")
    assert own.layout(source, single=False) == Layout("rows", "out_in", "numerator")


# One's own, in TOML


def read(folder, text, name="mine.toml"):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return named(str(file))


def test_a_notation_of_ones_own(tmp_path):
    notation = read(
        tmp_path,
        """
        weights = ['A', 'B']
        bias = 'c_{#l}'
        prediction = 'p'
        loss = 'E'
        decimals = 3
        comma = true
        base = 0
        form = "vjp"
        [entries]
        weights = '\\alpha^{#ij}'
        """,
    )
    assert notation.name == "mine"
    assert inline(notation.symbol("weights", 2, 2)) == "B"
    assert inline(notation.entry("weights", 1, 2, [Numeral("0"), Numeral("2")])) == "α⁰²"
    assert inline(notation.symbol("bias", 1, 2)) == "c₁"
    assert (notation.decimals, notation.comma, notation.base, notation.form) == (3, True, 0, "vjp")


def test_it_may_start_from_another(tmp_path):
    notation = read(tmp_path, 'like = "seed-000"\ndecimals = 2\n')
    assert inline(notation.symbol("weights", 2, 2)) == "V"
    assert notation.jacobian == "numerator"
    assert notation.decimals == 2
    assert notation.name == "mine"
    again = read(tmp_path, f"like = '{tmp_path / 'mine.toml'}'\nbase = 0\n", "second.toml")
    assert (again.decimals, again.base) == (2, 0)


def test_one_like_itself_is_refused(tmp_path):
    file = tmp_path / "round.toml"
    file.write_text(f"like = '{file}'\n", encoding="utf-8")
    with pytest.raises(PizarraError, match="is like itself"):
        named(str(file))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("wieghts = 'W'", r"no 'wieghts'.*weights"),
        ("decimals = 'four'", r"decimals.*'four'"),
        ("decimals = 99", r"decimals.*from 0 to 12; 99"),
        ("decimals = true", r"decimals.*True"),
        ("first_layer = -1", r"first_layer.*from 0 to 9"),
        ("base = 2", r"base = 2.*may be: 0, 1"),
        ("base = '1'", r"base = '1'"),
        ("comma = 'yes'", r"comma = 'yes'"),
        ("form = 'deltas'", r"form = 'deltas'.*vjp, delta"),
        ("samples = 'diagonal'", r"samples = 'diagonal'.*rows, columns"),
        ("weights_layout = 'in'", r"weights_layout = 'in'.*out_in, in_out"),
        ("jacobian = 'mixed'", r"jacobian = 'mixed'.*numerator"),
        ("factor = '2'", r"factor = '2'.*1/2"),
        ("transpose = 'x'", r"transpose = 'x'"),
        ("batch = 'bold'", r"batch = 'bold'"),
        ("weights = 3", r"weights must be text or a list of texts; 3"),
        ("weights = []", r"weights must be text or a list"),
        ("weights = [1, 2]", r"weights must be text or a list"),
        ("loss = ['L']", r"loss must be text"),
        ("entries = 'w'", r"entries must be a table"),
        ("[entries]\nwieghts = 'w'", r"no entries for 'wieghts'.*weights"),
        ("[entries]\nweights = 3", r"entries must hold texts"),
        ("indices = ['i', 'j']", r"four letters"),
        ("indices = ['i', 'i', 'j', 'k']", r"all different"),
        ("indices = ['i', 'j', 'k', 'n']", r"all different"),
        ("indices = 'ijkm'", r"indices must be"),
        ("like = 'seed-0000'", r"no notation 'seed-0000'.*seed-000"),
        (r"weights = '\input{/etc/passwd}'", r"\\input|input"),
        (r"weights = 'W^{(#l'", r"W\^"),
        ("weights = ''", r"(?i)empty|symbol|''"),
        ("= 3", r"is not TOML"),
        ("a = [[[[", r"is not TOML"),
    ],
)
def test_what_it_refuses(tmp_path, text, match):
    with pytest.raises(PizarraError, match=match):
        read(tmp_path, text)


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(NotationError, match=r"no notation 'neilsen'.*nielsen"):
        named("neilsen")
    with pytest.raises(NotationError, match=r"A path ends in \.toml"):
        named("../mine")


def test_a_file_that_is_not_there():
    with pytest.raises(FileError, match=r"nowhere\.toml.*cannot be read"):
        named("nowhere.toml")
    with pytest.raises(FileError, match="cannot be read"):
        named("\0.toml")


def test_a_file_that_is_too_large_or_no_text(tmp_path):
    with pytest.raises(FileError, match=r"at most 100000 are read"):
        read(tmp_path, "# " + "x" * 100_001)
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match="is not TOML"):
        named(str(tmp_path / "bytes.toml"))


HOSTILE = (
    "<script>alert(1)</script>", "</math><img src=x onerror=alert(1)>", r"\input{/etc/passwd}", r"\write18{ls}",
    r"\def\x{}", "$x$", "a & b", "% comment", "#1", "\x1b[31mred", "\x00", "\u202e", "W\n\nW", "{}}{", "^^M", "_" * 300,
    "x" * 10_000, r"\\\\", "W^{" * 200, "💥", "[a](javascript:1)", "`code`", "&lt;",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_symbol_is_refused_or_harmless(text):
    try:
        box = Notation(weights=text, loss="L").symbol("weights", 1, 2)
    except PizarraError as error:
        refused = str(error)
    else:
        refused = ""
        written = latex(box)
        assert not any(command in written for command in ("\\input", "\\write", "\\def"))
        assert not any(element in mathml(box) for element in ("<script", "<img"))
        for form in (inline(box), inline(box, ascii=True)):
            assert all(char.isprintable() for char in form)
    assert len(refused) < 400
    assert all(char.isprintable() for char in refused)


def test_a_file_that_was_changed_is_read_again(tmp_path):
    assert read(tmp_path, "decimals = 2").decimals == 2
    assert read(tmp_path, "decimals = 3").decimals == 3
