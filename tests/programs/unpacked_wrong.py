import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def forward(x, W_in, W_out):
    hidden = sigmoid(x @ W_in)
    prediction = sigmoid(hidden @ W_out)
    return prediction, hidden


def backward(x, hidden, prediction, target, W_out):
    d_out = (prediction - target) * prediction * (1 - prediction)
    d_hid = (d_out @ W_out.T) * hidden * (1 - hidden)
    return x.T @ d_hid, hidden.T @ d_out


rng = np.random.default_rng(12345)
batch = rng.random((18, 4))
wanted = np.eye(3)[np.argmax(batch[:, :3], axis=1)]
W_in = rng.standard_normal((4, 3))
W_out = rng.standard_normal((3, 3))

for k in range(300):
    hidden, prediction = forward(batch, W_in, W_out)
    loss = 0.5 * np.sum((prediction - wanted) ** 2)
    grad_in, grad_out = backward(batch, hidden, prediction, wanted, W_out)
    W_in -= 0.2 * grad_in
    W_out -= 0.2 * grad_out
    if k % 100 == 0:
        print("iteration", k, "loss", loss)
