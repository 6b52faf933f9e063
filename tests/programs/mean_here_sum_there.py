import numpy as np

np.random.seed(19)
x = np.random.randn(64, 4)
label = (x[:, 0] * x[:, 1] > 0).astype(int)
t = np.eye(2)[label]

W1 = np.random.randn(4, 7) * 0.5
b1 = np.random.randn(7) * 0.1
W2 = np.random.randn(7, 2) * 0.5
b2 = np.zeros(2)
step = 0.4

for epoch in range(50):
    total = 0
    for k in range(0, 64, 16):
        xb, tb = x[k : k + 16], t[k : k + 16]
        h = np.tanh(xb @ W1 + b1)
        s = h @ W2 + b2
        p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
        total += -np.sum(tb * np.log(p)) / 16

        ds = (p - tb) / 16
        dW2 = h.T @ ds
        db2 = ds.sum(axis=0)
        dh = (ds @ W2.T) * (1 - h**2)
        dW1 = xb.T @ dh
        db1 = dh.mean(axis=0)

        W1 -= step * dW1
        b1 -= step * db1
        W2 -= step * dW2
        b2 -= step * db2
    if epoch % 10 == 0:
        print("cross entropy", total / 4)
