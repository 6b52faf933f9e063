import numpy as np

np.random.seed(37)
lam = 0.1


def penalty(W):
    return 0.5 * lam * np.sum(W**2)


X = np.random.randn(40, 5)
y = np.tanh(X[:, :1]) + 0.2 * X[:, 1:2] + 0.05 * np.random.randn(40, 1)

W1 = np.random.randn(5, 4)
b1 = np.zeros(4)
W2 = np.random.randn(4, 1)
b2 = np.zeros(1)

for epoch in range(200):
    hidden = 1 / (1 + np.exp(-(X @ W1 + b1)))
    out = hidden @ W2 + b2
    data_term = 0.5 * np.mean((out - y) ** 2)
    J = data_term + penalty(W1) + penalty(W2)
    if epoch % 50 == 0:
        print("J = %.4f, of which data %.4f" % (J, data_term))

    d_out = (out - y) / len(y)
    d_hid = (d_out @ W2.T) * hidden * (1 - hidden)
    grad_W2 = hidden.T @ d_out + penalty(W2)
    grad_b2 = d_out.sum(axis=0)
    grad_W1 = X.T @ d_hid + penalty(W1)
    grad_b1 = d_hid.sum(axis=0)

    W2 -= 0.2 * grad_W2
    b2 -= 0.2 * grad_b2
    W1 -= 0.2 * grad_W1
    b1 -= 0.2 * grad_b1
