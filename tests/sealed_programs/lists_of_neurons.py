# A network of plain Python lists: 3 inputs, 4 hidden, 3 outputs
# It sorts fruit (weight, redness, roundness) into apple / banana / cherry
from math import exp
from random import seed, uniform, gauss

seed(1)

def activate(x):
    return 1.0 / (1.0 + exp(-x))

fruit = {
    'apple': (0.7, 0.8, 0.9),
    'banana': (0.6, 0.1, 0.1),
    'cherry': (0.1, 0.9, 1.0),
}
names = list(fruit)
data = []
for k in range(10):
    for name in names:
        features = [f + gauss(0, 0.05) for f in fruit[name]]
        wanted = [1.0 if name == other else 0.0 for other in names]
        data.append((features, wanted))

n_in, n_hid, n_out = 3, 4, 3
# the last weight of each row is the bias
hidden = [[uniform(-0.8, 0.8) for _ in range(n_in + 1)] for _ in range(n_hid)]
output = [[uniform(-0.8, 0.8) for _ in range(n_hid + 1)] for _ in range(n_out)]

def run(features):
    h = []
    for row in hidden:
        s = row[-1]
        for i in range(n_in):
            s += row[i] * features[i]
        h.append(activate(s))
    o = []
    for row in output:
        s = row[-1]
        for j in range(n_hid):
            s += row[j] * h[j]
        o.append(activate(s))
    return h, o

rate = 0.6
rounds = 120
for r in range(rounds):
    sum_error = 0.0
    for features, wanted in data:
        h, o = run(features)
        out_delta = [0.0] * n_out
        for k in range(n_out):
            e = wanted[k] - o[k]
            sum_error += e ** 2
            out_delta[k] = e * o[k] * (1.0 - o[k])
        hid_delta = [0.0] * n_hid
        for j in range(n_hid):
            e = 0.0
            for k in range(n_out):
                e = output[k][j] * out_delta[k]
            hid_delta[j] = e * h[j] * (1.0 - h[j])
        for k in range(n_out):
            for j in range(n_hid):
                output[k][j] += rate * out_delta[k] * h[j]
            output[k][-1] += rate * out_delta[k]
        for j in range(n_hid):
            for i in range(n_in):
                hidden[j][i] += rate * hid_delta[j] * features[i]
            hidden[j][-1] += rate * hid_delta[j]
    if r % 20 == 0:
        print('> round=%d, error=%.3f' % (r, sum_error))

right = 0
for features, wanted in data:
    h, o = run(features)
    if o.index(max(o)) == wanted.index(1.0):
        right += 1
print(right, 'of', len(data), 'right')
