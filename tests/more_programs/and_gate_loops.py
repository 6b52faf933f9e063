import math
import random
random.seed(3)
data = [([0.2, 0.1], 0.1), ([0.3, 0.9], 0.2), ([0.8, 0.2], 0.3), ([0.9, 0.7], 0.9)]
w = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(3)]
b = [random.uniform(-1, 1) for _ in range(3)]
v = [random.uniform(-1, 1) for _ in range(3)]
c = 0.2
rate = 0.4
for epoch in range(100):
    total = 0.0
    for x, t in data:
        h = []
        for j in range(3):
            s = b[j]
            for i in range(2):
                s += w[j][i] * x[i]
            h.append(1 / (1 + math.exp(-s)))
        out = c
        for j in range(3):
            out += v[j] * h[j]
        err = out - t
        total += 0.5 * err ** 2
        for j in range(3):
            back = err * v[j] * h[j] * (1 - h[j])
            v[j] -= rate * err * h[j]
            b[j] -= rate * back
            for i in range(2):
                w[j][i] -= rate * back * x[i]
        c -= rate * err
    if epoch % 25 == 0:
        print(epoch, total)
