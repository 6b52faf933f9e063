import math
import random

random.seed(1)

data = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
H = 3

w1 = [[random.uniform(-2, 2) for i in range(2)] for j in range(H)]
b1 = [random.uniform(-1, 1) for j in range(H)]
w2 = [random.uniform(-2, 2) for j in range(H)]
b2 = 0.0
lr = 0.5


def squash(v):
    return 1 / (1 + math.exp(-v))


for epoch in range(400):
    loss = 0
    for x, t in data:
        # forward
        h = []
        for j in range(H):
            s = b1[j]
            for i in range(2):
                s += w1[j][i] * x[i]
            h.append(squash(s))
        s = b2
        for j in range(H):
            s += w2[j] * h[j]
        y = squash(s)
        loss += 0.5 * (y - t) ** 2

        # backward
        dy = (y - t) * y * (1 - y)
        dh = [0.0] * H
        for j in range(H):
            dh[j] = dy * w2[j] * h[j] * (1 - h[j])

        # update
        for j in range(H):
            w2[j] -= lr * dy * h[j]
            for i in range(2):
                w1[j][i] -= lr * dh[j] * x[i]
            b1[j] -= lr * dh[j]
        b2 -= lr * dy
    if epoch % 100 == 0:
        print("epoch %d loss %f" % (epoch, loss))
