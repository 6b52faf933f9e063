"""What is printed was executed: every formula of a page, evaluated as it is written, gives the page's numbers."""

import numpy as np
import pytest

from pizarra.explain.case import paths, routes
from pizarra.explain.collapse import SIGMOID, SOFTMAX
from pizarra.explain.compose import bind, bind_matrix, jacobian_line
from pizarra.explain.forms import forms_step
from pizarra.explain.local import Local
from pizarra.explain.view import View
from pizarra.formula import evaluate, evaluate_matrix, parse
from pizarra.formula.tree import Ref, Transpose, refs, reindexed, transform
from pizarra.layers import ELU, Add, Identity, LeakyReLU, Linear, ReLU, Sigmoid, Softmax, Softplus, Tanh
from pizarra.layout import SAMPLES, Layout
from pizarra.losses import (
    BinaryCrossEntropy,
    BinaryCrossEntropyLogits,
    CrossEntropy,
    SoftmaxCrossEntropy,
    SquaredError,
)
from pizarra.network import Network, Part
from pizarra.notation import Notation
from pizarra.page.blocks import Table
from pizarra.trace import Trace

from .arithmetic import blocks
from .pages import GALLERY, own, random_problem

LAYERS = (
    Linear(),
    Linear(bias=False),
    Sigmoid(),
    Tanh(),
    ReLU(),
    LeakyReLU(0.2),
    ELU(0.7),
    Softplus(),
    Identity(),
    Softmax(),
)
LAYOUTS = [
    Layout(samples, weights, jacobian)
    for samples in ("rows", "columns", "single")
    for weights in ("out_in", "in_out")
    for jacobian in ("parameter", "numerator", "denominator")
]


def names(thing):
    if isinstance(thing, Layout):
        return f"{thing.samples}-{thing.weights}-{thing.jacobian}"
    return repr(thing) if not isinstance(thing, str) else thing


def view_of(layer, layout, loss=None, seed=0):
    """A small network whose middle layer is this one, with unequal widths and a sum of two ways."""
    rng = np.random.default_rng(seed)
    samples = 1 if layout.samples == "single" else 3
    parts = [Part(Linear(), ("x",), "a"), Part(layer, ("a",), "b")]
    parts += [Part(Linear(), ("b",), "c"), Part(Linear(), ("b",), "d")]
    parts.append(Part(Add(), ("c", "d"), "e"))
    loss = loss or SquaredError("1/2")
    if isinstance(loss, CrossEntropy | BinaryCrossEntropy):
        parts.append(Part(Softmax() if isinstance(loss, CrossEntropy) else Sigmoid(), ("e",), "f"))
    network = Network(parts, loss)
    shapes = [(2, 4), *([(4, 5)] if isinstance(layer, Linear) else [])]
    last = 5 if isinstance(layer, Linear) else 4
    shapes += [(last, 3), (last, 3)]
    parameters = {}
    matrices = [name for name in network.parameters if name.startswith("W")]
    for name, shape in zip(matrices, shapes, strict=True):
        parameters[name] = rng.normal(size=shape)
        if f"b{name[1:]}" in network.parameters:
            parameters[f"b{name[1:]}"] = rng.normal(size=shape[1])
    t = rng.uniform(0.1, 0.9, size=(samples, 3))
    t /= t.sum(axis=1, keepdims=True)
    trace = Trace(network, parameters, rng.normal(size=(samples, 2)), t, learning_rate=0.1)
    return View(trace, Notation(), layout)


def defined_name(view, step, name):
    """Give what a line defines: of a cotangent that several steps send, the contribution of this step."""
    plain = view.base(name)
    if not name.startswith("d:") or len(view.trace.sent[plain]) == 1:
        return name
    (place,) = [k for k, (sender, _) in enumerate(view.trace.sent[plain]) if sender == step]
    return f"{name}@{place}"


def check_index_lines(view, step):
    for line in (*step.layer.values, *step.layer.cotangents):
        bound = bind(view, step, line)
        if bound.left.name == "d:x":
            continue  # nobody needs it
        wanted = view.stored(defined_name(view, step, bound.left.name))
        values = {ref.name: view.stored(ref.name) for ref in refs(bound.tree)}
        found = evaluate(bound.tree, values, bound.left.indices, lengths=bound.lengths)
        np.testing.assert_allclose(np.broadcast_to(found, wanted.shape), wanted, rtol=1e-10, atol=1e-12)


def check_matrix_lines(view, step):
    checked = 0
    for name in step.layer.matrix_lines():
        sample = 0 if view.single else 2
        matrix = bind_matrix(view, step, name, sample)
        if matrix.left.name == "d:x":
            continue  # nobody needs it
        left = defined_name(view, step, matrix.left.name)
        tree = reindexed(matrix.tree, {SAMPLES: sample}) if matrix.left.indices else matrix.tree
        single = {ref.name for ref in refs(tree) if ref.indices}

        def turned(node):
            lies = isinstance(node, Ref) and node.indices and view.is_row(node.name)
            return Transpose(node) if lies else None

        values = {
            ref.name: view.array(ref.name) if ref.name in single else view.matrix(ref.name)
            for ref in refs(tree)
        }
        found = evaluate_matrix(transform(tree, turned), values, matrix.lengths)
        if matrix.left.indices:
            wanted = view.array(left)[sample].reshape(-1, 1)
            wanted = wanted.T if view.is_row(left) else wanted
        else:
            wanted = view.matrix(left)
        np.testing.assert_allclose(found, wanted, rtol=1e-10, atol=1e-12)
        checked += 1
    return checked


@pytest.mark.parametrize("layout", LAYOUTS, ids=names)
@pytest.mark.parametrize("layer", LAYERS, ids=names)
def test_the_converted_lines_give_the_arrays(layer, layout):
    view = view_of(layer, layout)
    for step in view.network.all_steps:
        check_index_lines(view, step)
        assert check_matrix_lines(view, step) or not step.layer.matrix_lines()


@pytest.mark.parametrize("layout", LAYOUTS, ids=names)
@pytest.mark.parametrize("factor", ["1/2", "1/N"])
@pytest.mark.parametrize(
    "loss", [SquaredError, CrossEntropy, SoftmaxCrossEntropy, BinaryCrossEntropy, BinaryCrossEntropyLogits]
)
def test_the_converted_lines_of_a_loss_give_the_arrays(loss, factor, layout):
    view = view_of(Tanh(), layout, loss(factor))
    check_index_lines(view, view.network.loss_step)
    check_matrix_lines(view, view.network.loss_step)


@pytest.mark.parametrize("layout", LAYOUTS, ids=names)
@pytest.mark.parametrize("layer", LAYERS, ids=names)
def test_the_printed_jacobian_is_that_of_the_trace(layer, layout):
    view = view_of(layer, layout)
    for step in view.network.steps:
        for inside in step.layer.inputs:
            found = jacobian_line(view, step, inside)
            if found is None:
                continue
            _, tree = found
            sample = 0 if view.single else 1
            outside = step.names()[inside]
            wanted = jacobian(view, step.output, outside, sample)
            if layout.jacobian == "denominator":
                wanted = wanted.T
            if tree == Ref("I"):
                np.testing.assert_array_equal(wanted, np.eye(len(wanted)))
                continue
            tree = reindexed(tree, {SAMPLES: sample})
            values = {}
            for ref in refs(tree):
                values[ref.name] = view.array(ref.name) if ref.indices else view.matrix(ref.name)
            got = evaluate_matrix(tree, values, view.lengths(step))
            np.testing.assert_allclose(got, wanted, rtol=1e-8, atol=1e-10)


def jacobian(view, of, wrt, sample):
    """∂of/∂wrt of one sample: a row for each output, from the layer alone, by its vjp."""
    (step,) = [s for s in view.network.steps if s.output == of]
    rows = []
    values = {inside: view.array(outside) for inside, outside in step.names().items()}
    inside = next(i for i, o in zip(step.layer.inputs, step.inputs, strict=True) if o == wrt)
    shape = view.array(of).shape
    for k in range(shape[1]):
        dy = np.zeros(shape)
        dy[sample, k] = 1.0
        tree = next(line.tree for line in step.layer.cotangents if line.name == f"d{inside}")
        axes = next(line.axes for line in step.layer.cotangents if line.name == f"d{inside}")
        found = evaluate(tree, values | {f"d{step.layer.output}": dy}, axes, lengths=view.lengths(step))
        rows.append(np.broadcast_to(found, view.array(wrt).shape)[sample])
    return np.array(rows)


# Why the cross-entropies collapse


@pytest.mark.parametrize("factor", ["", "1/2 * "])
@pytest.mark.parametrize(("lines", "first"), [(SOFTMAX, 2), (SIGMOID, 2)], ids=["softmax", "sigmoid"])
def test_each_line_of_the_collapse_equals_the_next(lines, first, factor):
    rng = np.random.default_rng(3)
    x = rng.normal(size=(4, 3))
    if lines is SOFTMAX:
        p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
        t = rng.uniform(size=(4, 3))
        t /= t.sum(axis=1, keepdims=True)
    else:
        p, t = 1 / (1 + np.exp(-x)), rng.uniform(size=(4, 3))
    lengths = {"n": 4, "j": 3, "k": 3}
    values = {"p": p, "t": t}
    trees = [parse(text.format(c=factor)) for text in lines]
    found = [evaluate(tree, values, ("n", "j"), lengths=lengths) for tree in trees[first:]]
    for one in found[1:]:
        np.testing.assert_allclose(one, found[0], rtol=1e-12, atol=1e-15)
    scale = 0.5 if factor else 1.0
    np.testing.assert_allclose(found[-1], scale * (p - t), rtol=1e-12)
    # the first two are ∂L/∂p and ∂p/∂x, and their product is the third
    if lines is SOFTMAX:
        slope = evaluate(trees[0], values, ("n", "k"), lengths=lengths)
        local = evaluate(trees[1], values, ("n", "k", "j"), lengths=lengths)
        np.testing.assert_allclose(np.einsum("nk,nkj->nj", slope, local), found[0], rtol=1e-12)
        h = 1e-6
        for j in range(3):
            moved = x.copy()
            moved[:, j] += h
            other = np.exp(moved) / np.exp(moved).sum(axis=1, keepdims=True)
            np.testing.assert_allclose((other - p) / h, local[:, :, j], atol=1e-5)
    else:
        both = [evaluate(tree, values, ("n", "j"), lengths=lengths) for tree in trees[:2]]
        np.testing.assert_allclose(both[0] * both[1], found[0], rtol=1e-12)


# Local derivatives and paths


@pytest.mark.parametrize("layer", LAYERS, ids=names)
def test_local_derivatives_are_what_differences_measure(layer):
    view = view_of(layer, Layout("rows"))
    rng = np.random.default_rng(1)
    for step in view.network.steps:
        values = {inside: view.array(outside) for inside, outside in step.names().items()}
        for inside in (*step.layer.inputs, *step.layer.parameters):
            local = Local.of(view, step, inside)
            array = values[inside]
            for _ in range(6):
                place = tuple(int(rng.integers(n)) for n in array.shape)
                h = 1e-6
                moved = []
                for sign in (1, -1):
                    other = array.copy()
                    other[place] += sign * h
                    arguments = {k: values[k] for k in (*step.layer.inputs, *step.layer.parameters)}
                    arguments[inside] = other
                    moved.append(step.layer.forward(np, **arguments)[step.layer.output])
                slope = (moved[0] - moved[1]) / (2 * h)
                seen = np.zeros(slope.shape)
                for out in local.reached(place):
                    seen[out] = local.value(out, place)
                np.testing.assert_allclose(seen, slope, atol=1e-7)
                assert local.count() == len(list(local.reached(place)))


def check_paths(worked):
    view, trace = worked.view, worked.trace
    for name in (*view.network.parameters, *view.network.values):
        if name not in trace.cotangents:
            continue
        array = trace.cotangents[name]
        for place in {(0,) * array.ndim, tuple(n - 1 for n in array.shape)}:
            found = list(routes(view, name))
            if sum(np.prod([local.count() for local in route]) for route in found) > 3000:
                continue
            total = sum(
                np.prod([edge.value for edge in path]) for route in found for path in paths(route, place)
            )
            np.testing.assert_allclose(total, array[place], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", GALLERY)
def test_the_paths_of_the_gallery_add_up_to_the_gradients(name):
    check_paths(own(name))


@pytest.mark.parametrize("seed", range(6))
def test_the_paths_of_random_networks_add_up_to_the_gradients(seed):
    from pizarra.explain.solution import Solution

    check_paths(Solution(random_problem(seed)))


@pytest.mark.slow
def test_the_paths_of_many_random_networks():
    from pizarra.explain.solution import Solution

    for seed in range(6, 150):
        check_paths(Solution(random_problem(seed)))


@pytest.mark.parametrize("name", GALLERY)
def test_both_forms_agree_for_every_derivative(name):
    from pizarra.explain.context import Context
    from pizarra.mathematics.unicode import inline

    worked = own(name)
    (step,) = forms_step(Context(worked.view, worked.case))
    (table,) = [block for block in blocks(step) if isinstance(block, Table)]
    assert {row[-1].key for row in table.rows} == {"check.yes"}
    written = {inline(row[1]) for row in table.rows} | {inline(row[2]) for row in table.rows}
    assert not any("ᵗᵗ" in text or "⊤⊤" in text or "ᵀᵀ" in text for text in written), written
