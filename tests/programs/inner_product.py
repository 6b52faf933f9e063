import numpy as np

rs = np.random.RandomState(7)
inputs = rs.uniform(-1, 1, (16, 3))
targets = np.column_stack([inputs.max(axis=1), inputs.min(axis=1)])

A, a = rs.randn(3, 3), np.zeros(3)
B, b = rs.randn(2, 3), np.zeros(2)
lr = 0.03

for sweep in range(30):
    J = 0
    for n, x in enumerate(inputs):
        hid = np.tanh(A @ x + a)
        out = B @ hid + b
        J += 0.5 * np.sum((out - targets[n]) ** 2)

        e = out - targets[0]
        back = (B.T @ e) * (1 - hid**2)
        grad_A = np.dot(back, x)
        grad_B = np.outer(e, hid)

        A -= lr * grad_A
        a -= lr * back
        B -= lr * grad_B
        b -= lr * e
    if sweep % 10 == 0:
        print("sweep", sweep, "J", J)
