import numpy as np
x = np.array([0.05, 0.10])
t = np.array([0.01, 0.99])
w_h = np.array([[0.15, 0.20], [0.25, 0.30]])
w_o = np.array([[0.40, 0.45], [0.50, 0.55]])
b_h, b_o = np.array([0.35, 0.35]), np.array([0.60, 0.60])
def s(v):
    return 1 / (1 + np.exp(-v))
for n in range(50):
    h = np.zeros(2)
    o = np.zeros(2)
    for j in range(2):
        h[j] = s(w_h[j, 0] * x[0] + w_h[j, 1] * x[1] + b_h[j])
    for k in range(2):
        o[k] = s(w_o[k, 0] * h[0] + w_o[k, 1] * h[1] + b_o[k])
    total = 0.5 * (t[0] - o[0]) ** 2 + 0.5 * (t[1] - o[1]) ** 2
    d_o = -(t - o) * o * (1 - o)
    d_h = np.zeros(2)
    for j in range(2):
        for k in range(2):
            d_h[j] += d_o[k] * w_o[k, j]
        d_h[j] *= h[j] * (1 - h[j])
    for k in range(2):
        for j in range(2):
            w_o[k, j] -= 0.5 * d_o[k] * h[j]
        b_o[k] -= 0.5 * d_o[k]
    for j in range(2):
        for i in range(2):
            w_h[j, i] -= 0.5 * d_h[j] * x[i]
        b_h[j] -= 0.5 * d_h[j]
    if n % 10 == 0:
        print(total)
