"""A case: a program, its numbers, and the truth about it."""

from dataclasses import dataclass, replace

import numpy as np

from . import filters, synonyms
from .filters import Unsuitable
from .mistakes import mutations
from .names import draw_names
from .network import Layout, Network, Point, draw_layout, draw_network, draw_point
from .program import Mutation, Program
from .running import Function, compiled, run
from .source import Change, Source
from .style import draw_style
from .weather import draw_harsh
from .writer import Writer

GIVEN = ("function", "arrays", "gradients", "step")
# Classes that few programs have a place for: taken more often where there is one.
SCARCE = {
    "inner-instead-of-outer-product",
    "results-unpacked-in-the-wrong-order",
    "target-broadcast",
    "wrong-bias-column-removed",
}


@dataclass(frozen=True)
class Mistake:
    """One planted mistake."""

    fault: str
    layer: int  # of the weights that the wrong line belongs to, from 1
    variable: str  # the array (of an update: the parameter) whose line is wrong, as the program calls it
    role: str  # the same by role: "dW1", "delta2", "W1_new"
    place: str
    line: int  # from 1; where a line is missing, the one that stands in its place
    text: str  # of that line; empty where it is missing
    accepted: frozenset[tuple[str, int | None]]  # every (class, layer) that is right; None is any layer
    later: frozenset[
        tuple[str, int | None]
    ]  # the same with the synonyms that were added after a first measuring

    def told(self, fault: str, layer: int | None, *, later: bool = False) -> bool:
        """Whether this class and this layer name the mistake. later: by the later synonyms too."""
        accepted = self.later if later else self.accepted
        return (fault, layer) in accepted or (fault, None) in accepted


@dataclass(frozen=True, eq=False)
class Case:
    """What the measurer is given, and what is to be found out."""

    seed: int
    given: str
    network: Network
    layout: Layout
    dtype: str
    returns: str  # what the function gives: "gradients", "all" or "step"
    parameters: dict[str, np.ndarray]  # by the names of the program, in the order of its arguments
    x: np.ndarray
    t: np.ndarray
    rate: float
    arrays: dict[str, np.ndarray]  # what the program gives at this point, by its names
    names: dict[
        str, str
    ]  # roles to these names: "W1", "z1", "a1", "da1", "delta1", "dW1", "W1_new", "x", "t", "loss"
    source: str
    right_source: str
    truth: tuple[Mistake, ...]
    # Arrays that are not what the right program gives, in the order in which they are computed.
    changed: tuple[str, ...]
    # The gradient is right for this other loss: to say so in a note is enough, a verdict of "faulty" is right too.
    another_loss: str | None
    # What the right program's gradients are, as a multiple of the loss's: -1 for t - y, 2 for a factor of its own.
    convention: float

    def function(self) -> Function:
        """Give the program as a function: its parameters one by one, x, t, and in a step the rate."""
        return compiled(self.source)

    def arguments(self) -> list[object]:
        """Give what the function takes at this case's point, copied."""
        values: list[object] = [value.copy() for value in self.parameters.values()]
        values += [self.x.copy(), self.t.copy()]
        return [*values, self.rate] if self.returns == "step" else values


def draw(seed: int, given: str, mistakes: int) -> Case:
    """Draw a case: the same for the same three.

    `given` is one of GIVEN; `mistakes` 0, 1 or 2. Without mistakes the numbers are often harsh.
    """
    rng = np.random.default_rng([seed, GIVEN.index(given), mistakes])
    while True:
        try:
            return attempt(rng, seed, given, mistakes)
        except Unsuitable:
            continue


def attempt(rng: np.random.Generator, seed: int, given: str, mistakes: int) -> Case:
    network = draw_network(rng)
    harsh = mistakes == 0
    style = draw_style(rng, network, given=given, right=harsh, harsh=harsh)
    layout = draw_layout(rng, network, one_by_one=style.looped, bias_rows=style.bias_rows)
    names = draw_names(rng, network)
    writer = Writer(network, layout, style, names, rng)
    program = Program(Source.of(writer.program()), writer.roles, network, layout, style, names)
    right = compiled(program.source.text)
    dtype = "float32" if rng.random() < (0.3 if harsh else 0.15) else "float64"
    sizes = rng.permutation([2, 3, 4, 5, 6, 7])[:3]
    samples = 1 if rng.random() < 0.1 and not style.looped else int(sizes[0])
    generic = [draw_point(rng, network, layout, int(n)) for n in sizes[1:]]
    filters.verify(program, right, generic[0], rng)
    if harsh:
        point = draw_harsh(rng, network, layout, samples, dtype)
        if not all(np.all(np.isfinite(value)) for value in run(program, right, point).values()):
            raise Unsuitable("not finite")
        return case(seed, given, program, program, [], point, dtype, None)
    point = draw_point(rng, network, layout, samples, dtype)
    listed = list(mutations(program))
    for _ in range(6):  # a program is soon drawn, but not as soon as another of its mistakes
        try:
            wrong, found, other = planted(rng, program, listed, right, point, generic, dtype, given, mistakes)
            return case(seed, given, program, wrong, found, point, dtype, other)
        except Unsuitable:
            continue
    raise Unsuitable("six mistakes that do not show")


def planted(
    rng: np.random.Generator,
    program: Program,
    listed: list[Mutation],
    right: Function,
    point: Point,
    generic: list[Point],
    dtype: str,
    given: str,
    mistakes: int,
) -> tuple[Program, list[Mutation], str | None]:
    """Plant one mistake, or two that do not hide each other."""
    points = [(other, "float64") for other in generic]
    if given != "function":
        points.append((point, dtype))

    def seen(before: Function, after: Function, fault: str) -> bool:
        return all(filters.shows(program, before, after, p, kind, fault) for p, kind in points)

    first = one_of(rng, listed)
    first_alone = changed(program, first.change, first.line)
    a = compiled(first_alone.source.text)
    if not seen(right, a, first.fault):
        raise Unsuitable("nothing is seen of it")
    run(program, a, point)
    other = filters.another_loss(program, first, a, generic[0], rng)
    if mistakes == 1:
        return first_alone, [first], other
    second = one_of(rng, [m for m in listed if compatible(first, m)])
    second_alone = changed(program, second.change, second.line)
    together = changed(program, first.change.with_(second.change), first.line, second.line)
    b, ab = compiled(second_alone.source.text), compiled(together.source.text)
    spread = next((m.fault for m in (first, second) if m.fault in filters.MAY_SPREAD), "")
    if not (
        seen(right, b, second.fault)
        and seen(a, ab, spread)
        and seen(b, ab, spread)
        and seen(right, ab, spread)
    ):
        raise Unsuitable("one hides the other")
    if other or filters.another_loss(program, second, b, generic[0], rng):
        raise Unsuitable("another loss, in company")
    return together, [first, second], None


def one_of(rng: np.random.Generator, listed: list[Mutation]) -> Mutation:
    """Choose a class, and then one of its places."""
    if not listed:
        raise Unsuitable("nothing can go wrong here")
    faults = sorted({mutation.fault for mutation in listed})
    shares = np.array([4.0 if fault in SCARCE else 1.0 for fault in faults])
    fault = faults[rng.choice(len(faults), p=shares / shares.sum())]
    fitting = [mutation for mutation in listed if mutation.fault == fault]
    return fitting[rng.integers(len(fitting))]


def compatible(one: Mutation, other: Mutation) -> bool:
    """Whether two mistakes can stand in one program and still be two."""
    if one.change.touched & other.change.touched or "all" in (one.place, other.place):
        return False
    if one.fault == other.fault and one.fault in {
        "sign-flipped",
        "bias-mean-weights-sum",
        "rate-inside-delta",
    }:
        return False  # two signs or two factors may be one elsewhere
    return (one.layer, one.kind) != (other.layer, other.kind) and (one.layer, one.fault) != (
        other.layer,
        other.fault,
    )


def changed(program: Program, change: Change, *marks: int) -> Program:
    return replace(program, source=change.apply(program.source, *marks))


def case(
    seed: int,
    given: str,
    right: Program,
    program: Program,
    found: list[Mutation],
    point: Point,
    dtype: str,
    other: str | None,
) -> Case:
    """Put together what was drawn."""
    style = program.style
    arrays = run(program, compiled(program.source.text), point)
    before = run(right, compiled(right.source.text), point) if found else arrays
    kept = {"x", "t", "rate"} | {f"{kind}{layer}" for kind, layer in program.parameters}
    names = {role: name for role, name in program.roles.items() if name in arrays or role in kept}
    if style.returns == "step":
        names = {role: name for role, name in names.items() if role in kept or role.endswith("_new")}
    return Case(
        seed=seed,
        given=given,
        network=program.network,
        layout=program.layout,
        dtype=dtype,
        returns=style.returns,
        parameters={program.roles[role]: value for role, value in point.parameters.items()},
        x=point.x,
        t=point.t,
        rate=point.rate,
        arrays=arrays,
        names=names,
        source=program.source.text,
        right_source=right.source.text,
        truth=tuple(
            mistake(right, program, mutation, line)
            for mutation, line in zip(found, program.source.marks, strict=True)
        ),
        changed=tuple(name for name, value in arrays.items() if not np.array_equal(value, before[name])),
        another_loss=other,
        convention=style.constant * (-1 if style.negative and style.returns != "step" else 1),
    )


def mistake(right: Program, wrong: Program, mutation: Mutation, line: int) -> Mistake:
    if mutation.kind in ("x", "t"):
        role, variable = mutation.kind, right.roles[mutation.kind]
    elif mutation.kind in ("W", "b"):
        role, variable = (
            f"{mutation.kind}{mutation.layer}_new",
            right.roles[f"{mutation.kind}{mutation.layer}"],
        )
    else:
        role = f"{mutation.kind}{mutation.layer}"
        variable = right.roles[role]
    gone = mutation.line in mutation.change.remove
    text = "" if gone else wrong.source.lines[line].strip()
    return Mistake(
        mutation.fault,
        mutation.layer,
        variable,
        role,
        mutation.place,
        line + 1,
        text,
        synonyms.accepted(right, mutation),
        synonyms.accepted(right, mutation, (*synonyms.TABLE, *synonyms.LATER)),
    )
