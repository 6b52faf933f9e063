"""What a formula may contain, and that anything else is refused in words."""

import time
import warnings
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pizarra.errors import FormulaError
from pizarra.formula import Formula, derive, parse, simplify, spell
from pizarra.formula.parse import parse_line
from pizarra.formula.tree import Add, Along, Call, Div, Mul, Neg, Number, Pow, Ref, Size, Sum


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("2 * x", Mul((Number(2), Ref("x")))),
        ("-2", Number(-2)),
        ("+x", Ref("x")),
        ("a - b + c", Add((Ref("a"), Neg(Ref("b")), Ref("c")))),
        ("-a * b", Neg(Mul((Ref("a"), Ref("b"))))),
        ("(-a) * b", Mul((Neg(Ref("a")), Ref("b")))),
        ("-1 / N", Neg(Div(Number(1), Size("n")))),
        ("-a / b", Neg(Div(Ref("a"), Ref("b")))),
        ("-a ** 2", Neg(Pow(Ref("a"), Number(2)))),
        ("x[n,0]", Ref("x", ("n", 0))),
        ("N", Size("n")),
        ("size(i)", Size("i")),
        ("sum(n, j, x[n,j])", Sum("n", Sum("j", Ref("x", ("n", "j"))))),
        ("softmax(j, x[n,j])[k]", Along("softmax", "j", Ref("x", ("n", "j")), "k")),
        ("logsumexp(j, x[n,j])", Along("logsumexp", "j", Ref("x", ("n", "j")))),
        ("np.exp(z)", Call("exp", (Ref("z"),))),
        ("numpy.square(z)", Pow(Ref("z"), Number(2))),
        ("np.power(z, 3)", Call("pow", (Ref("z"), Number(3)))),
    ],
)
def test_read(source, tree):
    assert parse(source) == tree


def test_short_decimals_are_exact():
    assert parse("0.1 + 0.2") == Add((Number(parse("0.1").value), Number(parse("0.2").value)))
    assert parse("0.1").value * 3 == parse("0.3").value


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x +", r"The formula 'x \+' cannot be read: invalid syntax"),
        ("", "The formula '' cannot be read"),
        ("x and y", "'x and y' is not something that a formula may contain"),
        ("x if x else y", "is not something that a formula may contain"),
        ("lambda: 1", "is not something that a formula may contain"),
        ("'text'", "is not something that a formula may contain"),
        ("x == 1", "'x == 1' is not something"),
        ("0 < x < 1", "is not something"),
        ("True", "'True' is not a real number"),
        ("2j", "'2j' is not a real number"),
        ("1e999", "'1e999' is not a finite number"),
        ("9" * 400, "is not a finite number"),
        ("x % 2", "'x % 2' uses an operator that formulas do not have"),
        ("sigmoide(x)", "no function 'sigmoide' of 1 arguments. Did you mean 'sigmoid'"),
        ("exp(x, y)", r"'exp\(x, y\)' gives exp 2 arguments; it takes 1"),
        ("exp(x, base=2)", "is not something that a formula may contain"),
        ("sum(x[n])", r"lacks its axis: write sum\(i, …\)"),
        ("sum(0, x[n])", "'0' is not the name of an axis"),
        ("sum(i + 1, x[i])", r"'i \+ 1' is not an index: a letter such as i, or a whole number"),
        ("x[-1]", "'-1' is not an index"),
        ("x[1.5]", "'1.5' is not an index"),
        ("x[i:j]", "'i:j' is not an index"),
        ("x[n][i]", "is not something that a formula may contain"),
        ("exp(x)[i]", r"'exp\(x\)\[i\]' has an index, which only a name and softmax"),
        ("size(i, j)", r"'size\(i, j\)' takes one argument"),
        ("diag()", r"'diag\(\)' takes one argument"),
        ("x.shape", "'x.shape' is not something"),
        ("os.system('rm')", "is not something"),
        ("__import__('os')", "no function '__import__'"),
        ("(" * 300 + "x" + ")" * 300, "cannot be read: too many nested parentheses"),
        ("-" * 1000 + "x", "cannot be read|nested too deeply"),
        ("x" + "+x" * 500, "nested too deeply; give parts of it names"),
        ("x" * 3000, "of 3000 characters is too long; at most 2000 are read"),
        ("x\0y", "cannot be read"),
        ("\ud800", "cannot be read"),
    ],
)
def test_refused_with_the_reason(source, message):
    with pytest.raises(FormulaError, match=message):
        parse(source)


def test_only_text_is_read():
    with pytest.raises(FormulaError, match=r"A formula is text, such as 'x\[n,i\] \*\* 2'; 3 is not"):
        parse(3)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "y[n,i] == x[n,i]",
            r"has the form 'name\[i,j\] = expression'; this has not: 'y\[n,i\] == x\[n,i\]'",
        ),
        ("y = x; z = x", "this has not: 'y = x; z = x'"),
        ("y = z = x", "this has not"),
        ("y += x", "this has not"),
        ("", "this has not"),
        ("2 = x", "cannot be read|Left of '=' stands one name"),
        ("a + b = x", "cannot be read|Left of '=' stands one name"),
        ("N = x", "Left of '=' stands one name with its indices"),
        ("y, z = x", "is not something"),
        ("y[n,n] = x[n]", "Left of '=' every index is a letter of its own"),
        ("y[0] = x[0]", "Left of '=' every index is a letter of its own"),
    ],
)
def test_lines_refused_with_the_reason(source, message):
    with pytest.raises(FormulaError, match=message):
        parse_line(source)


def test_an_index_must_come_from_somewhere():
    with pytest.raises(
        FormulaError, match=r"the index 'i' is on the right of '=' only; sum over it or name it"
    ):
        Formula.read("y[n] = x[n,i]")


@given(st.one_of(st.text(max_size=60), st.text("xyn[](),.+-*/@<>=019eji \n\t'\"\\", max_size=80)))
@example("9**9**9**9")
@example("10**10**10")
@example("1" * 1999)
@example("1_0" + "**9" * 600)
@example("0x" + "f" * 1900)
@example("x" + "[0" * 300)
@example("softmax(" * 150)
@example("x" + ".T" * 900)
@example("1if x else y")
@example("'\\d'")
@example("f'{x}'")
@example("x[" + "9" * 1000 + "]")
def test_any_text_is_read_or_refused_at_once(text):
    start = time.perf_counter()
    for reader in (parse, parse_line):
        with suppress(FormulaError):  # nothing else may come out
            reader(text)
    assert time.perf_counter() - start < 1


def test_reading_warns_nobody():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(FormulaError, match="may contain"):
            parse(r"'\d'")


def test_a_tower_of_powers_is_neither_worked_out_nor_lost():
    tower = parse("9**9**9**9 * x + 1e300 * 1e300 ** x")
    assert spell(simplify(tower)) == "9 ** 9 ** 9 ** 9 * x + 1e+300 * 1e+300 ** x"
    assert spell(derive(parse("8**8**8**8 * x"), "x", ())) == "8 ** 8 ** 16777216"
    with pytest.raises(FormulaError, match=r"too large: above 1\.8e308"):
        simplify(parse("1e300 * 1e300 * x"))
