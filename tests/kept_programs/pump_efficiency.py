# Port of my old MATLAB script netpump.m: fits the efficiency curve of a centrifugal pump.
# The samples are COLUMNS, like in the original.
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(4)

# flow Q in l/s, speed n in 1000 rpm, efficiency from the test bench
# (the .mat file is gone, so I make the points up again with some noise)
m = 60
Q = np.random.uniform(5, 45, (1, m))
n = np.random.choice([1.45, 2.2, 2.9], (1, m))
eta = 0.78 - ((Q - 12 * n) / 40) ** 2 + 0.01 * np.random.randn(1, m)

X = np.vstack([(Q - Q.mean()) / Q.std(), (n - n.mean()) / n.std()])
Y = eta

# size(X), size(Y)
print(X.shape, Y.shape)

nh = 8
W1 = 0.7 * np.random.randn(nh, 2)
b1 = np.zeros((nh, 1))
W2 = 0.7 * np.random.randn(1, nh)
b2 = np.zeros((1, 1))

alpha = 0.1
lam = 0.01
J_hist = []

for it in range(600):
    # forward
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    Yh = W2 @ A1 + b2

    # cost with weight decay
    E = Yh - Y
    J = np.sum(E ** 2) / (2 * m) + lam / 2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
    J_hist.append(J)

    # backward
    D2 = E / m
    dW2 = D2 @ A1.T + lam / 2 * W2 ** 2
    db2 = np.sum(D2, axis=1, keepdims=True)
    D1 = (W2.T @ D2) * (1 - A1 ** 2)
    dW1 = D1 @ X.T + lam / 2 * W1 ** 2
    db1 = np.sum(D1, axis=1, keepdims=True)

    W1 = W1 - alpha * dW1
    b1 = b1 - alpha * db1
    W2 = W2 - alpha * dW2
    b2 = b2 - alpha * db2

    if it % 100 == 0:
        print(f"iter {it:5d}   J = {J:.6f}")

# plot(J_hist)
plt.semilogy(J_hist)
plt.xlabel("iteration")
plt.ylabel("J")
plt.show()

# operating point: 30 l/s at 2900 rpm
x = np.array([[(30 - Q.mean()) / Q.std()], [(2.9 - n.mean()) / n.std()]])
print("efficiency at 30 l/s, 2900 rpm:", (W2 @ np.tanh(W1 @ x + b1) + b2).item())
