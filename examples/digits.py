"""Handwritten digits, 8 × 8 grey values: scikit-learn's data, a network 64-512-10, a third of the rows held out."""

import numpy as np
from sklearn.datasets import load_digits

from pizarra import Model
from pizarra.optimizers import Adam
from pizarra.train import cosine

X, labels = load_digits(return_X_y=True)
order = np.random.default_rng(0).permutation(len(X))
test, train = order[: len(X) // 3], order[len(X) // 3 :]

epochs, batch = 20, 32
model = Model.mlp([512], hidden="relu", initial="he_normal", loss="softmax_cross_entropy")
history = model.fit(
    X[train] / 16,
    labels[train],
    optimizer=Adam(),
    rate=0.002,
    schedule=cosine(epochs * -(-len(train) // batch)),
    batch=batch,
    epochs=epochs,
    l2=1e-3,
    dtype="float32",
)
predicted = model.predict(X[test] / 16)
right = (predicted == labels[test]).mean()
print(f"{len(train)} rows trained on, {len(test)} held out: {right:.1%} of these are read right")

print("most often confused, written as: read as")
counts = np.zeros((10, 10), int)
np.add.at(counts, (labels[test], predicted), 1)
np.fill_diagonal(counts, 0)
for place in counts.ravel().argsort()[::-1][:3]:
    print(f"  {place // 10}: {place % 10}, {counts.flat[place]} times")
assert right >= 0.97
