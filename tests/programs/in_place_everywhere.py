import numpy as np

rs = np.random.RandomState(42)
X = rs.rand(50, 3) * 2 - 1
y = (X.sum(axis=1, keepdims=True) > 0.3) * 1.0

W1 = rs.randn(3, 7)
b1 = np.zeros(7)
W2 = rs.randn(7, 1)
b2 = np.zeros(1)

for it in range(150):
    h = X @ W1
    h += b1
    h[h < 0] = 0  # relu, no copy

    out = h @ W2
    out += b2
    np.negative(out, out=out)
    np.exp(out, out=out)
    out += 1
    np.reciprocal(out, out=out)

    g = out - y
    loss = np.mean(g**2)
    g *= 2 / len(X)
    g *= out
    g *= 1 - out  # g is now the gradient at the logit

    gh = g @ W2.T
    gh *= h > 0

    W2 -= 2.0 * (h.T @ g)
    b2 -= 2.0 * g.sum(axis=0)
    W1 -= 2.0 * (X.T @ gh)
    b1 -= 2.0 * gh.sum(axis=0)

    if it % 50 == 0:
        print(f"{it:>4} {loss:.4f}")
