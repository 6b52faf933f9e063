"""Full Jacobians, and that a vector-Jacobian product is what its name says.

∂ŷ/∂h has an axis for every axis of ŷ and one for every axis of h. The backward pass never builds it: it multiplies the
cotangent of ŷ with it, factor by factor. Both ways must lead to the same cotangent of h.
"""

import numpy as np

from pizarra import explain

solution = explain(
    [
        ([[-1.5, -1, 0.5], [1, 1, -0.5]], [1, -2]),
        "sigmoid",
        ([[-1.5, 1], [0.5, 1], [-0.5, -1]], [0.5, 1, -0.5]),
    ],
    [1, 0, 2],
    [-1, 1, -2],
    factor="1/2",
)
trace = solution.trace
h, prediction = (
    "v2",
    "v3",
)  # values are numbered in the order of the layers: v1 is linear, v2 sigmoid, v3 linear

jacobian = trace.jacobian(prediction, h)
print("shape of ∂ŷ/∂h:", jacobian.shape, "(samples, outputs, samples, hidden units)")
print(jacobian[0, :, 0, :])

by_jacobian = np.einsum("nj,njmi->mi", trace.cotangents[prediction], jacobian)
print("through the Jacobian:", by_jacobian.round(4))
print("by the backward pass:", trace.cotangents[h].round(4))
assert np.allclose(by_jacobian, trace.cotangents[h])

for name in trace.network.parameters:  # the same for every parameter, from the prediction
    whole = trace.jacobian(prediction, name)
    product = np.tensordot(trace.cotangents[prediction], whole, axes=2)
    assert np.allclose(product, trace.gradients[name])
    print(f"∂ŷ/∂{name} has the shape {whole.shape}; with the cotangent of ŷ it gives the gradient of {name}")
