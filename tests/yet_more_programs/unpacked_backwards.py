import numpy as np
rng = np.random.default_rng(42)
X = rng.normal(size=(13, 3))
T = rng.random((13, 3))
W1 = rng.normal(size=(3, 3))
W2 = rng.normal(size=(3, 3))

def logistic(v):
    return 1 / (1 + np.exp(-v))

def forward(x):
    h = logistic(x @ W1)
    return h, logistic(h @ W2)

for epoch in range(100):
    out, hid = forward(X)
    err = out - T
    print(0.5 * np.sum(err ** 2))
    delta_out = err * out * (1 - out)
    delta_hid = delta_out @ W2.T * hid * (1 - hid)
    W2 = W2 - 0.1 * hid.T @ delta_out
    W1 = W1 - 0.1 * X.T @ delta_hid
