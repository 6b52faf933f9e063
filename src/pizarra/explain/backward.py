"""The backward pass: every cotangent in the same four lines: what arrives, local derivative, product, what goes on.

Each step is said in general, as matrices with numbers and shapes, and for one entry; beside it stands the check by
finite differences, and the reason for every transpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import EllipsisType

import numpy as np

from ..formula import Formula, evaluate_matrix
from ..formula.tree import Index, MatMul, Ref, refs, reindexed, walk
from ..formula.write import is_negative
from ..language import Say, say
from ..layout import SAMPLES
from ..mathematics.boxes import BigSum, Box, Fence, Fraction, Marked, Space, row, sign
from ..mathematics.symbols import symbol
from ..network import INPUT, LOSS, Step
from ..page.blocks import Block, Equation, Equations, Part, Sentence
from ..page.blocks import Step as PageStep
from .collapse import collapse
from .compose import (
    Line,
    Spelled,
    bind,
    bind_matrix,
    defined,
    expand,
    jacobian_line,
    letters_for,
    spelled,
)
from .context import Context, difference_block, layer_word, note, part, shown_places, step_word
from .digits import Digits, digits_for, settle
from .local import Local
from .view import View
from .why import why


def backward_steps(context: Context) -> tuple[Block, ...]:
    """Write a step for every cotangent, from the loss back to the first layer; sums where several readers send."""
    view = context.view
    made: list[Block] = []
    pending = {name: len(sent) for name, sent in view.trace.sent.items()}
    wanted = {*view.network.parameters, *view.network.values} - {INPUT}
    # All that will be checked is measured together: one pass through a small network does for all of its gradients.
    if not context.outline:
        view.trace.differences({name: shown_places(view, f"d:{name}") for name in pending if name in wanted})
    for step in reversed(view.network.all_steps):
        for line in _ordered(step):
            outside = step.names()[line.name[1:]]
            if outside not in wanted or outside not in pending:
                continue
            names = view.contributions(outside)
            name = names[len(names) - pending[outside]] if len(names) > 1 else names[0]
            made.append(_step(context, step, line, name))
            pending[outside] -= 1
            if pending[outside] == 0 and len(names) > 1:
                made.append(_sum_step(context, outside, names))
    return tuple(made)


def _ordered(step: Step) -> Iterator[Formula]:
    """Yield a layer's cotangents: parameters first, then what is passed on."""
    lines = {line.name[1:]: line for line in step.layer.cotangents}
    for inside in (*step.layer.parameters, *step.layer.inputs):
        if inside in lines:
            yield lines[inside]


def _step(context: Context, step: Step, line: Formula, name: str) -> PageStep:
    view = context.view
    inside = line.name[1:]
    outside = step.names()[inside]
    is_parameter = outside in view.network.parameters
    symbol_box = view.whole(outside)
    key = "parameter" if is_parameter else "loss" if step.index is None else "value"
    title = say(
        f"backward.{key}.title", symbol=symbol_box, layer=layer_word(step.layer), loss=view.whole(LOSS)
    )
    purpose = say(
        f"backward.{key}.purpose", symbol=symbol_box, output=view.whole(step.output), place=step_word(step)
    )
    local = Local.of(view, step, inside)
    bound = bind(view, step, line, left=name, arrives=context.vjp)
    parts = [
        view.once(
            ("general", name, step.output, inside),
            lambda: part(
                "general", *_general(context, step, local, bound, outside), *why(context, step, line, local)
            ),
        )
    ]
    if not context.outline:
        matrices = Equations(_matrices(context, step, line, inside, name))
        parts.append(part("matrices", matrices, *_batch_note(context, step, line)))
        parts.append(part("case", Equations(_case(context, step, local, bound, outside))))
    if not context.outline and not view.is_sent(name):
        parts.append(part("check", *difference_block(context, name)))
    if step.index is None:
        parts.extend(collapse(context, step))
    return PageStep(backward_key(context.view, name), title, purpose, tuple(parts))


def backward_key(view: View, name: str) -> str:
    """Give the key of the step that works a cotangent out: another one for every name, in letters for an address."""
    plain = view.base(name)
    several = name.removeprefix("d:")[len(plain) :].replace("@", "-")
    told = re.sub(r"[^\w.]", lambda letter: f"-{ord(letter[0]):02x}", plain)
    return f"backward-d-{told}{several}"


def _arriving(context: Context, step: Step) -> str | None:
    """Name what arrives at a layer: the cotangent of its output, called u in VJP form."""
    return ("u:" if context.vjp else "d:") + step.output if step.index is not None else None


def _general(context: Context, step: Step, local: Local, bound: Line, outside: str) -> tuple[Block, ...]:
    view = context.view
    out_axes, in_axes, local_tree = local.lettered()
    axes = (Ref("", out_axes), Ref("", in_axes))
    letters = letters_for(view, step, (bound.left, bound.tree, local_tree, *axes))
    shape = view.array(local.target).shape
    lengths = dict(bound.lengths) | {a: n for a, n in zip(out_axes, shape, strict=True) if isinstance(a, str)}
    signs = view.general(letters, lengths)
    arriving = _arriving(context, step)
    loss = view.whole(LOSS)
    out = signs.ref(_place_ref(view, step.output, out_axes))
    into = signs.ref(_place_ref(view, outside, in_axes))
    derivative = Fraction(row(sign("∂"), out), row(sign("∂"), into))
    _, tree = view.layout.index_line(Ref(LOSS), local_tree, view.kind)
    local_line = Equation(derivative, (("=", view.in_symbols(tree, letters, lengths)),), say("line.local"))
    product = view.in_symbols(bound.tree, letters, lengths)
    left = signs.ref(bound.left)
    if arriving is None:
        start = Fraction(row(sign("∂"), loss), row(sign("∂"), loss))
        first = Equation(start, (("=", view.constant(1)),), say("line.arrives.loss"))
        last = Equation(left, (("=", row(start, Space(), derivative)), ("=", product)), say("line.product"))
    else:
        of = signs.ref(_place_ref(view, arriving, out_axes))
        whole = Fraction(row(sign("∂"), loss), row(sign("∂"), out))
        plain = not context.vjp and not view.is_delta(step.output)
        first = Equation(of, () if plain else (("=", whole),), say("line.arrives"))
        summed = [a for a, own in zip(out_axes, local.out_axes, strict=True) if own not in local.links]
        sums = [axis for axis in summed if isinstance(axis, str) and not (view.single and axis == SAMPLES)]
        parts = [BigSum(*view.limits(axis, letters, lengths)) for axis in sums]
        last = Equation(
            left, (("=", row(*parts, of, Space(), derivative)), ("=", product)), say("line.product")
        )
    return (Equations((first, local_line, last)), Sentence(_passed(context, step, outside, left)))


def _place_ref(view: View, name: str, axes: tuple[Index, ...]) -> Ref:
    """Put axes, in the core's order, behind a name in the reader's order."""
    kind = view.kind(name)
    kept = tuple(a for a, own in zip(axes, kind.axes, strict=True) if not (view.single and own == SAMPLES))
    return Ref(name, kept[::-1] if len(kept) == 2 and view.layout.turned(kind) else kept)


def _passed(context: Context, step: Step, outside: str, entry: Box | None = None) -> Say:
    """Say what becomes of a derivative: as a note, or as a sentence about `entry`."""
    view = context.view
    values: dict[str, object] = {} if entry is None else {"entry": entry}
    end = "" if entry is None else ".sentence"
    if outside in view.network.parameters:
        return say(f"line.stored{end}", symbol=view.whole(outside), **values)
    maker = view.network.maker(outside)
    return (
        say(f"line.passed{end}", place=step_word(maker), **values) if maker is not None else say("line.ends")
    )


def _matrices(context: Context, step: Step, line: Formula, inside: str, name: str) -> tuple[Equation, ...]:
    view = context.view
    arriving = _arriving(context, step)
    lines: list[Equation] = []
    if arriving is not None:
        lines.append(Equation(view.whole(arriving), (("=", view.grid(arriving)),), say("line.arrives")))
    found = jacobian_line(view, step, inside)
    if found is not None:
        lines.append(_jacobian_equation(context, step, *found))
    matrix = bind_matrix(view, step, line.name, context.case.sample, left=name, arrives=context.vjp)
    left = view.whole(name)
    passed = _passed(context, step, view.base(name))
    if matrix is None:
        lines.append(Equation(left, (("=", view.grid(name)),), passed))
        return tuple(lines)
    numbers, relation, result = matrix.numbers()
    if isinstance(matrix.tree, Ref):
        lines.append(Equation(matrix.left_box(), (("=", matrix.symbols()), (relation, result)), passed))
    else:
        lines.append(
            Equation(matrix.left_box(), (("=", matrix.symbols()), ("=", numbers)), say("line.product"))
        )
        lines.append(Equation(None, ((relation, result),), passed))
    if matrix.left.indices:
        lines.append(Equation(left, (("=", view.grid(name)),), say("line.all_samples")))
    return tuple(lines)


def _jacobian_equation(context: Context, step: Step, left: Box, tree) -> Equation:
    """Write the Jacobian of one sample with its numbers; a large one only as a formula."""
    view = context.view
    letters = {SAMPLES: symbol(view.notation.sample_index)}
    lengths = view.lengths(step)
    symbols = view.in_symbols(tree, letters, lengths)
    if tree == Ref("I") or any(isinstance(node, MatMul) and len(node.items) > 3 for node in walk(tree)):
        return Equation(left, (("=", symbols),), say("line.local"))
    one = reindexed(tree, {SAMPLES: context.case.sample})
    per_sample = not view.single
    values = {}
    for ref in refs(one):
        source = view.array if per_sample and ref.indices else view.matrix
        values[ref.name] = source(ref.name)
    if max(value.size for value in values.values()) > 64 * 64:
        return Equation(left, (("=", symbols),), say("line.local"))
    result = evaluate_matrix(one, values, lengths)
    box = view.numbers(result, digits_for(result, view.decimals, comma=view.comma), role="local")
    chain: tuple[tuple[str, Box], ...] = (("=", symbols), ("=", box))
    text = (
        say("line.local")
        if view.single or not _per_sample(tree)
        else say("line.local.sample", sample=context.sample())
    )
    return Equation(left, chain, text)


def _per_sample(tree) -> bool:
    return any(ref.indices for ref in refs(tree))


def _batch_note(context: Context, step: Step, line: Formula) -> tuple[Block, ...]:
    """In a batch, say that a parameter's gradient adds up the samples."""
    if context.view.single or step.index is None or line.name[1:] not in step.layer.parameters:
        return ()
    return (note("backward.batch", count=context.trace.samples),)


def _case(context: Context, step: Step, local: Local, bound: Line, outside: str) -> tuple[Equation, ...]:
    view = context.view
    arriving = _arriving(context, step)
    place = context.place(outside)
    if len(place) == 2 and view.layout.turned(view.kind(bound.left.name)) != view.layout.turned(
        view.kind(outside)
    ):
        place = place[::-1]
    worked = bound.at(place)
    lines: list[Equation] = []
    if arriving is None:
        chain = worked.worked()
        return (Equation(view.entry(worked.left.name, place), chain, _passed(context, step, outside)),)
    arrives = [ref for ref in worked.said.refs if ref.name == arriving]
    for ref in arrives[:4]:
        last = ref is arrives[min(len(arrives), 4) - 1]
        lines.append(
            Equation(
                view.ref(ref, {}),
                (("=", view.number(ref.name, tuple(int(k) for k in ref.indices))),),
                say("line.arrives") if last else None,
            )
        )
    lines.extend(_local_cases(context, local, outside, place))
    chain = worked.worked()
    lines.append(Equation(view.entry(worked.left.name, place), chain[:-1], say("line.product")))
    lines.append(Equation(None, chain[-1:], _passed(context, step, outside)))
    return tuple(lines)


def _local_cases(context: Context, local: Local, outside: str, place: tuple[int, ...]) -> Iterator[Equation]:
    """State the local derivatives on the way of the case: at most four of them."""
    view = context.view
    core = context.case.places[outside]
    reached = list(_first(local.reached(core), 4))
    for k, out in enumerate(reached):
        left, said = view.once(
            ("local case", local.target, local.inside, out, core),
            lambda out=out: _local_said(view, local, out, core),
        )
        chain = _numbers_of(view, local.step, said, local.value(out, core))
        last = k == len(reached) - 1
        yield Equation(left, chain, say("line.local") if last else None)


def _local_said(view: View, local: Local, out: tuple[int, ...], core: tuple[int, ...]) -> tuple[Box, Spelled]:
    """Say a local derivative at its places, in the order of the reader's indices: its name and what it is."""
    of = view.entry(local.target, view.at(local.target, out))
    by = view.entry(local.source, view.at(local.source, core))
    places: dict[str, Index] = dict(zip(local.out_axes, out, strict=True))
    places |= dict(zip(local.in_axes, core, strict=True))
    _, tree = view.layout.index_line(Ref(LOSS), local.tree, view.kind)
    lengths = view.lengths(local.step)
    whole = defined(reindexed(tree, places))
    name = Fraction(row(sign("∂"), of), row(sign("∂"), by))
    return name, spelled(view, whole, expand(whole, lengths), lengths)


def _first(items, count: int):
    for k, item in enumerate(items):
        if k == count:
            return
        yield item


def _numbers_of(view: View, step: Step, said: Spelled, value: float) -> tuple[tuple[str, Box], ...]:
    """Write a local derivative in symbols, numbers and its value; one number is not repeated."""
    target = digits_for(value, view.decimals, comma=view.comma)
    result = Marked(target.box(value), "local")
    if not said.refs:
        return (("=", result),)
    lengths = view.lengths(step)
    digits, relation = said.settled(view, lengths, value, target)
    numbers = said.numbers(view, lengths, digits)[0]
    if isinstance(said.tree, Ref):
        return (("=", said.symbols), ("=", numbers))
    return (("=", said.symbols), ("=", numbers), (relation, result))


def _sum_step(context: Context, outside: str, names: list[str]) -> PageStep:
    """Add what several readers of a value send back."""
    view, name = context.view, f"d:{outside}"
    title = say("backward.sum.title", symbol=view.whole(outside))
    purpose = say("backward.sum.purpose", symbol=view.whole(outside), count=len(names))
    symbols = _added([view.whole(n) for n in names])
    general = part("general", Equations((Equation(view.whole(name), (("=", symbols),)),)))
    worked = () if context.outline else _sum_worked(context, outside, names, symbols)
    return PageStep(f"backward-sum-{outside}", title, purpose, (general, *worked))


def _sum_worked(context: Context, outside: str, names: list[str], symbols: Box) -> tuple[Part, ...]:
    view, name = context.view, f"d:{outside}"
    place = context.place(outside)
    if len(place) == 2 and view.layout.turned(view.kind(name)) != view.layout.turned(view.kind(outside)):
        place = place[::-1]
    own = {n: view.digits(n) for n in names}
    target = view.digits(name)

    def total(chosen: Callable[[str], Digits], at: tuple[int, ...] | EllipsisType) -> np.ndarray:
        return np.sum([chosen(n).shown(view.stored(n)[at]) for n in names], axis=0)

    if view.whole_shown(name):
        fine, whole = settle(own, lambda chosen: total(chosen, ...), view.stored(name), target)
    else:
        fine, whole = own.__getitem__, "="
    finer, relation = settle(own, lambda chosen: total(chosen, place), view.stored(name)[place], target)
    numbers = _added([view.grid(n, digits=fine(n)) for n in names])
    entries = _added([view.entry(n, place) for n in names])
    digits = _added([_bracketed(view.number(n, place, finer(n)), k) for k, n in enumerate(names)])
    result = view.number(name, place, target)
    return (
        part(
            "matrices", Equations((Equation(view.whole(name), (("=", numbers), (whole, view.grid(name)))),))
        ),
        part(
            "case",
            Equations(
                (Equation(view.entry(name, place), (("=", entries), ("=", digits), (relation, result))),)
            ),
        ),
        part("check", *difference_block(context, name)),
    )


def _added(boxes: list[Box]) -> Box:
    """Write a sum."""
    return row(*(box for k, term in enumerate(boxes) for box in ((sign("+"), term) if k else (term,))))


def _bracketed(box: Box, place: int) -> Box:
    return Fence(box) if place and is_negative(box) else box
