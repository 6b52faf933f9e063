# Predict the rent of a flat from its size, rooms, floor and distance to the station.
# (I lost the csv of the course, so the data is made up but looks about the same)
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(7)
N = 60
size = np.random.uniform(25, 140, N)
rooms = np.round(size / 28) + np.random.randint(0, 2, N)
floor = np.random.randint(0, 9, N)
dist = np.random.exponential(1.2, N)
rent = 180 + 9.5 * size + 30 * rooms + 12 * floor - 70 * dist + np.random.randn(N) * 25

data = np.column_stack([size, rooms, floor, dist])
mean, std = data.mean(axis=0), data.std(axis=0)
X = (data - mean) / std
y = (rent - rent.mean()) / rent.std()
print(X.shape, y.shape)

n_in, n_hid = 4, 6
W1 = np.random.randn(n_hid, n_in) * 0.5
b1 = np.zeros(n_hid)
W2 = np.random.randn(n_hid) * 0.5
b2 = 0.0

lr = 0.004
batch = 10
epochs = 40
losses = []
for epoch in range(epochs):
    order = np.random.permutation(N)
    total = 0
    # gradients
    gW1 = np.zeros((n_hid, n_in))
    gb1 = np.zeros(n_hid)
    gW2 = np.zeros(n_hid)
    gb2 = 0.0
    for start in range(0, N, batch):
        idx = order[start:start + batch]
        for i in idx:
            x = X[i]
            # forward
            z = W1.dot(x) + b1
            h = np.maximum(z, 0)
            out = W2.dot(h) + b2
            err = out - y[i]
            total += err ** 2
            # backward
            gW2 += 2 * err * h
            gb2 += 2 * err
            dz = 2 * err * W2 * (z > 0)
            gW1 += np.outer(dz, x)
            gb1 += dz
        W1 -= lr * gW1
        b1 -= lr * gb1 / batch
        W2 -= lr * gW2
        b2 -= lr * gb2 / batch
    losses.append(total / N)
    if epoch % 5 == 0:
        print("epoch", epoch, "mse", round(total / N, 4))

plt.plot(losses)
plt.xlabel("epoch")
plt.ylabel("mse")
plt.show()

pred = (np.maximum(X @ W1.T + b1, 0) @ W2 + b2) * rent.std() + rent.mean()
for i in range(5):
    print(f"{size[i]:.0f} m2, {dist[i]:.1f} km: {pred[i]:.0f} (was {rent[i]:.0f})")
