"""Classes: which mistake a change that makes all right tells of.

Longer than most files: one question after another about the same change, in the order that tells them apart.
"""

from __future__ import annotations

import numpy as np

from .arrays import PRODUCTS, Array
from .derivative import Opaque, backward
from .judge import proportion, same
from .overwritten import change_in_place, written_in_part
from .penalties import added, other_penalty, penalty_fault, without_penalty
from .recording import Operation
from .samples import of_another_pass, of_other_samples, other_labels
from .suspects import Change, Search
from .target import KINDS, implied, possible
from .wrong_slopes import slope_fault


def fault_of(search: Search, change: Change) -> str:
    """Name the class of mistake of a change that was accepted."""
    found, expected = change.found, change.expected
    value = change.kind == "value" and found is not None and expected is not None
    if value and other_labels(search, found, expected):  # type: ignore[arg-type]
        return "wrong-sample-or-target"
    if change.kind in ("operand", "value") and not change.forward:
        other = search.one.fits_other or (_of_another_loss(search, change) if change.kind == "value" else "")
        if other:
            return other_loss(search.one.kind, other)
    match change.kind:
        case "before":
            return "update-before-use"
        case "sign":
            return "sign-flipped"
        case "mask":
            return "dropout-mask-missing-backward"
        case "axis":
            return "softmax-wrong-axis"
        case "operand":
            return _forward(search, change) if change.forward else _operand(search, change)
        case "slope":
            return _slope(search, change)
    return _value(search, change)


def _of_another_loss(search: Search, change: Change) -> str:
    """Name the known loss whose cotangent stands where that of the shown one belongs: at the prediction, or behind."""
    one, graph = search.one, search.graph
    if one.parts or one.met.labels or change.old is None:
        return ""
    ids = change.old.ids
    found, y = graph.values[ids.ravel()], graph.values[one.met.y]
    places = [one.met.y] if ids.size == one.met.y.size > 1 else []
    places += [z.ids.ravel() for z, a, _ in search.arrays.bends if a.size == ids.size == one.met.y.size > 1]
    for kind in KINDS:
        if kind == one.kind or not possible(kind, y, one.met.t):
            continue
        other = graph.cotangents((one.met.y, implied(kind, y, one.met.t)), one.turn.since, one.stop)
        for place in places:
            shown = one.adjoint[place]
            if proportion(-found, other[place], 1e-6) and proportion(-found, shown, 1e-6) is None:
                return kind
    return ""


def other_loss(shown: str, fits: str) -> str:
    """Name the mistake of a gradient that is another loss's than the one shown."""
    slope = shown != "cross_entropy" and shown != "binary_cross_entropy" and fits != "squared_error"
    return "missing-output-derivative" if slope else "loss-and-delta-do-not-match"


def _forward(search: Search, change: Change) -> str:
    assert change.old is not None
    assert change.new is not None
    if search.one.turn.stop[change.old.ids].all():
        return "wrong-weights"
    if np.array_equal(np.sort(change.old.ids, axis=None), np.sort(search.one.met.y)):
        return "results-unpacked-in-the-wrong-order"
    return (
        "pre-activation-where-activation-belongs"
        if search.arrays.is_product(change.old)
        else "wrong-layers-input"
    )


def _limited(search: Search, old: Array) -> Array | None:
    """Give the array of which one is but what lies within a limit, as what the exponential of an ELU takes is."""
    maker = search.graph.maker(int(old.ids.flat[0]))
    if maker is None or maker.name not in ("minimum", "maximum", "clip") or maker.ids.size != old.size:
        return None
    taken = [o.ids for o in maker.operands if o.ids is not None and o.ids.shape == old.ids.shape]
    return Array(taken[0], maker.number) if len(taken) == 1 else None


def _operand(search: Search, change: Change) -> str:
    old, new, arrays = change.old, change.new, search.arrays
    assert old is not None
    assert new is not None
    limited = _limited(search, old)
    if limited is not None and written_in_part(limited, new).size:
        return "derivative-at-activation"
    stop = search.one.turn.stop
    names = {search.graph.operations[number].name for number in change.operands}
    product = bool(names) and names <= PRODUCTS
    if np.array_equal(np.sort(old.ids, axis=None), np.sort(new.ids, axis=None)):
        return "transposed-gradient"
    if stop[old.ids].all() and stop[new.ids].all():
        return "wrong-weights"
    made = search.graph.maker(int(old.ids.flat[0]))
    if made is not None and of_weights(search, made):
        return "bias-gradient-from-weight-gradient"
    if change_in_place(search, old, new):
        return "in-place-aliasing"
    if added(search, old, new) is not None:
        return "regulariser-gradient"
    ahead = {id(a) for a in arrays.ahead}
    if names == {"mul"} and old.ids.ndim == 1 and np.unique(old.ids).size < old.size:  # of single weights
        if other := of_other_samples(search, old):
            return other
        own = old.position > new.position and not arrays.stale(old.ids)
        return "own-activation-instead-of-input" if own else "wrong-layers-delta"
    if arrays.stale(old.ids) or (id(old) not in ahead and _names(search, old) & _names(search, new)):
        return "stale-or-undefined-variable"
    if id(old) not in ahead and id(new) in ahead and not search.arrays.made_of_errors(old.ids):
        return of_another_pass(search, old, new)
    if id(old) in ahead and id(new) in ahead:
        pair = {frozenset((id(z), id(a))) for z, a, _ in arrays.bends}
        if product:
            own = old.position > new.position  # what the layer gives comes after what it gets
            return "own-activation-instead-of-input" if own else "wrong-layers-delta"
        if frozenset((id(old), id(new))) in pair:
            return "derivative-at-activation"
        if _masked(search, old, new):
            return (
                "dropout-mask-missing-backward"
                if old.position <= new.position
                else "derivative-at-activation"
            )
        bent = arrays.is_product(old) != arrays.is_product(new)
        return "derivative-at-activation" if bent else "wrong-layers-delta"
    scaled = names <= {"mul", "div"}  # by an array on the way to the product, or by a number
    if (product or scaled) and _role(search, old) == "a" and _role(search, new) == "z":
        return "error-passed-back-instead-of-delta"
    return "wrong-layers-delta"


def _names(search: Search, array: Array) -> set[str]:
    first = int(array.ids.flat[0])
    return {
        n.name
        for n in search.graph.recording.named
        if n.ids.size == array.size
        and int(n.ids.flat[0]) == first
        and n.name[0] != "("
        and n.position < search.one.turn.until
    }


def _masked(search: Search, one: Array, other: Array) -> bool:
    """Whether one is the other times an array that comes from outside, such as a mask."""
    for first, second in ((one, other), (other, one)):
        maker = search.graph.maker(int(first.ids.flat[0]))
        for _ in range(3):
            if maker is None or maker.name not in ("mul", "div"):
                break
            sizes = [o.ids for o in maker.operands if o.ids is not None]
            if any(i.size == second.size and i.flat[0] == second.ids.flat[0] for i in sizes):
                return True
            maker = search.graph.maker(int(sizes[0].flat[0])) if sizes else None
    return False


def _role(search: Search, array: Array) -> str:
    """Say of what an array is the cotangent: of a pre-activation (z), of an activation (a), or of something else."""
    value = search.values[array.ids.ravel()]
    for of in search.arrays.ahead:
        if search.one.turn.stop[of.ids].any():
            continue  # a bias has the cotangent of what it is added to
        if of.size == array.size and proportion(value, search.adjoint[of.ids.ravel()], 1e-6) is not None:
            if search.arrays.is_product(of):
                return "z"
            return "a"
    return ""


def _slope(search: Search, change: Change) -> str:
    """A function that should give a slope: what it gives instead."""
    assert change.found is not None
    assert change.expected is not None
    if _unmasked(search, change.found, change.expected):
        return "dropout-mask-missing-backward"
    known = slope_fault(search, change.found, change.expected)
    return known if known != "unknown" else "wrong-activations-derivative"


def _value(search: Search, change: Change) -> str:
    """A cotangent that should stand there: what stands there instead."""
    assert change.found is not None
    assert change.expected is not None
    assert change.new is not None
    found, expected, of, one = change.found, change.expected, change.new, search.one
    maker = change.operation
    if one.turn.stop[of.ids].all():
        known, twin = _gradient(search, change, found, expected, of), _with_the_same_cotangent(search, of)
        if known == "wrong-formula" and _partial(search, found, of):
            return "missing-paths"
        if known != "wrong-formula" or twin is None:
            return known
        of = twin
    bends = [(z, a, slope) for z, a, slope in search.arrays.bends if z is of or np.array_equal(z.ids, of.ids)]
    after = {o.number for o in one.met.operations}
    if maker.number in after:
        known = one.kind in ("cross_entropy", "binary_cross_entropy")
        return "loss-and-delta-do-not-match" if known else "missing-output-derivative"
    if _unmasked(search, found, expected):
        return "dropout-mask-missing-backward"
    for _, a, slope in bends:
        back = search.adjoint[a.ids.ravel()]
        with np.errstate(all="ignore"):
            used = found / back
        if np.isfinite(used[back != 0]).all() and (back != 0).any():
            used = np.where(back != 0, used, slope.ravel())
            if same(used, np.ones(used.size)) and np.array_equal(np.sort(a.ids.ravel()), np.sort(one.met.y)):
                return "missing-output-derivative"
            known = slope_fault(search, used, slope.ravel())
            if known == "derivative-returns-the-value" and len(change.operation.stack) == 0:
                return "derivative-incomplete" if same(slope.ravel() / used, 1 - used) else known
            if known != "unknown":
                return known
    if _without_slope(search, found, of):
        return "error-passed-back-instead-of-delta"
    softmax = _softmax(search, found)
    if softmax:
        return softmax
    if proportion(found, expected, 1e-6) is not None:
        return "sign-flipped"
    return _sums(search, change, bool(bends))


def _partial(search: Search, found: np.ndarray, of: Array) -> bool:
    """Whether a cotangent counts one of the outputs alone, or one of the places where it is used; or all but one."""
    one, graph = search.one, search.graph
    parts = _by_uses(search, of)
    every = np.sum(parts, axis=0) if parts else found
    if 1 < len(parts) < 7 and any(same(found, part) or same(found, every - part) for part in parts):
        return True
    y, seeds = one.met.y, search.adjoint[one.met.y]
    met = (one.parts or (one,))[0].met
    shape = met.shapes[0] if met.shapes else ()
    units = shape[-1] if len(shape) == 2 and np.prod(shape) == met.y.size else met.y.size
    if not 1 < units < 20:
        return False
    whole = search.adjoint[of.ids.ravel()]
    for unit in range(units):
        part = np.where(np.arange(y.size) % units == unit, seeds, 0.0)
        back = graph.cotangents((y, part), one.turn.since, one.stop, search.values)[of.ids.ravel()]
        if any(other.any() and same(found, other) for other in (back, whole - back)):
            return True
    return False


def _by_uses(search: Search, of: Array) -> list[np.ndarray]:
    """Give what each operation that takes a parameter gives to its cotangent."""
    found, order = [], np.argsort(of.ids, axis=None)
    for operation in search.arrays.operations(search.arrays.forward):
        for place, operand in enumerate(operation.operands):
            ids = operand.ids
            if ids is None or ids.size != of.size or not np.isin(ids, of.ids).all():
                continue
            given, dy = search.graph.given(operation, search.values), search.adjoint[operation.ids]
            try:
                y = search.values[operation.ids]
                made = backward(operation.name, given, y, dy, operation.params)[place]
            except (Opaque, ValueError, IndexError):
                return []
            part = np.empty(of.size)
            part[order] = np.ravel(0.0 if made is None else made + np.zeros(ids.shape))[
                np.argsort(ids, axis=None)
            ]
            found.append(part)
    return found


def _with_the_same_cotangent(search: Search, of: Array) -> Array | None:
    """Give the pre-activation that a bias has its cotangent from, alone: of one sample."""
    true = search.adjoint[of.ids.ravel()]
    return next(
        (
            array
            for array in search.arrays.ahead
            if array.size == true.size
            and not search.one.turn.stop[array.ids].any()
            and search.arrays.is_product(array)
            and np.allclose(search.adjoint[array.ids.ravel()], true, rtol=1e-9, atol=0)
        ),
        None,
    )


def _unmasked(search: Search, found: np.ndarray, expected: np.ndarray) -> bool:
    """Whether a cotangent has entries where a mask from outside, such as that of dropout, lets nothing through."""
    through = (expected == 0) & (found != 0)
    if not through.any() or not same(found[~through], expected[~through]):
        return False
    bits, values = search.one.turn.bits, search.values
    for operation in search.arrays.operations(search.arrays.forward):
        if operation.name not in ("mul", "div", "where") or operation.ids.size != found.size:
            continue
        for operand in operation.operands:
            if operand.ids is not None and operand.ids.size > 1 and not bits[operand.ids].any():
                mask = np.broadcast_to(values[operand.ids], operation.ids.shape).ravel()
                if not mask[through].any() and mask.any():
                    return True
    return False


def _without_slope(search: Search, found: np.ndarray, of: Array) -> bool:
    """Whether a cotangent is what it would be if the activation behind it had a slope of 1."""
    one, graph = search.one, search.graph
    for z, a, _ in search.arrays.bends:
        if graph.made_by[z.ids].max() < graph.made_by[of.ids].max():
            continue
        arrives = search.adjoint[a.ids.ravel()]
        last = np.array_equal(np.sort(a.ids.ravel()), np.sort(one.met.y))
        order = np.argsort(a.ids.ravel())
        errors = np.empty(a.size)
        errors[order] = (search.values[one.met.y] - one.met.t)[np.argsort(one.met.y)] if last else 0.0
        for seed in (arrives, errors) if last else (arrives,):
            back = graph.cotangents((z.ids.ravel(), seed), one.turn.since, one.stop, search.values)
            if same(found, back[of.ids.ravel()]) and back[of.ids].any():
                return True
    return False


def _softmax(search: Search, found: np.ndarray) -> str:
    """The softmax's slope, entry by entry."""
    y = search.values[search.one.met.y]
    if found.size != y.size:
        return ""
    back = search.adjoint[search.one.met.y]
    if same(found, back * y * (1 - y)) or same(found, (y - search.one.met.t) * y * (1 - y)):
        return "softmax-derivative-elementwise"
    return ""


def _sums(search: Search, change: Change, bent: bool) -> str:
    """A cotangent that is passed back through weights: what of the sum is missing, or was cut away."""
    maker = change.operation
    site = maker.site or (None, -1)
    cut = _is_cut(search, change) and any(
        operation.name in PRODUCTS and (operation.site or (None, 0))[:2] == site[:2]
        for operation in search.arrays.operations(search.arrays.backward)
    )
    if cut or _part_of_weights(search, maker):
        return "wrong-bias-column-removed"
    other = bent and maker.ids.ndim > 0 and maker.name not in PRODUCTS
    return "wrong-activations-derivative" if other else "missing-paths"


def _is_cut(search: Search, change: Change) -> bool:
    """Whether what is changed, or what it is the product of, is a part of what was computed."""
    given = [change.operation.ids] + ([change.old.ids] if change.old is not None else [])
    for _ in range(4):
        further = []
        for ids in given:  # of several samples, one after another: the first
            maker = search.graph.maker(int(ids.flat[0]))
            if maker is None:
                continue
            if 0 < int(np.isin(ids, maker.ids).sum()) < maker.ids.size:
                return True
            if maker.name == "mul":
                further += [o.ids for o in maker.operands if o.ids is not None and o.ids.size > 1]
        given = further
    return False


def _part_of_weights(search: Search, product: Operation) -> bool:
    """Whether a product takes a part of a matrix in which weights that meet ones are the biases."""
    if product.name not in PRODUCTS:
        return False
    turn, values = search.one.turn, search.values
    for parameter in turn.parameters:
        step = parameter.steps[turn.number]
        for operand in product.operands:
            if operand.ids is None or not 1 < operand.ids.size < step.base.size:
                continue
            if not np.isin(operand.ids, np.concatenate([step.base, step.after])).all():
                continue
            for forward in search.arrays.operations(search.arrays.forward):
                sides = [o.ids for o in forward.operands if o.ids is not None]
                if forward.name in PRODUCTS and any(np.isin(ids, step.base).any() for ids in sides):
                    return any((values[ids] == 1).any() and not turn.stop[ids].any() for ids in sides)
    return False


def of_weights(search: Search, operation: Operation) -> bool:
    """Whether what should be the gradient of a bias is summed up of the gradient of weights."""
    summed = operation.operands[0].ids if operation.name in ("sum", "mean") else None
    turn = (search.one.parts or (search.one,))[0].turn
    for parameter in turn.parameters if summed is not None else ():
        true = search.adjoint[parameter.steps[turn.number].base]
        if summed is None or true.size != summed.size or true.size <= operation.ids.size:
            continue
        if proportion(search.values[summed.ravel()], true, 1e-6) is not None:
            return True
    return False


def _piece(
    search: Search, found: np.ndarray, expected: np.ndarray, of: Array
) -> tuple[Array, np.ndarray] | None:
    """Give the one parameter in a vector of several whose gradient is wrong, and where it lies in the vector."""
    ids, wrong = of.ids.ravel(), []
    near = 1e-6 * np.abs(expected).max(initial=0.0)
    for parameter in search.one.turn.parameters:
        base = parameter.steps[search.one.turn.number].base
        if (
            base.size >= ids.size
            or not np.isin(base, ids).all()
            or int(np.prod(parameter.shape)) != base.size
        ):
            continue
        places = np.searchsorted(ids, base) if (np.diff(ids) > 0).all() else np.empty(0, dtype=int)
        if places.size and np.abs(found[places] - expected[places]).max() > near:
            wrong.append((Array(base.reshape(parameter.shape), of.position), places))
    return wrong[0] if len(wrong) == 1 else None


def _gradient(search: Search, change: Change, found: np.ndarray, expected: np.ndarray, of: Array) -> str:
    """The gradient of a parameter: what stands there instead."""
    piece = _piece(search, found, expected, of)
    if piece is not None:
        of, places = piece
        found, expected = found[places], expected[places]
    if without_penalty(search, found, expected, of):
        return "regulariser-gradient-missing"
    penalty = penalty_fault(search.values[of.ids.ravel()], found, expected)
    if penalty:
        return penalty
    if other_penalty(search.values[of.ids], found, expected):
        return "regulariser-gradient"
    shape = change.old.ids.shape if change.old is not None else ()
    if (
        len(shape) == 1 or piece is not None
    ) and of.ids.ndim == 2:  # laid out as a vector, column by column for row by row
        shape = of.ids.shape[::-1]
    if len(shape) in (2, 3) and found.size > 1:  # of one round, or of several
        turned = np.swapaxes(found.reshape(shape), -1, -2).ravel()
        if proportion(turned, search.adjoint[of.ids.ravel()], 1e-6) is not None:
            return "transposed-gradient"
    if of_weights(search, change.operation):
        return "bias-gradient-from-weight-gradient"
    if not found.any():
        return "delta-never-propagated"
    return "wrong-formula"
