import numpy as np
np.random.seed(101)
X = np.random.randn(25, 4)
T = np.random.randn(25, 2)
W1 = np.random.randn(4, 10) * 0.4
b1 = np.zeros(10)
W2 = np.random.randn(10, 2) * 0.4
b2 = np.zeros(2)
keep = 0.8
for epoch in range(70):
    a1 = np.maximum(0, X @ W1 + b1)
    drop = np.random.rand(*a1.shape) < keep
    a1 = a1 * drop / keep
    out = a1 @ W2 + b2
    loss = np.mean((out - T) ** 2)
    dout = 2 * (out - T) / out.size
    dW2 = a1.T @ dout
    db2 = np.sum(dout, axis=0)
    da1 = dout @ W2.T
    da1 = da1 * drop
    dz1 = da1 * (a1 > 0)
    dW1 = X.T @ dz1
    db1 = np.sum(dz1, axis=0)
    W2 -= 0.3 * dW2
    b2 -= 0.3 * db2
    W1 -= 0.3 * dW1
    b1 -= 0.3 * db1
    if epoch % 20 == 0:
        print(epoch, loss)
