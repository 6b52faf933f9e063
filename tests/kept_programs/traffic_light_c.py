# Which phase should the traffic light take?  My first C program, now in Python.
# weights[neuron][last] is the bias.  Momentum as in the old Rumelhart book.
from math import tanh, exp
from random import Random

R = Random(2024)
INPUTS, HIDDEN, OUTPUTS = 3, 6, 2

w_hid = [[R.uniform(-0.5, 0.5) for _ in range(INPUTS + 1)] for _ in range(HIDDEN)]
w_out = [[R.uniform(-0.5, 0.5) for _ in range(HIDDEN + 1)] for _ in range(OUTPUTS)]
dw_hid = [[0.0] * (INPUTS + 1) for _ in range(HIDDEN)]
dw_out = [[0.0] * (HIDDEN + 1) for _ in range(OUTPUTS)]

eta, mu = 0.1, 0.8

# cars north-south, cars east-west, seconds since the last change  ->  (go NS, go EW)
data = []
for _ in range(50):
    ns, ew, sec = R.random(), R.random(), R.random()
    want = 1.0 if ns + 0.3 * sec > ew + 0.15 else 0.0
    data.append(((ns, ew, sec), (want, 1.0 - want)))

hid = [0.0] * HIDDEN
out = [0.0] * OUTPUTS


def compute(x):
    for h in range(HIDDEN):
        net = w_hid[h][INPUTS]
        for i in range(INPUTS):
            net += w_hid[h][i] * x[i]
        hid[h] = tanh(net)
    for o in range(OUTPUTS):
        net = w_out[o][HIDDEN]
        for h in range(HIDDEN):
            net += w_out[o][h] * hid[h]
        out[o] = 1.0 / (1.0 + exp(-net))


def learn(x, t):
    compute(x)
    delta_out = [(t[o] - out[o]) * out[o] * (1 - out[o]) for o in range(OUTPUTS)]
    delta_hid = []
    for h in range(HIDDEN):
        back = 0.0
        for o in range(OUTPUTS):
            back += delta_out[o] * w_out[o][h]
        delta_hid.append(back * (1 + hid[h]) * (1 - hid[h]))
    for o in range(OUTPUTS):
        for h in range(HIDDEN):
            dw_out[o][h] = eta * delta_out[o] * hid[h] + mu * dw_out[o][h]
            w_out[o][h] += dw_out[o][h]
        dw_out[o][HIDDEN] = eta * delta_out[o] + mu * dw_out[o][HIDDEN]
        w_out[o][HIDDEN] += dw_out[o][HIDDEN]
    for h in range(HIDDEN):
        for i in range(INPUTS):
            dw_hid[h][i] = eta * delta_hid[h] * x[i] + mu * dw_hid[h][i]
            w_hid[h][i] += dw_hid[h][i]
        dw_hid[h][INPUTS] = eta * delta_hid[h] + mu * dw_hid[h][INPUTS]
        w_hid[h][INPUTS] += dw_hid[h][INPUTS]


for sweep in range(100):
    for x, t in data:
        learn(x, t)
    if sweep % 20 == 0:
        sse = 0.0
        for x, t in data:
            compute(x)
            sse += sum((a - b) ** 2 for a, b in zip(t, out)) / 2
        print("sweep", sweep, "sse", round(sse, 4))

good = 0
for x, t in data:
    compute(x)
    good += (out[0] > out[1]) == (t[0] > t[1])
print(good, "of", len(data), "right")
