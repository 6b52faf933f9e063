"""Tidy a tree: drop what adds or multiplies nothing, join what is alike, carry out Kronecker's delta.

One pass from the leaves up, with a fixed list of rules and no search, so it is bounded by the size of the tree. It aims
at what a person would write by hand, not at a normal form: factors and terms keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .tree import (
    ONE,
    ZERO,
    Add,
    Along,
    Delta,
    Div,
    Index,
    MatMul,
    Mul,
    Neg,
    Node,
    Number,
    Ones,
    Pow,
    Ref,
    Size,
    Sum,
    Test,
    Transpose,
    Where,
    as_float,
    free_indices,
    reindexed,
    transform,
)


def simplify(tree: Node) -> Node:
    """Tidy the whole tree.

    >>> from pizarra.formula import parse, spell
    >>> spell(simplify(parse("0 * a[i] + sum(j, delta(i,j) * 2 * b[j]) * 1")))
    '2 * b[i]'
    """
    if tree.children:
        tree = tree.rebuilt(tuple(simplify(child) for child in tree.children))
    match tree:
        case Add(items):
            return add(items)
        case Mul(items):
            return multiply(items)
        case Neg(body):
            return negate(body)
        case Div(left, right):
            return divide(left, right)
        case Pow(left, right):
            return power(left, right)
        case Sum(axis, body):
            return total(axis, body)
        case Delta(left, right) if left == right:
            return ONE
        case Delta(int(), int()):
            return ZERO
        case Transpose(Transpose(body)):
            return body
        case MatMul((only,)):
            return only
        case Where(_, then, otherwise) if then == otherwise:
            return then
        case Where(test, then, otherwise) if shared := _shared_deltas((then, otherwise)):
            return multiply((*shared, simplify(Where(test, _less(then, shared), _less(otherwise, shared)))))
        case Where(Test() as test, then, otherwise) if (then, otherwise) == (ONE, ZERO):
            return test
    return tree


def negate(body: Node) -> Node:
    """Write −body without a double minus."""
    match body:
        case Number(value):
            return Number(-value)
        case Neg(inner):
            return inner
        case Mul((Number(value), *rest)):
            return multiply((Number(-value), *rest))
        case Add(items) if isinstance(items[0], Neg):
            return add(tuple(negate(item) for item in items))
    return Neg(body)


def add(items: tuple[Node, ...]) -> Node:
    """Add terms: numbers are joined, a term that appears again is counted, zeros go."""
    constant: Fraction | float = Fraction(0)
    place: int | None = None
    counts: dict[Node, Fraction | float] = {}
    for item in _flat(items, Add):
        match item:
            case Number(value):
                constant, place = _plus(constant, value), len(counts) if place is None else place
            case _:
                count, core = _counted(item)
                counts[core] = _plus(counts.get(core, Fraction(0)), count)
    terms = [_times(count, core) for core, count in counts.items()]
    if constant:
        terms.insert(len(terms) if place is None else min(place, len(terms)), Number(constant))
    terms = [term for term in terms if term != ZERO]
    if not terms:
        return ZERO
    if len(terms) == 1:
        return terms[0]
    if shared := _shared_deltas(tuple(terms)):
        return multiply((*shared, add(tuple(_less(term, shared) for term in terms))))
    return Add(tuple(terms))


def _shared_deltas(terms: tuple[Node, ...]) -> list[Node]:
    """Give the deltas that every term has as a factor; a term that is zero has any."""
    some = [term for term in terms if term != ZERO]
    return [
        f for f in _factors(some[0]) if isinstance(f, Delta) and all(f in _factors(term) for term in some)
    ]


def _factors(term: Node) -> tuple[Node, ...]:
    if isinstance(term, Neg):
        return _factors(term.body)
    return term.items if isinstance(term, Mul) else (term,)


def _less(term: Node, dropped: Sequence[Node]) -> Node:
    if term == ZERO:
        return ZERO
    if isinstance(term, Neg):
        return negate(_less(term.body, dropped))
    rest = tuple(f for f in _factors(term) if f not in dropped)
    return multiply(rest) if rest else ONE


def _counted(item: Node) -> tuple[Fraction | float, Node]:
    match item:
        case Neg(body):
            count, core = _counted(body)
            return -count, core
        case Mul((Number(value), *rest)):
            return value, rest[0] if len(rest) == 1 else Mul(tuple(rest))
    return Fraction(1), item


def _times(count: Fraction | float, core: Node) -> Node:
    if count == 0:
        return ZERO
    if count == 1:
        return core
    if count == -1:
        return Neg(core)
    return Mul((Number(count), *(core.items if isinstance(core, Mul) else (core,))))


def multiply(items: tuple[Node, ...]) -> Node:
    """Multiply factors: the number comes first, equal factors become a power, a zero makes zero."""
    coefficient: Fraction | float = Fraction(1)
    fraction = False  # written as a fraction, not as a decimal, because one factor was
    powers: dict[Node, Node] = {}
    for item in _flat(items, Mul):
        match item:
            case Div(Number(a), Number(b)) if b != 0:
                coefficient, fraction = _product(coefficient, _ratio(a, b)), True
            case Number(value):
                coefficient = _product(coefficient, value)
            case Neg(body):
                coefficient = -coefficient
                inner = body.items if isinstance(body, Mul) else (body,)
                for factor in inner:
                    powers[factor] = add((powers.get(factor, ZERO), ONE))
            case Pow(base, Number() as exponent) if exponent.value == int(exponent.value):
                powers[base] = add((powers.get(base, ZERO), exponent))
            case Test():
                powers[item] = ONE
            case _:
                powers[item] = add((powers.get(item, ZERO), ONE))
    if coefficient == 0:
        return ZERO
    factors = [factor for base, exponent in powers.items() for factor in _raised(base, exponent)]
    factors = [factor for factor in factors if factor != ONE]
    if any(factor == ZERO for factor in factors):
        return ZERO
    if not factors:
        return divide(*map(Number, coefficient.as_integer_ratio())) if fraction else Number(coefficient)
    for k, factor in enumerate(factors):
        if isinstance(factor, Div) and isinstance(factor.left, Number) and coefficient not in (1, -1):
            factors[k] = divide(Number(_product(coefficient, factor.left.value)), factor.right)
            coefficient = Fraction(1)
    if fraction and isinstance(coefficient, Fraction) and coefficient.denominator > 1:
        factors.insert(0, Div(*map(Number, abs(coefficient).as_integer_ratio())))
        coefficient = Fraction(1 if coefficient > 0 else -1)
    return _times(coefficient, factors[0] if len(factors) == 1 else Mul(tuple(factors)))


def _raised(base: Node, exponent: Node) -> tuple[Node, ...]:
    """Write base to the exponent; of a whole array, whose power would mean a matrix power, repeat the factor."""
    whole = isinstance(base, Transpose | MatMul) or (isinstance(base, Ref) and not base.indices)
    if whole and isinstance(exponent, Number) and exponent.value in (2, 3, 4):
        return (base,) * int(exponent.value)
    return (power(base, exponent),)


def divide(top: Node, bottom: Node) -> Node:
    """Write top over bottom, less what cancels."""
    if top == ZERO:
        return ZERO
    if bottom == ONE:
        return top
    match top, bottom:
        case _ if top == bottom:
            return ONE
        case Number(a), Number(b) if b != 0:
            value = _ratio(a, b)
            return (
                Number(value)
                if not isinstance(value, Fraction) or value.denominator == 1
                else Div(*map(Number, value.as_integer_ratio()))
            )
        case Neg(body), _:
            return negate(divide(body, bottom))
        case Number(a), _ if a < 0:
            return negate(divide(Number(-a), bottom))
        case Number(a), Mul((Number(b), *rest)) if (
            b != 0 and isinstance(a, Fraction) and isinstance(b, Fraction)
        ):
            upper, lower = (a / b).as_integer_ratio()
            return Div(Number(upper), multiply((Number(lower), *rest)))
        case _ if picks := [f for f in _factors(top) if isinstance(f, Delta)]:
            return multiply(
                (*picks, divide(_less(top, picks), bottom))
            )  # a delta stays where a sum can see it
        case Mul(items), _ if bottom in items:
            place = items.index(bottom)
            return multiply(items[:place] + items[place + 1 :])
    return Div(top, bottom)


def power(base: Node, exponent: Node) -> Node:
    """Write base to the exponent; 0, 1 and numbers of numbers are worked out."""
    match base, exponent:
        case _, Number(value) if value == 0:
            return ONE
        case _, Number(value) if value == 1:
            return base
        case Number(Fraction() as a), Number(b) if b == int(b) and 0 < b <= 8 and _short(a):
            return Number(a ** int(b))
        case ((Test() | Delta()), Number(value)) if value > 0:
            return base
    return Pow(base, exponent)


def total(axis: str, body: Node) -> Node:
    """Sum over an axis: a delta picks its term, a factor without the axis comes out, terms are summed apart."""
    if body == ZERO:
        return ZERO
    match body:
        case Neg(inner):
            return negate(total(axis, inner))
        case Add(items) if any(_deltas(item, axis) for item in items):
            return add(tuple(total(axis, item) for item in items))
    factors = body.items if isinstance(body, Mul) else (body,)
    for factor in factors:
        if isinstance(factor, Delta) and axis in (factor.left, factor.right):
            other: Index = factor.right if factor.left == axis else factor.left
            rest = tuple(item for item in factors if item is not factor)
            return simplify(reindexed(multiply(rest) if rest else ONE, {axis: other}))
    if axis not in free_indices(body):
        return multiply((Size(axis), body))
    for k, factor in enumerate(factors):
        if isinstance(factor, Add) and any(_deltas(item, axis) for item in factor.items):
            rest = (factors[:k], factors[k + 1 :])
            return add(tuple(total(axis, multiply((*rest[0], term, *rest[1]))) for term in factor.items))
    outside = tuple(item for item in factors if axis not in free_indices(item))
    inside = tuple(item for item in factors if axis in free_indices(item))
    if outside and inside:
        return multiply((*outside, total(axis, multiply(inside))))
    return Sum(axis, body)


def _deltas(tree: Node, axis: str) -> bool:
    """Whether a delta in the product would pick one term of the sum over the axis."""
    inner = tree.body if isinstance(tree, Neg) else tree
    factors = inner.items if isinstance(inner, Mul) else (inner,)
    return any(isinstance(f, Delta) and axis in (f.left, f.right) for f in factors)


def _short(value: Fraction) -> bool:
    """Whether its eighth power is still a number that one would write out; a tower of powers is not."""
    return max(abs(value.numerator), value.denominator) <= 10**6


def _plus(a: Fraction | float, b: Fraction | float) -> Fraction | float:
    return _finite(
        a + b if isinstance(a, Fraction) and isinstance(b, Fraction) else as_float(a) + as_float(b)
    )


def _product(a: Fraction | float, b: Fraction | float) -> Fraction | float:
    return _finite(
        a * b if isinstance(a, Fraction) and isinstance(b, Fraction) else as_float(a) * as_float(b)
    )


def _ratio(a: Fraction | float, b: Fraction | float) -> Fraction | float:
    return _finite(
        a / b if isinstance(a, Fraction) and isinstance(b, Fraction) else as_float(a) / as_float(b)
    )


def _finite(value: Fraction | float) -> Fraction | float:
    as_float(value)
    return value


def _flat(items: tuple[Node, ...], kind: type[Add] | type[Mul]) -> list[Node]:
    flat: list[Node] = []
    for item in items:
        if isinstance(item, kind):
            flat.extend(_flat(item.items, kind))
        elif kind is Add and isinstance(item, Neg) and isinstance(item.body, Add):
            flat.extend(_flat(tuple(negate(term) for term in item.body.items), Add))
        else:
            flat.append(item)
    return flat


def specialised(tree: Node, axis: str) -> Node:
    """Write the tree for one entry along an axis: its index goes, and so do sums over it. Size(axis) becomes 1.

    >>> from pizarra.formula import parse, spell
    >>> spell(specialised(parse("1/N * sum(n, x[n,i])"), "n"))
    'x[i]'
    """
    return simplify(_without(tree, axis))


def _without(tree: Node, axis: str) -> Node:
    def change(node: Node) -> Node | None:
        match node:
            case Ref(name, indices):
                return Ref(name, tuple(i for i in indices if i != axis))
            case Sum(bound, body) if bound == axis:
                return _without(body, axis)
            case Size(name) | Ones(name) if name == axis:
                return ONE
            case Delta(left, right) if axis in (left, right):
                return ONE
            case Along("softmax", bound) if bound == axis:
                return ONE
            case Along("log_softmax", bound) if bound == axis:
                return ZERO
            case Along("logsumexp", bound, body) if bound == axis:
                return _without(body, axis)
        return None

    return transform(tree, change)
