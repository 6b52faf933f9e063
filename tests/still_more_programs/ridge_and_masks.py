import numpy as np

# ---- settings
SEED = 18
KEEP = {1: 0.9, 2: 0.6}
LAMBDA = 0.05
LR = 0.1

rs = np.random.RandomState(SEED)
X = rs.normal(size=(50, 5))
Y = np.c_[X[:, 0] - X[:, 4], X[:, 1] * X[:, 2]]

W1, b1 = rs.normal(0, .5, (5, 10)), np.zeros(10)
W2, b2 = rs.normal(0, .5, (10, 8)), np.zeros(8)
W3, b3 = rs.normal(0, .5, (8, 2)), np.zeros(2)


def penalty():
    return LAMBDA / 2 * sum((W ** 2).sum() for W in (W1, W2, W3))


for epoch in range(150):
    # forward with inverted dropout
    h1 = np.tanh(X @ W1 + b1)
    m1 = rs.random_sample(h1.shape) < KEEP[1]
    h1d = h1 * m1 / KEEP[1]
    h2 = np.tanh(h1d @ W2 + b2)
    m2 = rs.random_sample(h2.shape) < KEEP[2]
    h2d = h2 * m2 / KEEP[2]
    out = h2d @ W3 + b3
    loss = 0.5 * ((out - Y) ** 2).sum() / len(X) + penalty()

    # backward
    d = (out - Y) / len(X)
    gW3, gb3 = h2d.T @ d + LAMBDA * W3, d.sum(0)
    d = (d @ W3.T) * m2 / KEEP[1] * (1 - h2 ** 2)
    gW2, gb2 = h1d.T @ d + LAMBDA * W2, d.sum(0)
    d = (d @ W2.T) * m1 / KEEP[1] * (1 - h1 ** 2)
    gW1, gb1 = X.T @ d, d.sum(0)

    W1, W2, W3 = W1 - LR * gW1, W2 - LR * gW2, W3 - LR * gW3
    b1, b2, b3 = b1 - LR * gb1, b2 - LR * gb2, b3 - LR * gb3
    if epoch % 30 == 0:
        print("epoch", epoch, "loss", round(float(loss), 4), "of which penalty", round(float(penalty()), 4))
