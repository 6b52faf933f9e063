import numpy as np


def sig(x):
    return 1 / (1 + np.exp(-x))


# full adder: a, b, carry in -> sum, carry out
X = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
Y = np.array([[(a + b + c) % 2, (a + b + c) // 2] for a, b, c in X])

np.random.seed(11)
wh = np.random.randn(3, 4)
wo = np.random.randn(4, 2)
lr = 0.5

for i in range(1000):
    hidden = sig(np.dot(X, wh))
    output = sig(np.dot(hidden, wo))

    output_errors = output - Y
    output_grad = output_errors * output * (1 - output)
    hidden_errors = np.dot(output_errors, wo.T)
    hidden_grad = hidden_errors * hidden * (1 - hidden)

    wo -= lr * np.dot(hidden.T, output_grad)
    wh -= lr * np.dot(X.T, hidden_grad)

    if i % 200 == 0:
        print("loss:", 0.5 * np.sum(output_errors**2))
