"""A layer of one's own: each neuron has one weight, and weighs the mean of all activations that come in.

The formulas are enough: NumPy code for both passes would come from them, and so would the gradients. Here the code is
written out as well, and `check_layer` holds that formulas, code and finite differences say one thing.
"""

from dataclasses import dataclass

from pizarra import Layer, explain
from pizarra.check import check_layer


@dataclass(frozen=True)
class MeanNeuron(Layer):
    """Weigh the mean of a sample's inputs with one weight for each unit, and add a bias."""

    formulas = """
        y[n,j] = W[j] * (sum(i, x[n,i]) / size(i)) + b[j]
        dx[n,i] = sum(j, dy[n,j] * W[j]) / size(i)
        dW[j] = sum(n, dy[n,j] * (sum(i, x[n,i]) / size(i)))
        db[j] = sum(n, dy[n,j])
    """

    def forward(self, xp, x, W, b):
        return {"y": xp.mean(x, axis=1, keepdims=True) * W + b}

    def vjp(self, xp, dy, x, W):
        share = xp.sum(dy * W, axis=1, keepdims=True) / x.shape[1]
        return {
            "x": xp.broadcast_to(share, x.shape),
            "W": xp.sum(dy * xp.mean(x, axis=1, keepdims=True), axis=0),
            "b": xp.sum(dy, axis=0),
        }


@dataclass(frozen=True)
class MeanNeuronFromItsFormula(Layer):
    """The same with nothing but the formula of its output: all the rest is derived."""

    formulas = "y[n,j] = W[j] * (sum(i, x[n,i]) / size(i)) + b[j]"


for layer in (MeanNeuron(), MeanNeuronFromItsFormula()):
    check_layer(layer)

hidden, output = ([2.0, 1.0], [0.1, 0.2]), ([-1.0, 0.5], [0.3, 0.0])
solution, short = (
    explain([(layer, *hidden), "sigmoid", (layer, *output), "sigmoid"], [1, 3], [1, 0], case="w1[1]")
    for layer in (MeanNeuron(), MeanNeuronFromItsFormula())
)
for name, gradient in solution.trace.gradients.items():
    assert abs(gradient - short.trace.gradients[name]).max() < 1e-12
print(solution)
