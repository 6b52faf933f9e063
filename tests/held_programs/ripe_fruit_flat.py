# is it an apple? is it ripe?   (neural network from scratch, no frameworks!!)
# columns: weight, redness, roundness, softness  -- all between 0 and 1
import numpy as np

np.random.seed(77)

fruit = np.array([
    [0.50, 0.90, 0.80, 0.30],
    [0.55, 0.20, 0.85, 0.10],
    [0.45, 0.80, 0.90, 0.35],
    [0.30, 0.10, 0.30, 0.70],
    [0.35, 0.30, 0.25, 0.20],
    [0.32, 0.15, 0.20, 0.80],
    [0.52, 0.30, 0.75, 0.15],
    [0.28, 0.20, 0.35, 0.15],
    [0.48, 0.95, 0.85, 0.40],
])
labels = np.array([
    [1, 1], [1, 0], [1, 1], [0, 1], [0, 0], [0, 1], [1, 0], [0, 0], [1, 1],
])
print("data", fruit.shape, labels.shape)

hidden = 7
epochs = 2500
alpha = 0.3

W1 = np.random.randn(4, hidden)
b1 = np.zeros(hidden)
W2 = np.random.randn(hidden, 2)
b2 = np.zeros(2)

all_losses = []
for e in range(epochs):
    # ---- forward ----
    z1 = np.dot(fruit, W1) + b1
    a1 = np.tanh(z1)
    z2 = np.dot(a1, W2) + b2
    a2 = 1 / (1 + np.exp(-z2))

    # ---- loss ----
    mse = ((a2 - labels) ** 2).mean()
    all_losses.append(mse)

    # ---- backward ----
    d2 = 2 * (a2 - labels) / labels.size
    dW2 = np.dot(a1.T, d2)
    d1 = np.dot(d2, W2.T) * (1 - a1 ** 2)
    dW1 = np.dot(fruit.T, d1)

    # ---- update ----
    W2 = W2 - alpha * dW2
    W1 = W1 - alpha * dW1
    b1 = b1 - alpha * np.sum(d1)

    if e % 500 == 0:
        print(f"Epoch {e} MSE {mse:.5f}")

# final_mse = all_losses[-1]
h = np.tanh(np.dot(fruit, W1) + b1)
out = 1 / (1 + np.exp(-(np.dot(h, W2) + b2)))
for f, l, o in zip(fruit, labels, out):
    print(f, l, o.round(2))
