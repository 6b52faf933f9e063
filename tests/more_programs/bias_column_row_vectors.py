import numpy as np
np.random.seed(77)
def act(s):
    return 1.0 / (1.0 + np.exp(-s))
raw = np.random.rand(10, 2)
inputs = np.c_[raw, np.ones(10)]
wanted = ((raw[:, 0] > raw[:, 1]) * 0.8 + 0.1)[:, None]
w_in = np.random.uniform(-1, 1, (3, 4))
w_out = np.random.uniform(-1, 1, (5, 1))
for cycle in range(500):
    hidden = act(inputs @ w_in)
    hidden_ones = np.c_[hidden, np.ones(10)]
    output = act(hidden_ones @ w_out)
    miss = wanted - output
    if cycle % 100 == 0:
        print(cycle, 0.5 * np.sum(miss ** 2))
    d_out = miss * output * (1 - output)
    d_hid = (d_out @ w_out.T)[:, :4] * hidden * (1 - hidden)
    w_out += 0.6 * hidden_ones.T @ d_out
    w_in += 0.6 * inputs.T @ d_hid
