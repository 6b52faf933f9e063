# neural net without numpy, only lists and loops
# task: estimate how good a coffee tastes from (temperature, grams, minutes), all scaled to 0..1
import math
import random

random.seed(12)

def softplus(z):
    return math.log(1.0 + math.exp(z))

def dsoftplus(z):
    return 1.0 / (1.0 + math.exp(-z))

samples = []
for _ in range(40):
    t = random.random()
    g = random.random()
    m = random.random()
    taste = 1.0 - (t - 0.7) ** 2 - 0.5 * (g - 0.5) ** 2 - abs(m - 0.4)
    samples.append(([t, g, m], taste))

NI = 3
NH = 5
w = [[random.uniform(-1, 1) for i in range(NI)] for j in range(NH)]
b = [0.0] * NH
v = [random.uniform(-1, 1) for j in range(NH)]
c = [0.0]   # a list, so that it can be changed
eta = 0.05

def forward(inp):
    z = []
    h = []
    for j in range(NH):
        s = b[j]
        for i in range(NI):
            s += w[j][i] * inp[i]
        z.append(s)
        h.append(softplus(s))
    out = c[0]
    for j in range(NH):
        out += v[j] * h[j]
    return z, h, out

EPOCHS = 150
for epoch in range(EPOCHS):
    random.shuffle(samples)
    total = 0.0
    for inp, target in samples:
        z, h, out = forward(inp)
        diff = target - out
        total += diff * diff
        # first compute every delta with the OLD v
        hidden_delta = [diff * v[j] * dsoftplus(z[j]) for j in range(NH)]
        for j in range(NH):
            v[j] += eta * diff * h[j]
        c[0] += eta * diff
        for j in range(NH):
            for i in range(NI):
                w[j][i] += eta * hidden_delta[j] * inp[i]
            b[j] += eta * hidden_delta[j]
    if epoch % 30 == 0 or epoch == EPOCHS - 1:
        print("epoch", epoch, "error", round(total / len(samples), 5))

best = None
for k in range(11):
    _, _, guess = forward([0.7, 0.5, k / 10])
    if best is None or guess > best[1]:
        best = (k / 10, guess)
print("brew it for", best[0])
