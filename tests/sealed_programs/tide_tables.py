# tide tables: predict the next high and low water from moon and wind
import numpy as np
import matplotlib.pyplot as plt

EPOCHS = 900
LR = 0.1


def fake_tides(days=70, seed=1):
    r = np.random.RandomState(seed)
    day = np.arange(days)
    moon = 2 * np.pi * day / 14.77
    wind = r.randn(days) * 0.4
    pressure = r.randn(days) * 0.3
    high = 1.2 + 0.5 * np.cos(moon) + 0.3 * wind - 0.1 * pressure
    low = -1.1 - 0.4 * np.cos(moon) + 0.2 * wind
    features = np.column_stack((np.cos(moon), np.sin(moon), wind, pressure))
    return features, np.column_stack((high, low))


def init(n_in, n_hid, n_out, seed=6):
    r = np.random.RandomState(seed)
    W1 = r.randn(n_in, n_hid) / np.sqrt(n_in)
    W2 = r.randn(n_hid, n_out) / np.sqrt(n_hid)
    return W1, np.zeros(n_hid), W2, np.zeros(n_out)


def forward(X, W1, b1, W2, b2):
    z1 = X @ W1 + b1
    a1 = np.tanh(z1)
    out = a1 @ W2 + b2
    return out, z1, a1


def backward(X, Y, a1, out, W2):
    n = len(X)
    d_out = (out - Y) / n
    dW2 = a1.T @ d_out
    db2 = d_out.sum(axis=0)
    d_hid = (d_out @ W2.T) * (1 - a1 ** 2)
    dW1 = X.T @ d_hid
    db1 = d_hid.sum(axis=0)
    return dW1, db1, dW2, db2


X, Y = fake_tides()
W1, b1, W2, b2 = init(4, 7, 2)
history = []

for epoch in range(EPOCHS):
    out, a1, z1 = forward(X, W1, b1, W2, b2)
    loss = 0.5 * np.sum((out - Y) ** 2) / len(X)
    history.append(loss)
    dW1, db1, dW2, db2 = backward(X, Y, a1, out, W2)
    W1 -= LR * dW1
    b1 -= LR * db1
    W2 -= LR * dW2
    b2 -= LR * db2
    if epoch % 100 == 0:
        print("Epoch", epoch, "Loss", loss)

plt.plot(history)
plt.title("loss")
# plt.savefig("tides.png")
plt.show()

out, *_ = forward(X[:3], W1, b1, W2, b2)
print("predicted\n", out.round(2))
print("measured\n", Y[:3].round(2))
