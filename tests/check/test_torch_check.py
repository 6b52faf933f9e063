"""torch and JAX: what they differentiate is right, what is planted is found, and torch's gradcheck agrees."""

import numpy as np
import pytest

from pizarra import assert_gradient, check_gradient
from pizarra.check import check_backward
from pizarra.errors import DataError
from pizarra.testing import assert_backward

pytestmark = pytest.mark.oracle


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch")


@pytest.fixture(scope="module")
def functions(torch):
    """A layer with a hand-written backward pass, right, and wrong in four ways."""

    def made(change):
        class Layer(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x, w, b):
                y = torch.tanh(x @ w + b)
                ctx.save_for_backward(x, w, y)
                return y

            @staticmethod
            def backward(ctx, dy):
                x, w, y = ctx.saved_tensors
                return change(x, w, dy * (1 - y * y))

        return Layer

    def right(x, w, dz):
        return dz @ w.T, x.T @ dz, dz.sum(0)

    return {
        "right": made(right),
        "sign": made(lambda x, w, dz: (-right(x, w, dz)[0], *right(x, w, dz)[1:])),
        "factor": made(lambda x, w, dz: (*right(x, w, dz)[:2], dz.mean(0))),
        "zero": made(lambda x, w, dz: (right(x, w, dz)[0], None, dz.sum(0))),
    }


def inputs(torch, dtype, seed=0):
    made = torch.Generator().manual_seed(seed)
    return [torch.randn(*shape, generator=made, dtype=dtype) for shape in ((8, 3), (3, 2), (2,))]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", ["right", "sign", "factor", "zero"])
def test_a_handwritten_backward_pass_is_judged_as_gradcheck_judges_it(torch, functions, kind, dtype):
    given = inputs(torch, getattr(torch, dtype))
    report = check_backward(functions[kind].apply, *given)
    double = [value.double().requires_grad_(True) for value in given]
    assert report.ok == torch.autograd.gradcheck(functions[kind].apply, double, raise_exception=False)
    named = {"right": [], "sign": [("sign", "x")], "factor": [("factor", "b")], "zero": [("zero", "w")]}[kind]
    assert [(finding.fault, finding.parameter) for finding in report.findings] == named
    assert [one.name for one in report.parameters] == ["x", "w", "b"]
    if kind == "factor":
        assert report.findings[0].factor == pytest.approx(1 / 8)


def test_only_inputs_that_require_a_gradient_are_checked(torch, functions):
    x, w, b = inputs(torch, torch.float64)
    report = check_backward(functions["sign"].apply, x, w.requires_grad_(True), b)
    assert [one.name for one in report.parameters] == ["w"]
    assert report.ok
    with pytest.raises(DataError, match="takes tensors of floats"):
        check_backward(lambda k: k, 3)


def test_assertions_say_what_is_wrong(torch, functions):
    given = inputs(torch, torch.float32)
    assert_backward(functions["right"].apply, *given)
    with pytest.raises(AssertionError, match="The gradient of x has the opposite sign"):
        assert_backward(functions["sign"].apply, *given)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_tensors_and_parameters_of_torch_are_parameters(torch, dtype):
    x, w, b = inputs(torch, getattr(torch, dtype))
    params = {"w": torch.nn.Parameter(w), "b": b}

    def loss(p):
        return torch.sigmoid(x @ p["w"] + p["b"]).square().mean()

    def grad(p):
        leaves = {name: value.detach().clone().requires_grad_(True) for name, value in p.items()}
        return dict(zip(leaves, torch.autograd.grad(loss(leaves), list(leaves.values())), strict=True))

    before = {name: value.detach().clone() for name, value in params.items()}
    assert_gradient(loss, grad, params)
    report = check_gradient(loss, {**grad(params), "w": -grad(params)["w"]}, params)
    assert [(finding.fault, finding.parameter) for finding in report.findings] == [("sign", "w")]
    assert all(torch.equal(before[name], params[name]) for name in before)


def test_arrays_of_jax_are_parameters():
    jax = pytest.importorskip("jax")
    jnp = jax.numpy
    rng = np.random.default_rng(0)
    x = jnp.array(rng.normal(size=(8, 3)))

    def loss(p):
        return jnp.mean(jnp.tanh(x @ p["w"] + p["b"]) ** 2)

    params = {"w": jnp.array(rng.normal(size=(3, 2))), "b": jnp.array(rng.normal(size=2))}
    report = check_gradient(loss, jax.grad(loss), params)
    assert (report.verdict, report.eps) == ("correct", 2.0**-23)
    doubled = check_gradient(loss, lambda p: jax.tree.map(lambda g: 2 * g, jax.grad(loss)(p)), params)
    assert [(finding.fault, finding.parameter) for finding in doubled.findings] == [("factor", None)]


def test_slopes_of_drawn_functions_are_torchs(torch):
    made = {
        "softmax": lambda w: torch.log_softmax(w, 1)[:, 0].sum(),
        "norm": lambda w: torch.linalg.vector_norm(w),
        "gelu": lambda w: torch.nn.functional.gelu(w).sum(),
        "det": lambda w: torch.linalg.det(w @ w.T + 1),
        "sort": lambda w: (torch.sort(w.flatten()).values * torch.arange(w.numel())).sum(),
    }
    for name, function in made.items():
        w = torch.randn(4, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
        w.requires_grad_(True)
        (right,) = torch.autograd.grad(function(w), w)
        report = check_gradient(function, right, w.detach())
        assert report.ok, name
        off = np.abs(report.parameters[0].measured - right.numpy())
        assert np.all(off <= report.parameters[0].bound + 1e-9 * np.abs(right.numpy())), name
