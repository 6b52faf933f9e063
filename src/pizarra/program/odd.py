"""Odd: steps that are the gradient by a factor of their own, or that nothing explains, and the line of each."""

from __future__ import annotations

from .calls import layer_of
from .classes import of_weights
from .factors import Jump, leaves_out, odd, rates
from .judge import Judged, same, samples_of
from .recording import Operation
from .structure import (
    Noticed,
    result_name,
)
from .suspects import Search


def unexplained(search: Search, step: Judged) -> Noticed:
    """A step that is wrong, by nothing that is known: the line of its gradient."""
    graph = search.graph
    operation = step.step.operations[-1]
    source = graph.maker(int(step.step.sources[0][0]))
    while (
        source is not None and source.site == operation.site and source.name in ("mul", "div", "neg", "cast")
    ):
        further = [
            graph.maker(int(o.ids.flat[0])) for o in source.operands if o.ids is not None and o.ids.size > 1
        ]
        made = [m for m in further if m is not None]
        if not made:
            break
        source = made[0]
    place = source if source is not None else operation
    return Noticed("unexplained", step.parameter.name, place.site, place.stack, layer_of(search, step))


def odd_steps(search: Search) -> list[Noticed]:
    """Steps that are the gradient, by a factor that the others do not have."""
    found = []
    listed = odd(search)
    down = any(step.factor > 0 for step in search.steps)
    if listed and not down and all(jump is None and ratio == -1.0 for _, jump, ratio in listed):
        operation = uphill(search)
        name = result_name(search.graph, operation) or listed[0][0].parameter.name
        return [Noticed("sign-flipped", name, operation.site, operation.stack)]
    turned = turned_slope(search) if any(ratio < 0 for _, _, ratio in listed) else None
    if turned is not None:  # it turns what a layer gives, and what the layer below gives back again
        name = result_name(search.graph, turned)
        found.append(Noticed("sign-flipped", name, turned.site, turned.stack))
        listed = [one for one in listed if one[2] > 0]
    ratios = {round(abs(ratio), 6) for _, _, ratio in listed}
    for step, jump, ratio in listed:
        operation = jump.operation if jump is not None else step.step.operations[-1]
        fault = _factor_fault(search, jump, ratio, ratios)
        if jump is not None and of_weights(search, operation):
            fault = "bias-gradient-from-weight-gradient"  # of one sample, a multiple of what it should be
        name = result_name(search.graph, operation) or step.parameter.name
        found.append(Noticed(fault, name, operation.site, operation.stack, layer_of(search, step)))
    return found


def turned_slope(search: Search) -> Operation | None:
    """Give the line of a function that gives the slopes of two activations or more, each with the other sign."""
    found: dict[object, list[Operation]] = {}
    for slope in [slope for _, a, slope in search.arrays.bends if search.goes_on(a)]:
        for array in search.arrays.back:
            maker = search.graph.maker(int(array.ids.flat[-1])) if array.size == slope.size else None
            if maker is None or not maker.stack:
                continue
            used = search.values[array.ids.ravel()]
            if used @ slope.ravel() >= 0 or not same(used, slope):
                continue
            makers = found.setdefault(maker.site, [])
            if maker not in makers:
                makers.append(maker)
    several = [makers for makers in found.values() if len(makers) > 1]
    return several[0][0] if len(several) == 1 else None


def uphill(search: Search) -> Operation:
    """Give what is to be turned where all steps go uphill: the error as target − prediction, else the update."""
    first = search.one.met.operations[0]
    updates = [step.step.operations[-1] for step in search.steps]
    mine = first.operands[0].ids
    turned = first.name != "sub" or (mine is None or not search.one.turn.bits[mine].any())
    several = len({operation.site[:2] for operation in updates if operation.site is not None}) > 1
    return first if turned and several else updates[0]


def _factor_fault(search: Search, jump: Jump | None, ratio: float, ratios: set[float]) -> str:
    if ratio < 0:
        return "sign-flipped"
    if jump is None:
        return "wrong-factor"
    operation, sizes = jump.operation, samples_of((search.one.parts or (search.one,))[0].met)
    if _is_rate(search, jump):  # 0.5 is a rate rather than one over two outputs
        sizes -= {step.step.base.size for step in search.steps}
    if operation.name == "mean" or any(
        abs(jump.ratio * n - 1) < 2e-3 or abs(jump.ratio / n - 1) < 2e-3 for n in sizes
    ):
        return "bias-mean-weights-sum"
    outside = [
        o.ids for o in operation.operands if o.ids is not None and not search.one.turn.bits[o.ids.flat[0]]
    ]
    if any(i.size > 1 for i in outside) or (ratio != 1 and leaves_out(search, operation.ids.size)):
        return "dropout-scale-mismatch"
    if any(i.size == 1 and abs(search.values[i].ravel()[0] / jump.ratio - 1) < 1e-6 for i in outside):
        return "rate-inside-delta"
    if _is_rate(search, jump):
        return "rate-inside-delta"
    return "rate-inside-delta" if len(ratios) > 1 else "wrong-factor"


def _is_rate(search: Search, jump: Jump) -> bool:
    """Whether a factor that comes in is one by which steps are scaled."""
    return any(
        abs(rate - jump.ratio) < 1e-6 * abs(rate) for step in search.steps for rate in rates(search, step)
    )
