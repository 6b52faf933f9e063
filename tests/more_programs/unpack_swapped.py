import numpy as np
rng = np.random.RandomState(95)
def act(z):
    return 1 / (1 + np.exp(-z))
def forward(x, A, B):
    hidden = act(x @ A)
    return hidden, act(hidden @ B)
X = rng.rand(12, 3)
T = rng.rand(12, 3)
A = rng.randn(3, 3)
B = rng.randn(3, 3)
for k in range(100):
    out, hidden = forward(X, A, B)
    loss = np.sum((forward(X, A, B)[1] - T) ** 2) / 2
    d_out = (out - T) * out * (1 - out)
    d_hid = (d_out @ B.T) * hidden * (1 - hidden)
    B = B - 0.3 * hidden.T @ d_out
    A = A - 0.3 * X.T @ d_hid
    if k % 25 == 0:
        print(loss)
