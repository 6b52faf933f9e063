# yarn_by_hand.py - sock / sweater / rug yarn from thickness, twist and fluff
# all loops, I wanted to see every single multiplication
from math import tanh
from random import Random

rnd = Random(99)

samples = []
for i in range(45):
    kind = i % 3
    thick = [0.2, 0.5, 0.9][kind] + rnd.gauss(0, 0.08)
    twist = [0.8, 0.4, 0.6][kind] + rnd.gauss(0, 0.1)
    fluff = [0.3, 0.7, 0.2][kind] + rnd.gauss(0, 0.1)
    goal = [-1.0, -1.0, -1.0]
    goal[kind] = 1.0
    samples.append(((thick, twist, fluff), goal))

I, H, O = 3, 6, 3
rate = 0.05

w1 = [[rnd.uniform(-1, 1) for i in range(I)] for j in range(H)]
t1 = [rnd.uniform(-0.5, 0.5) for j in range(H)]
w2 = [[rnd.uniform(-1, 1) for j in range(H)] for k in range(O)]
t2 = [rnd.uniform(-0.5, 0.5) for k in range(O)]


def layer(inputs, weights, thresholds):
    result = []
    for row, th in zip(weights, thresholds):
        s = th
        for w, x in zip(row, inputs):
            s += w * x
        result.append(tanh(s))
    return result


def epoch(data):
    loss = 0
    for x, goal in data:
        h = layer(x, w1, t1)
        y = layer(h, w2, t2)

        delta_y = []
        for k in range(O):
            e = y[k] - goal[k]
            loss += 0.5 * e * e
            delta_y.append(e * (1 - y[k] * y[k]))

        delta_h = []
        for j in range(H):
            for k in range(O):
                total = delta_y[k] * w2[k][j]
            delta_h.append(total * (1 - h[j] * h[j]))

        for k in range(O):
            for j in range(H):
                w2[k][j] -= rate * delta_y[k] * h[j]
            t2[k] -= rate * delta_y[k]
        for j in range(H):
            for i in range(I):
                w1[j][i] -= rate * delta_h[j] * x[i]
            t1[j] -= rate * delta_h[j]
    return loss / len(data)


for n in range(200):
    loss = epoch(samples)
    if n % 50 == 0:
        print("epoch", n, "loss", loss)

good = 0
for x, goal in samples:
    y = layer(layer(x, w1, t1), w2, t2)
    if y.index(max(y)) == goal.index(1.0):
        good += 1
print(good, "of", len(samples), "yarns named correctly")
