"""Our loss, cotangents and gradients against torch's autograd, in every layout."""

from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from pizarra.check import LAYOUTS
from pizarra.layers import (
    ELU,
    Activation,
    Add,
    Identity,
    LeakyReLU,
    Linear,
    ReLU,
    Sigmoid,
    Softmax,
    Softplus,
    Tanh,
)
from pizarra.layout import Kind
from pizarra.losses import (
    BinaryCrossEntropy,
    BinaryCrossEntropyLogits,
    Cost,
    CrossEntropy,
    SoftmaxCrossEntropy,
    SquaredError,
)
from pizarra.trace import Trace

torch = pytest.importorskip("torch")
functional = torch.nn.functional
pytestmark = pytest.mark.oracle
drawn_networks = run_path(str(Path(__file__).parents[1] / "drawn_networks.py"))
draw, SWISH, BELL = drawn_networks["draw"], drawn_networks["SWISH"], drawn_networks["BELL"]
NETWORKS = 240

# What torch calls our layers: written here once more, so that nothing of ours is compared with itself.
TORCH = {
    Sigmoid: lambda layer, x: torch.sigmoid(x),
    Tanh: lambda layer, x: torch.tanh(x),
    ReLU: lambda layer, x: torch.relu(x),
    LeakyReLU: lambda layer, x: functional.leaky_relu(x, layer.slope),
    ELU: lambda layer, x: functional.elu(x, layer.alpha),
    Softplus: lambda layer, x: functional.softplus(x, threshold=1000),
    Identity: lambda layer, x: x * 1,
    Softmax: lambda layer, x: torch.softmax(x, dim=1),
    Add: lambda layer, u, v: u + v,
    Linear: lambda layer, x, W, b=None: x @ W if b is None else x @ W + b,
    Activation: lambda layer, x: {SWISH: functional.silu, BELL: lambda z: z * torch.exp(-(z**2))}[layer.g](x),
}
TORCH_LOSSES = {
    SquaredError: lambda y, t: functional.mse_loss(y, t, reduction="sum"),
    CrossEntropy: lambda y, t: -(t * torch.log(y)).sum(),
    SoftmaxCrossEntropy: lambda x, t: functional.cross_entropy(x, t, reduction="sum"),
    BinaryCrossEntropy: lambda y, t: functional.binary_cross_entropy(y, t, reduction="sum"),
    BinaryCrossEntropyLogits: lambda x, t: functional.binary_cross_entropy_with_logits(x, t, reduction="sum"),
    Cost: lambda y, t: ((y - t) ** 4).sum(),
}


def same(ours, theirs, what):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape, what
    np.testing.assert_allclose(
        ours, theirs, rtol=1e-10, atol=1e-10 * np.abs(theirs).max(initial=1e-2), err_msg=what
    )


def autograd(drawn, layout):
    """Run the network in torch on arrays that are stored as the layout shows them; give what is stored that way."""
    network = drawn.network
    kinds = {name: Kind(("n", "i")) for name in network.values}
    kinds |= {name: Kind(("i", "j") if name[0] == "W" else ("j",)) for name in network.parameters}
    held = {}

    def turn(tensor, name):
        """Between rows and the layout's own matrix, both ways: written out, not asked of the layout."""
        if name in network.values:
            return tensor if layout.samples == "rows" else tensor.T
        if name[0] == "W":
            return tensor.T if layout.weights == "out_in" else tensor
        return tensor.reshape(-1, 1) if tensor.ndim == 1 else tensor[:, 0]

    def hold(core, name):
        leaf = turn(core, name)
        leaf = leaf.detach().clone().requires_grad_() if core.grad_fn is None else leaf
        leaf.retain_grad()
        held[name] = leaf
        return turn(leaf, name)

    core = {"x": hold(torch.tensor(drawn.x), "x")}
    core |= {name: hold(torch.tensor(array), name) for name, array in drawn.parameters.items()}
    for step in network.steps:
        arrays = [core[name] for name in (*step.inputs, *step.parameters.values())]
        core[step.output] = hold(TORCH[type(step.layer)](step.layer, *arrays), step.output)
    samples = len(drawn.x)
    factor = {"1": 1, "1/2": 1 / 2, "1/N": 1 / samples, "1/(2N)": 1 / (2 * samples)}[network.loss.factor]
    loss = factor * TORCH_LOSSES[type(network.loss)](core[network.prediction], torch.tensor(drawn.t))
    loss.backward()
    return float(loss.detach()), held, kinds


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_like_torch(seed):
    drawn = draw(seed)
    trace = Trace(drawn.network, drawn.parameters, drawn.x, drawn.t)
    for layout in LAYOUTS:
        if layout.samples == "single" and len(drawn.x) > 1:
            continue
        loss, held, kinds = autograd(drawn, layout)
        same(trace.loss, loss, "loss")
        for name, tensor in held.items():
            value = {**trace.values, **trace.parameters}[name]
            same(layout.matrix(value, kinds[name]), tensor.detach(), f"{name}, {layout}")
            gradient = Kind(kinds[name].axes, gradient=True)
            theirs = tensor.grad.T if layout.jacobian == "numerator" else tensor.grad
            same(layout.matrix(trace.cotangents[name], gradient), theirs, f"∂L/∂{name}, {layout}")


def test_every_kind_was_drawn():
    """Every layer, loss, factor, depth, and both kinds of graph are among the networks compared above."""
    networks = [draw(seed) for seed in range(NETWORKS)]
    steps = [step for drawn in networks for step in drawn.network.steps]
    assert {type(step.layer) for step in steps} == set(TORCH)
    assert {(type(d.network.loss), d.network.loss.factor) for d in networks} == {
        (loss, factor) for loss in TORCH_LOSSES for factor in drawn_networks["FACTORS"]
    }
    assert {len(drawn.x) for drawn in networks} == {1, 2, 3, 5}
    assert {len(drawn.network.parameters) > 0 for drawn in networks} == {True}
    assert sum(any(part.share for part in drawn.network.parts) for drawn in networks) > 20
    assert sum(any(isinstance(part.layer, Add) for part in drawn.network.parts) for drawn in networks) > 20
