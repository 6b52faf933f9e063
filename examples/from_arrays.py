"""From NumPy arrays to a page: the exclusive or, whose samples are rows and whose weights are stored as (in, out)."""

import tempfile
from pathlib import Path

import numpy as np

from pizarra import explain

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
labels = [0, 1, 1, 0]
W1, b1 = np.array([[1.0, -1.0], [1.0, 0.5]]), np.array([0.0, 0.25])
W2, b2 = np.array([[1.0, -1.0], [-2.0, 1.0]]), np.array([0.5, 0.0])

solution = explain(
    [(W1, b1), "relu", (W2, b2)],
    X,
    labels,
    loss="softmax_cross_entropy",
    weights="in_out",
    notation="d2l",
    learning_rate=0.5,
)

trace = solution.trace
print(f"loss {trace.loss:.4f}, after one step {trace.after.loss:.4f}")
for name, gradient in trace.gradients.items():
    print(name, gradient.round(4).tolist())

with tempfile.TemporaryDirectory() as folder:  # a folder of your own is what you want here
    for ending in (".html", ".md", ".tex", ".txt", ".json"):
        file = Path(folder) / f"xor{ending}"
        solution.save(file)
        print(file.name, "written" if file.stat().st_size > 1000 else "empty")
