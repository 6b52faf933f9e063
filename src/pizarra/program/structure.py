"""Structure: what is wrong by what is taken and what is left alone, whatever the numbers are.

Longer than most files: one question after another, each a screen or less, which share a few small functions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import PRODUCTS, Array, Arrays
from .derivative import ELEMENTWISE
from .graph import Graph
from .inspected import Inspected
from .inspection import Inspection
from .judge import Judged, proportion
from .recording import Naming, Operation, Site
from .steps import Parameter, other_bases

# Faults that say what is wrong, and not why; beside a cause on the same line they are not said.
UNSPECIFIC = ("wrong-formula", "unexplained", "wrong-factor")
VAGUE = (*UNSPECIFIC, "wrong-shape")
GUESSED = (*UNSPECIFIC, "missing-paths")  # said where nothing else is known, too


@dataclass(frozen=True, eq=False)
class Noticed:
    """Something wrong: the class of mistake, the name that it is about, where it is, and from where that was called."""

    fault: str
    name: str
    site: Site | None
    callers: tuple[Site, ...] = ()
    layer: int = 1
    replacement: str = ""
    text: bool = False  # told by the text alone
    others: tuple[Site, ...] = ()  # lines that belong to it too: of an update, where what it changed is used


def name_at(graph: Graph, ids: np.ndarray, before: int | None = None) -> Naming | None:
    """Give the last name that numbers got, before an operation."""
    first = int(np.ravel(ids)[0])
    found = None
    for naming in graph.recording.named:
        if before is not None and naming.position > before:
            break
        if (
            naming.ids.size
            and int(naming.ids.flat[0]) == first
            and naming.name[0] != "("
            and naming.ids.size == np.size(ids)
        ):
            found = naming
    return found


def result_name(graph: Graph, operation: Operation) -> str:
    """Give the name that the result of an operation got at once."""
    for naming in graph.recording.named:
        if (
            naming.position == operation.number + 1
            and naming.ids.size
            and naming.ids.flat[0] == operation.ids.flat[0]
        ):
            return naming.name
    return ""


def spread(inspection: Inspection, place: int) -> Noticed | None:
    """The error has more entries than prediction and target: NumPy spread one along the other."""
    met = inspection.rounds[place].met
    if not met.shapes:
        return None
    mine, other, made = (int(np.prod(shape)) for shape in met.shapes)
    if made <= max(mine, other) or min(mine, other) < 2:
        return None
    operation = met.operations[0]
    return Noticed(
        "target-broadcast", result_name(inspection.graph, operation), operation.site, operation.stack
    )


def grown(graph: Graph) -> list[Noticed]:
    """Give the steps that have more entries than what they change, at the line that spread one array along another."""
    found: dict[object, Noticed] = {}
    for number in graph.recording.more.get("spread", [])[:50]:
        operation = graph.operations[int(number)]
        source = max((o.ids for o in operation.operands if o.ids is not None), key=lambda ids: ids.size)
        behind, _ = graph.behind(source)
        place = operation
        for other in behind:
            one = graph.operations[other]
            sizes = [o.ids.size if o.ids is not None else o.constant.size for o in one.operands]
            wide = one.ids.size == operation.ids.size and one.ids.shape == operation.ids.shape
            if one.name in ELEMENTWISE and wide and one.ids.size > max(sizes) and min(sizes) > 1:
                place = one
                break
        found.setdefault(
            place.site, Noticed("wrong-shape", result_name(graph, operation), place.site, place.stack)
        )
    return list(found.values())


def spread_and_raised(graph: Graph) -> list[Noticed]:
    """Give the difference of a column and a row, with more entries than both, that a program failed of later."""
    if not any(error["kind"] == "ValueError" for error in graph.recording.errors):
        return []
    for operation in graph.operations:
        shapes = [np.shape(o.ids if o.ids is not None else o.constant) for o in operation.operands]
        if operation.name != "sub" or operation.ids.ndim != 2 or len(shapes) != 2:
            continue
        size = operation.ids.shape[0]
        column, row = sorted(shapes, key=len, reverse=True)
        if size > 1 and operation.ids.shape == (size, size) and column == (size, 1) and row == (size,):
            name = result_name(graph, operation)
            return [Noticed("target-broadcast", name, operation.site, operation.stack)]
    return []


def moved_elsewhere(
    graph: Graph, listed: list[Parameter]
) -> tuple[list[Parameter], list[tuple[Operation, Parameter | None]]]:
    """Part off what starts a step each time from the same numbers, which do not change: another base than its own."""
    weak: dict[tuple[object, int], int] = {}
    for number, _, place in graph.recording.weak:
        operation = graph.operations[number]
        before = operation.operands[place].ids
        if before is not None and before.size:
            weak.setdefault((operation.site, int(before.flat[0])), number)
    kept: list[Parameter] = []
    based: list[tuple[Operation, Parameter | None]] = [(operation, None) for operation in other_bases(graph)]
    for parameter in listed:
        operation = parameter.steps[0].operations[0]
        first = weak.get((operation.site, int(parameter.first[0])))
        if first is not None and first < operation.number:
            based.append((graph.operations[first], parameter))
        else:
            kept.append(parameter)
    return kept, based


def forgotten(arrays: Arrays) -> list[np.ndarray]:
    """Give what the forward pass adds to products, that comes from outside, and no step ever changes: biases."""
    graph, one = arrays.graph, arrays.one
    found: list[np.ndarray] = []
    target = set(one.met.t_ids[one.met.t_ids >= 0].tolist())
    forwards = arrays.operations(arrays.forward)
    for operation in forwards:
        if operation.name not in ("add", "sub") or len(operation.operands) < 2:
            continue
        for place in (0, 1):
            bias, product = operation.operands[place].ids, operation.operands[1 - place].ids
            if bias is None or product is None or (place == 0 and operation.name == "sub"):
                continue
            maker = graph.maker(int(product.flat[0]))
            single = maker is not None and not maker.ids.ndim and arrays.is_product(Array(product, 0))
            if maker is None or not (single or maker.name in PRODUCTS) or not _from_outside(graph, bias):
                continue
            if one.turn.bits[bias].any() or arrays.after[bias].any() or int(bias.flat[0]) in target:
                continue  # trained, or made of what is
            if bias.size > operation.ids.size or not one.adjoint[bias].any():
                continue
            if single and not _used_again(graph, bias, one.turn.until):
                continue  # where a sum begins
            if _began_as_number(graph, operation, place, bias, one.turn.until):
                continue  # it was stepped from, though nothing could be written beside it
            if bias.size > 1 and any(_weighed(one, other, bias) for other in forwards):
                continue  # data that go past a layer
            if not any(np.array_equal(bias, other) for other in found):
                found.append(bias)
    return found


def _began_as_number(graph: Graph, operation: Operation, place: int, ids: np.ndarray, since: int) -> bool:
    """Whether the same line takes next what is these numbers and a step, the numbers being whole ones of Python."""
    for later in graph.operations[since:]:
        if later.name != operation.name or later.sites != operation.sites or len(later.operands) <= place:
            continue
        now = later.operands[place].ids
        if now is None or now.shape != ids.shape:
            continue  # of another layer
        makers = [graph.maker(int(own)) for own in now.ravel()]
        firsts = [m.operands[0] for m in makers if m is not None and m.name in ("add", "sub")]
        whole = [float(np.max(first.constant)) for first in firsts if first.ids is None]
        return len(whole) == ids.size and bool((np.array(whole) == graph.values[ids.ravel()]).all())
    return False


def _weighed(one: Inspected, operation: Operation, ids: np.ndarray) -> bool:
    """Whether an operation multiplies numbers by weights that are trained."""
    given = [operand.ids for operand in operation.operands if operand.ids is not None]
    return operation.name in PRODUCTS and any(
        np.isin(mine, ids).all() and any(one.turn.bits[other].any() for other in given if other is not mine)
        for mine in given
    )


def _used_again(graph: Graph, ids: np.ndarray, since: int) -> bool:
    first = int(ids.flat[0])
    return any(
        operand.ids is not None and operand.ids.size == 1 and int(operand.ids.flat[0]) == first
        for operation in graph.operations[since:]
        for operand in operation.operands
    )


def _from_outside(graph: Graph, ids: np.ndarray) -> bool:
    """Whether numbers come from outside, or from there but for their scale."""
    made = graph.behind(ids)[0]
    return len(made) < 4 and all(
        graph.operations[n].name in ("mul", "div", "add", "sub", "cast") for n in made
    )


def unused_result(inspection: Inspection, parameter: Parameter, last: bool = False) -> Operation | None:
    """Give the update of a parameter whose result nobody takes, while its old numbers go on being used.

    last: also where it is not the only one, if the others have two more at least.
    """
    most = max(len(p.steps) for p in inspection.parameters)
    steps = len(parameter.steps)
    if most == 1 or (steps > 1 and (not last or steps > most - 2)):
        return None
    graph, step = inspection.graph, parameter.steps[-1]
    operation = step.operations[-1]
    after, base = set(step.after.tolist()), int(step.base[0])
    again = False
    for other in graph.operations[operation.number + 1 :]:
        for operand in other.operands:
            if operand.ids is None or not operand.ids.size:
                continue
            if int(operand.ids.flat[0]) in after:
                return None
            again = again or (int(operand.ids.flat[0]) == base and other.site != operation.site)
    return operation if again else None


def untrained(arrays: Arrays) -> list[np.ndarray]:
    """Give weights that no step changes, though the program trains their biases or computes their gradient."""
    graph, one = arrays.graph, arrays.one
    bits, found = one.turn.bits, []
    numbers = graph.behind(one.met.y, one.turn.stop)[0]
    for operation in arrays.operations(numbers):
        if operation.name not in ("matmul", "dot") or len(operation.operands) < 2:
            continue
        left, right = (operand.ids for operand in operation.operands[:2])
        if left is None or right is None or (bits[left].any() and bits[right].any()):
            continue
        bias = _bias_of(arrays, operation, numbers)
        first = not bits[left].any() and not bits[right].any()
        if first:  # data and weights alike come from outside: the bias tells which are which
            place = _units(operation, bias)
            if place is None:
                continue
            values, weights = (left, right) if place == 1 else (right, left)
        else:
            values, weights = (left, right) if bits[left].any() else (right, left)
        made = _entrywise(arrays, values) or _of_trained(graph, values, one.turn.stop)
        if one.turn.stop[values].any() or made:
            continue  # what is trained meets the data
        if weights.ndim != 2 or arrays.after[weights].any() or not one.adjoint[weights].any():
            continue
        if first and graph.made_by[weights].max() >= 0 and name_at(graph, weights) is None:
            continue
        true = one.adjoint[weights.ravel()]
        computed = any(
            array.size == true.size > 1
            and proportion(graph.values[array.ids.ravel()], true, 1e-6) is not None
            for array in arrays.back
        )
        if (computed or bias is not None) and not any(np.array_equal(weights, other) for other in found):
            found.append(weights)
    return found


def _entrywise(arrays: Arrays, ids: np.ndarray) -> bool:
    """Whether numbers are what is trained, but for what is done to each of them: noise added, some left out."""
    turn = arrays.one.turn
    behind = arrays.operations(arrays.graph.behind(ids, turn.stop, turn.since)[0])
    made = [one for one in behind if turn.bits[one.ids].any()]
    return bool(made) and all(one.name in ELEMENTWISE for one in made)


def _of_trained(graph: Graph, ids: np.ndarray, trained: np.ndarray) -> bool:
    """Whether numbers are made of what is trained alone, as weights of one length are, and of no data."""
    numbers, live = graph.behind(ids, trained)
    given = [o.ids for n in numbers for o in graph.operations[n].operands if o.ids is not None]
    outside = [one for one in given if graph.made_by[one].max() < 0 and not trained[one].any()]
    return bool(live[trained].any()) and all(one.size == 1 for one in outside)


def _bias_of(arrays: Arrays, operation: Operation, numbers: list[int]) -> np.ndarray | None:
    """Give the trained numbers that are added to a product."""
    for other in arrays.operations(numbers):
        if other.name != "add" or not any(
            o.ids is not None and np.isin(operation.ids.flat[0], o.ids) for o in other.operands
        ):
            continue
        for operand in other.operands:
            if operand.ids is not None and arrays.one.turn.stop[operand.ids].all():
                return operand.ids
    return None


def _units(operation: Operation, bias: np.ndarray | None) -> int | None:
    """Give the axis of a product along which its units lie, by the bias that is added; None where that is open."""
    if bias is None or bias.size < 2 or operation.ids.ndim != 2:
        return None
    along = bias.shape[-1] > 1
    rows, columns = operation.ids.shape
    wanted = columns if along else rows
    return (1 if along else 0) if bias.size == wanted and max(bias.shape) == bias.size else None


def collapsed(arrays: Arrays, step: Judged) -> Operation | None:
    """Give the operation that makes one number of many, on the way to a step whose entries are all alike."""
    move, true = step.step.move, arrays.one.adjoint[step.step.base]
    alike = [bool(np.ptp(array) <= 1e-9 * np.abs(array).max()) for array in (move, true)]
    if move.size < 2 or not alike[0] or alike[1]:
        return None
    graph, bits = arrays.graph, arrays.one.turn.bits
    waiting = {m for m in graph.makers(np.concatenate(step.step.sources)) if m >= 0}
    while waiting:
        operation = graph.operations[max(waiting)]
        waiting.discard(operation.number)
        given = [o.ids for o in operation.operands if o.ids is not None and bits[o.ids].any()]
        if operation.ids.size == 1 and max((ids.size for ids in given), default=1) > 1:
            return operation
        if operation.name in ELEMENTWISE:
            waiting |= {m for ids in given for m in graph.makers(ids) if m >= 0}
    return None


def stretched(arrays: Arrays, step: Judged) -> Operation | None:
    """Give the product with the error of another layer, of fewer units, that NumPy spread over a parameter."""
    graph, sources = arrays.graph, np.concatenate(step.step.sources)
    shape = step.parameter.shape
    if len(shape) != 2 or np.unique(sources).size == sources.size:
        return None
    operation = graph.maker(int(sources[0]))
    for _ in range(8):
        if operation is None or operation.name in PRODUCTS or operation.name not in ELEMENTWISE:
            break
        further = [o.ids for o in operation.operands if o.ids is not None and o.ids.size > 1]
        operation = graph.maker(int(further[0].flat[0])) if further else None
    if operation is None or operation.name not in ("matmul", "dot", "outer"):
        return None
    true = arrays.one.adjoint[step.step.base].reshape(shape)
    for of in arrays.ahead:
        if not arrays.is_product(of) or arrays.one.turn.stop[of.ids].any():
            continue
        delta = arrays.one.adjoint[of.ids]
        for place in (0, 1):
            other = operation.operands[1 - place].ids
            if other is None:
                continue
            given = [delta, graph.values[other]] if place == 0 else [graph.values[other], delta]
            try:
                made = np.outer(*given) if operation.name == "outer" else np.dot(*given)
            except ValueError:
                continue
            if made.shape == shape and proportion(made.ravel(), true.ravel(), 1e-6) is not None:
                return operation
    return None


def other_target(inspection: Inspection, place: int) -> np.ndarray | None:
    """Give the target that the program shows a loss of, where the error is taken from another one of the same array."""
    one, graph = inspection.rounds[place], inspection.graph
    mine = one.met.t_ids
    if not mine.size or mine.min() < 0 or one.met.labels:
        return None
    home = _home(graph, mine)
    if home is None:
        return None
    steps, own = set(one.turn.behind), set(mine.tolist())
    until = min(len(graph.operations), one.turn.until + 400)
    of_it = graph.ahead({0: one.met.y}, one.turn.since, until, np.flatnonzero(inspection.after))
    for operation in graph.operations[one.turn.since : until]:
        if not of_it[operation.ids.flat[0]] and not _again(graph, operation, one.met.y):
            continue  # of another sample
        if operation.number in steps or not one.turn.bits[operation.ids.flat[0]]:
            continue
        for operand in operation.operands:
            other = operand.ids
            if other is None or other.size != mine.size or one.turn.bits[other].any():
                continue
            if np.isin(other, home).all() and not own & set(other.ravel().tolist()):
                return other.ravel()
    return None


def _again(graph: Graph, operation: Operation, y: np.ndarray) -> bool:
    """Whether an operation takes numbers that are those of a prediction, made by another pass."""
    given = [o.ids for o in operation.operands if o.ids is not None and o.ids.size == y.size]
    return any(np.allclose(graph.values[ids].ravel(), graph.values[y], rtol=1e-9, atol=0) for ids in given)


def exchanged(inspection: Inspection) -> tuple[Naming, np.ndarray] | None:
    """Give what bears the prediction's name, and the array that depends on more, where one line names both."""
    one, graph = inspection.rounds[0], inspection.graph
    first = one.met.operations[0]
    named = name_at(graph, one.met.y, first.number)
    if named is None or named.site is None:
        return None
    mine = int(np.bitwise_or.reduce(one.turn.bits[one.met.y])).bit_count()
    for other in graph.recording.named:
        if other.site != named.site or other.position != named.position or other.name == named.name:
            continue
        if (
            other.ids.size
            and int(np.bitwise_or.reduce(one.turn.bits[other.ids], axis=None)).bit_count() > mine
        ):
            return named, other.ids
    return None


def left_out(inspection: Inspection) -> np.ndarray | None:
    """Give the one target of many, the first or the last, that a loop over the samples never comes to."""
    one, graph = inspection.rounds[0], inspection.graph
    met = one.met
    if len(met.operations) < 3 or met.t_ids.min() < 0 or len({o.site for o in met.operations}) > 1:
        return None
    home = _home(graph, met.t_ids)
    if home is None or home.size != met.t_ids.size + met.t_ids.size // len(met.operations):
        return None
    used = set(met.t_ids.tolist())
    if any(n.ids.size == len(used) and set(n.ids.ravel().tolist()) == used for n in graph.recording.named):
        return None
    missing = [k for k, number in enumerate(home.ravel().tolist()) if number not in used]
    edge = missing == list(range(len(missing))) or missing[-1] == home.size - 1
    return home if edge else None


def _home(graph: Graph, ids: np.ndarray) -> np.ndarray | None:
    """Give the largest named array that numbers are taken from."""
    best = None
    for naming in graph.recording.named:
        if (
            naming.ids.size > ids.size
            and np.isin(ids, naming.ids).all()
            and (best is None or naming.ids.size > best.size)
        ):
            best = naming.ids
    return best
