import numpy as np

np.random.seed(17)
X = np.random.randn(25, 4)
C = np.argmax(X[:, :3] + 0.3 * np.random.randn(25, 3), axis=1)
T = np.zeros((25, 3))
T[np.arange(25), C] = 1.0

W1 = np.random.randn(6, 4) * 0.7
b1 = np.random.randn(6) * 0.1
W2 = np.random.randn(3, 6) * 0.7
b2 = np.random.randn(3) * 0.1
eta = 0.8


def softmax(u):
    e = np.exp(u - np.max(u))
    return e / np.sum(e)


for passage in range(60):
    cout = 0.0
    gW1, gb1, gW2, gb2 = 0, 0, 0, 0
    for x, t in zip(X, T):
        u1 = W1.dot(x) + b1
        h = np.arctan(u1)
        p = softmax(W2.dot(h) + b2)
        cout += np.sum((p - t) ** 2)

        # Jacobienne du softmax : dp_i/du_j = p_i (delta_ij - p_j)
        J = np.diag(p) - np.outer(p, p)
        du2 = J.T.dot(2 * (p - t))
        dh = W2.T.dot(du2)
        du1 = dh / (1 + u1 ** 2)

        gW2 = gW2 + np.outer(du2, h)
        gb2 = gb2 + du2
        gW1 = gW1 + np.outer(du1, x)
        gb1 = gb1 + du1
    W1 = W1 - eta * gW1 / 25
    b1 = b1 - eta * gb1 / 25
    W2 = W2 - eta * gW2 / 25
    b2 = b2 - eta * gb2 / 25
    if passage % 20 == 0:
        print("passage", passage, "coût", cout / 25)
