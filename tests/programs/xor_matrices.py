import numpy as np

np.random.seed(4)


def logistic(s):
    return 1.0 / (1.0 + np.exp(-s))


# XOR, with the constant 1 as third input
inputs = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
targets = np.array([[0], [1], [1], [0]])

w_hidden = np.random.uniform(-1, 1, (3, 4))
w_out = np.random.uniform(-1, 1, (4, 1))

speed = 0.8
for epoch in range(6000):
    hidden = logistic(inputs.dot(w_hidden))
    out = logistic(hidden.dot(w_out))

    error = targets - out
    if epoch % 1000 == 0:
        print("epoch", epoch, "error", 0.5 * (error**2).sum())

    out_delta = error * out * (1 - out)
    hidden_delta = out_delta.dot(w_out.T) * hidden * (1 - hidden)

    w_out += speed * hidden.T.dot(out_delta)
    w_hidden += speed * inputs.T.dot(hidden_delta)

print(out.round(3))
