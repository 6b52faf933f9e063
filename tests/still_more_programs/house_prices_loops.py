# House prices with a tiny net. I do the weights one at a time so I can follow what happens.
import numpy as np

rng = np.random.RandomState(90)
n = 25
area = rng.uniform(40, 200, n)
rooms = rng.randint(1, 6, n)
price = 2.0 * area + 15 * rooms + rng.normal(0, 10, n)

X = np.stack([(area - area.mean()) / area.std(), (rooms - rooms.mean()) / rooms.std()], axis=1)
y = ((price - price.mean()) / price.std()).reshape(n, 1)

H = 3
w = rng.randn(2, H)
b = np.zeros(H)
v = rng.randn(H)
c = 0.0
lr = 0.05

for step in range(200):
    hid = np.tanh(X @ w + b)      # (n, H)
    pred = hid @ v + c            # (n,)
    diff = pred - y
    mse = np.mean(diff ** 2)

    grad_v = np.zeros(H)
    grad_w = np.zeros((2, H))
    grad_b = np.zeros(H)
    for j in range(H):
        grad_v[j] = 2 * np.mean(diff * hid[:, j])
        slope = v[j] * (1 - hid[:, j] ** 2)
        grad_b[j] = 2 * np.mean(diff * slope)
        for i in range(2):
            grad_w[i, j] = 2 * np.mean(diff * slope * X[:, i])
    grad_c = 2 * np.mean(diff)

    for j in range(H):
        v[j] -= lr * grad_v[j]
        b[j] -= lr * grad_b[j]
        for i in range(2):
            w[i, j] -= lr * grad_w[i, j]
    c -= lr * grad_c
    if step % 40 == 0:
        print(step, "mse", mse)
