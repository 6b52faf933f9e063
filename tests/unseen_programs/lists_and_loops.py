import math
import random

import numpy as np

random.seed(1)
LR = 0.5
EPOCHS = 600

# hidden[j] = [w_j0, w_j1, bias]
hidden = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(3)]
output = [[random.uniform(-1, 1) for _ in range(4)] for _ in range(2)]

rng = np.random.default_rng(4)
samples = []
for _ in range(30):
    point = rng.uniform(-1, 1, 2)
    above = point[1] > point[0] ** 2 - 0.3
    samples.append((point.tolist(), [1.0, 0.0] if above else [0.0, 1.0]))


def neuron(weights, inputs):
    total = weights[-1]
    for w, v in zip(weights[:-1], inputs):
        total += w * v
    return 1.0 / (1.0 + math.exp(-total))


def predict(x):
    h = [neuron(n, x) for n in hidden]
    return h, [neuron(n, h) for n in output]


for epoch in range(EPOCHS):
    total_error = 0.0
    for x, t in samples:
        h, out = predict(x)
        total_error += sum((o - ti) ** 2 for o, ti in zip(out, t)) / 2

        # deltas of the output layer
        out_deltas = []
        for k in range(len(output)):
            out_deltas.append((out[k] - t[k]) * out[k] * (1 - out[k]))

        # deltas of the hidden layer, before any weight changes
        hid_deltas = []
        for j in range(len(hidden)):
            err = 0.0
            for k in range(len(output)):
                err += out_deltas[k] * output[k][j]
            hid_deltas.append(err * h[j] * (1 - h[j]))

        for k in range(len(output)):
            for j in range(len(hidden)):
                output[k][j] -= LR * out_deltas[k] * h[j]
            output[k][-1] -= LR * out_deltas[k]
        for j in range(len(hidden)):
            for i in range(len(x)):
                hidden[j][i] -= LR * hid_deltas[j] * x[i]
            hidden[j][-1] -= LR * hid_deltas[j]
    if epoch % 100 == 0:
        print("epoch=%d error=%.4f" % (epoch, total_error))

hits = 0
for x, t in samples:
    _, out = predict(x)
    hits += (out[0] > out[1]) == (t[0] == 1.0)
print("right:", hits, "of", len(samples))
