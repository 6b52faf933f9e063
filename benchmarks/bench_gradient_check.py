"""Checks of gradients side by side: what they take, and whether they are right about gradients that are right or wrong.

OMP_NUM_THREADS=1 python benchmarks/bench_gradient_check.py [CASES, 0 for the times alone]

Time: every partial derivative of a network, batch 8, float64; medians of interleaved runs, in which all say "right".
Tables: the same drawn cases for everyone (200 unless told otherwise), networks and functions at common and harsh
scales; a right gradient that is refused is a false alarm, a wrong one that passes is a miss. Peers that are not
installed are left out: torch's gradcheck (slow, and fast: one projection), JAX's check_grads (one projection),
scipy.optimize.check_grad (one number, refused above 1e-4 of the gradient's norm), HIPS autograd's check_grads (one
projection).
"""

import os
import statistics
import sys
import time
import warnings
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "check"))
from drawn import draw  # the cases that the tests draw

from pizarra import Trace, check_gradient
from pizarra.check import check_network
from pizarra.layers import Linear, Sigmoid
from pizarra.losses import SoftmaxCrossEntropy
from pizarra.network import Network

ROUNDS = 5
LIMIT = 40  # times faster than torch's gradcheck, 784-32-10
SHAPES = ((2, 3, 2), (64, 64, 10), (784, 32, 10))


def optional(name):
    with suppress(ImportError):
        return __import__(name, fromlist=["_"])
    return None


torch, optimize, jax_test = optional("torch"), optional("scipy.optimize"), optional("jax.test_util")
autograd_test = optional("autograd.test_util")


# Time


def problem(shape):
    rng = np.random.default_rng(0)
    network = Network([Linear(), Sigmoid(), Linear()], SoftmaxCrossEntropy())
    P = {}
    for k in (1, 2):
        P[f"W{k}"] = rng.normal(size=shape[k - 1 : k + 1]) / np.sqrt(shape[k - 1])
        P[f"b{k}"] = rng.normal(size=shape[k]) * 0.1
    return network, P, rng.normal(size=(8, shape[0])), np.eye(shape[2])[rng.integers(shape[2], size=8)]


def loss_of(x, t):
    def loss(P):
        h = 1 / (1 + np.exp(-(x @ P["W1"] + P["b1"])))
        y = h @ P["W2"] + P["b2"]
        y = y - np.max(y, axis=1, keepdims=True)
        return -np.sum(t * (y - np.log(np.sum(np.exp(y), axis=1, keepdims=True)))) / len(x)

    return loss


def torch_loss(x, t):
    x, t = torch.tensor(x), torch.tensor(t)

    def loss(W1, b1, W2, b2):
        y = torch.sigmoid(x @ W1 + b1) @ W2 + b2
        return -(t * torch.log_softmax(y, 1)).sum() / len(x)

    return loss


def jax_loss(x, t):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def loss(W1, b1, W2, b2):
        y = jax.nn.sigmoid(x @ W1 + b1) @ W2 + b2
        return -jnp.sum(t * jax.nn.log_softmax(y, 1)) / len(x)

    return loss


def ways(shape):
    """Give every way to check this network, by name: a function that says whether it is right."""
    network, P, x, t = problem(shape)
    right = Trace(network, P, x, t).gradients
    made = {
        "pizarra check_network": lambda: check_network(network, right, P, x, t).ok,
        "pizarra check_gradient": lambda: check_gradient(loss_of(x, t), right, P, sample=None).ok,
        "  the same, a sample of 500": lambda: check_gradient(loss_of(x, t), right, P, sample=500).ok,
    }
    if torch:
        given = [torch.tensor(array, requires_grad=True) for array in P.values()]
        loss = torch_loss(x, t)
        np.testing.assert_allclose(float(loss(*given).detach()), network.forward(P, x, t)["L"], rtol=1e-12)
        for k, gradient in enumerate(torch.autograd.grad(loss(*given), given)):
            np.testing.assert_allclose(gradient.numpy(), list(right.values())[k], rtol=1e-9, atol=1e-14)
        made["torch gradcheck, slow mode"] = lambda: torch.autograd.gradcheck(loss, given)
        made["torch gradcheck, fast mode"] = lambda: torch.autograd.gradcheck(loss, given, fast_mode=True)
    if jax_test:
        theirs = jax_loss(x, t)
        made["JAX check_grads"] = lambda: jax_test.check_grads(theirs, tuple(P.values()), 1, ("rev",)) is None
    if optimize and sum(array.size for array in P.values()) < 10_000:
        flat = np.concatenate([array.ravel() for array in P.values()])
        ends = np.cumsum([array.size for array in P.values()])[:-1]

        def split(v):
            return {n: part.reshape(P[n].shape) for n, part in zip(P, np.split(v, ends), strict=True)}

        def gradient(v):
            return np.concatenate([g.ravel() for g in Trace(network, split(v), x, t).gradients.values()])

        value = loss_of(x, t)
        made["scipy check_grad"] = lambda: (
            optimize.check_grad(lambda v: value(split(v)), gradient, flat) < 1e-4
        )
    return made


def timed():
    for shape in SHAPES:
        rows = ways(shape)
        taken = {name: [] for name in rows}
        for k in range(ROUNDS):
            for name, run in rows.items():
                if k and statistics.median(taken[name]) > 3:
                    continue  # once is enough of what takes long
                start = time.perf_counter()
                assert run(), f"{name} says that the right gradient is wrong"
                taken[name].append(time.perf_counter() - start)
        base = statistics.median(taken.get("torch gradcheck, slow mode", [float("nan")]))
        size = sum(a * b + b for a, b in pairwise(shape))
        print(f"\n{'-'.join(map(str, shape))}, {size} partial derivatives, batch 8")
        for name, times in taken.items():
            ms = statistics.median(times)
            print(f"  {name:32} {ms * 1e3:10.2f} ms   gradcheck / this {base / ms:9.2f}")
        ratio = base / statistics.median(taken["pizarra check_network"])
        if shape == SHAPES[-1]:
            verdict = "met" if ratio >= LIMIT else "NOT met"
            print(
                f"  limit: at least {LIMIT} times faster than gradcheck's slow mode: {verdict} ({ratio:.0f})"
            )


# Right or wrong about it


def pizarra(loss, grad, P):
    return check_gradient(loss, grad, P).verdict


def with_torch(fast):
    """Torch's gradcheck of a function whose forward and backward pass are the case's own."""

    def check(loss, grad, P):
        names = list(P)

        class Case(torch.autograd.Function):
            @staticmethod
            def forward(ctx, *given):
                ctx.P = {n: v.detach().numpy() for n, v in zip(names, given, strict=True)}
                return torch.tensor(float(loss(ctx.P)), dtype=torch.float64)

            @staticmethod
            def backward(ctx, dy):
                found = grad(ctx.P)
                return tuple(dy * torch.tensor(np.asarray(found[n], dtype=float)) for n in names)

        given = [torch.tensor(np.asarray(P[n], dtype=float), requires_grad=True) for n in names]
        ok = torch.autograd.gradcheck(Case.apply, given, fast_mode=fast, raise_exception=False)
        return "correct" if ok else "faulty"

    return check


def with_scipy(loss, grad, P):
    ends = np.cumsum([np.size(a) for a in P.values()])[:-1]

    def split(v):
        return {n: part.reshape(np.shape(P[n])) for n, part in zip(P, np.split(v, ends), strict=True)}

    def flat(arrays):
        return np.concatenate([np.asarray(arrays[n], dtype=float).ravel() for n in P])

    off = optimize.check_grad(lambda v: float(loss(split(v))), lambda v: flat(grad(split(v))), flat(P))
    return "correct" if off <= 1e-4 * max(1e-300, np.linalg.norm(flat(grad(P)))) else "faulty"


def with_projection(check):
    """JAX's and autograd's checks differentiate with their own rules; here they are given the case's own."""

    def run(loss, grad, P):
        try:
            check(loss, grad, P)
        except Exception:
            return "faulty"
        return "correct"

    return run


def with_jax(loss, grad, P):
    import jax

    shape = jax.ShapeDtypeStruct((), np.float64)

    @jax.custom_vjp
    def case(P):
        return jax.pure_callback(
            lambda p: np.float64(loss({k: np.asarray(v) for k, v in p.items()})), shape, P
        )

    def forward(P):
        return case(P), P

    def backward(P, dy):
        shapes = {k: jax.ShapeDtypeStruct(v.shape, np.float64) for k, v in P.items()}

        def numpy_grad(p):
            found = grad({k: np.asarray(v) for k, v in p.items()})
            return {k: np.asarray(v, dtype=np.float64) for k, v in found.items()}

        found = jax.pure_callback(numpy_grad, shapes, P)
        return ({k: dy * v for k, v in found.items()},)

    case.defvjp(forward, backward)
    jax_test.check_grads(case, (P,), 1, ("rev",))


def with_autograd(loss, grad, P):
    from autograd.extend import defvjp, primitive

    names = list(P)

    @primitive
    def case(*given):
        return float(loss(dict(zip(names, given, strict=True))))

    def vjp(name):
        def maker(ans, *given):
            return lambda dy: dy * np.asarray(grad(dict(zip(names, given, strict=True)))[name], dtype=float)

        return maker

    defvjp(case, *map(vjp, names))
    for k in range(len(names)):
        autograd_test.check_vjp(
            lambda v, k=k: case(*[*P.values()][:k], v, *[*P.values()][k + 1 :]), [*P.values()][k]
        )


def judges():
    made = {"pizarra check_gradient": pizarra}
    if torch:
        made["torch gradcheck, slow"] = with_torch(False)
        made["torch gradcheck, fast"] = with_torch(True)
    if jax_test:
        made["JAX check_grads"] = with_projection(with_jax)
    if autograd_test:
        made["autograd check_grads"] = with_projection(with_autograd)
    if optimize:
        made["scipy check_grad"] = with_scipy
    return made


def cases(count):
    """Draw cases that have a gradient everywhere: for the peers know nothing of kinks."""
    seed = 0
    while count:
        case = draw(seed)
        seed += 1
        smooth = not any(word in case.kind for word in ("relu", "leaky", "abs", "bends", "huber"))
        P = {name: np.asarray(array, dtype=float) for name, array in case.params.items()}
        found = case.grad(P)
        if (
            smooth
            and np.isfinite(case.loss(P))
            and all(np.isfinite(a).all() and a.any() for a in found.values())
        ):
            count -= 1
            yield seed, case, P, found


def wrong(grad, found, kind, seed):
    """Make one entry wrong by 1 in 1000 (of the largest entry), or one array by its sign or by a factor."""
    rng = np.random.default_rng(seed)
    name = str(rng.choice(list(found)))
    ratio = np.ones(np.shape(found[name]))
    if kind == "one entry, 1 in 1000":
        ratio[np.unravel_index(np.argmax(np.abs(found[name])), ratio.shape)] = 1.001
    else:
        ratio[...] = -1.0 if kind == "sign" else rng.choice([2, 0.5, 1 / 3])
    return lambda p: {key: value * (ratio if key == name else 1.0) for key, value in grad(p).items()}


def judged(count):
    kinds = ("right", "one entry, 1 in 1000", "sign", "factor")
    rows = {name: {kind: {True: [], False: []} for kind in kinds} for name in judges()}
    for seed, case, P, found in cases(count):
        harsh = "plain" not in case.kind
        for kind in kinds:
            grad = case.grad if kind == "right" else wrong(case.grad, found, kind, seed)
            for name, judge in judges().items():
                rows[name][kind][harsh].append(judge(case.loss, grad, P))
    for harsh, title in ((False, "networks at common scales"), (True, "harsh scales, and other functions")):
        total = len(rows["pizarra check_gradient"]["right"][harsh])
        print(f"\n{title}: {total} cases without kinks")
        print(f"  {'':24} {'false alarms':>14} " + " ".join(f"{'missed: ' + kind:>30}" for kind in kinds[1:]))
        for name, row in rows.items():
            share = [sum(v == "faulty" for v in row["right"][harsh])]
            share += [sum(v == "correct" for v in row[kind][harsh]) for kind in kinds[1:]]
            unclear = [sum(v == "unclear" for v in row[kind][harsh]) for kind in kinds]
            text = [
                f"{n} of {total}" + (f" (+{u} unclear)" if u else "")
                for n, u in zip(share, unclear, strict=True)
            ]
            print(f"  {name:24} {text[0]:>14} " + " ".join(f"{t:>30}" for t in text[1:]))
    ours = rows["pizarra check_gradient"]
    alarms = sum(v == "faulty" for harsh in (False, True) for v in ours["right"][harsh])
    missed = sum(v != "faulty" for kind in kinds[1:] for v in ours[kind][False])
    planted = 3 * len(ours["right"][False])
    print(f"\nlimit: no false alarm: {'met' if not alarms else 'NOT met'}")
    told = 1 - missed / max(planted, 1)
    print(
        f"limit: 99.9 % of wrong ones at common scales told: {'met' if told >= 0.999 else 'NOT met'} ({told:.2%})"
    )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    if torch:
        torch.set_num_threads(1)
    print(f"threads: {os.environ.get('OMP_NUM_THREADS', 'not set')}, NumPy {np.__version__}")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    timed()
    if count:
        judged(count)
