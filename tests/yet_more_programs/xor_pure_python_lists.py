import math
import random
random.seed(12)

inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
targets = [0.1, 0.9, 0.9, 0.1]
w_hidden = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(3)]
b_hidden = [random.uniform(-1, 1) for _ in range(3)]
w_out = [random.uniform(-1, 1) for _ in range(3)]
b_out = random.uniform(-1, 1)
rate = 0.4

def act(v):
    return 1.0 / (1.0 + math.exp(-v))

for epoch in range(3000):
    total = 0.0
    for x, t in zip(inputs, targets):
        hidden = []
        for j in range(3):
            s = b_hidden[j]
            for i in range(2):
                s += w_hidden[j][i] * x[i]
            hidden.append(act(s))
        s = b_out
        for j in range(3):
            s += w_out[j] * hidden[j]
        out = act(s)
        total += 0.5 * (t - out) ** 2
        delta_out = (t - out) * out * (1 - out)
        delta_hidden = [delta_out * w_out[j] * hidden[j] * (1 - hidden[j]) for j in range(3)]
        for j in range(3):
            w_out[j] += rate * delta_out * hidden[j]
            for i in range(2):
                w_hidden[j][i] += rate * delta_hidden[j] * x[i]
            b_hidden[j] += rate * delta_hidden[j]
        b_out += rate * delta_out
    if epoch % 500 == 0:
        print(epoch, total)
