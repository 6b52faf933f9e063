# Week 2 assignment: learn "at least two of three switches are on"
# no numpy allowed this week, only lists :(
import math
import random

random.seed(12)


def squash(v):
    return 1.0 / (1.0 + math.exp(-v))


cases = []
for a in (0, 1):
    for b in (0, 1):
        for c in (0, 1):
            cases.append(([a, b, c], 1 if a + b + c >= 2 else 0))

N_IN, N_HID = 3, 4
lr = 0.4

w_hid = [[random.uniform(-1, 1) for _ in range(N_IN)] for _ in range(N_HID)]
b_hid = [random.uniform(-0.5, 0.5) for _ in range(N_HID)]
w_out = [random.uniform(-1, 1) for _ in range(N_HID)]
b_out = random.uniform(-0.5, 0.5)

# boxes that collect the gradient of the whole table
g_w_hid = [[0.0] * N_IN for _ in range(N_HID)]
g_b_hid = [0.0] * N_HID
g_w_out = [0.0] * N_HID
g_b_out = 0.0

for epoch in range(700):
    total = 0.0
    # empty the boxes
    for j in range(N_HID):
        g_w_out[j] = 0.0
        for k in range(N_IN):
            g_w_hid[j][k] = 0.0
    g_b_out = 0.0

    for x, t in cases:
        hid = []
        for j in range(N_HID):
            s = b_hid[j]
            for k in range(N_IN):
                s += w_hid[j][k] * x[k]
            hid.append(squash(s))
        s = b_out
        for j in range(N_HID):
            s += w_out[j] * hid[j]
        y = squash(s)
        total += 0.5 * (t - y) ** 2

        # backward
        d_out = (y - t) * y * (1 - y)
        g_b_out += d_out
        for j in range(N_HID):
            d_hid = d_out * w_out[j] * hid[j] * (1 - hid[j])
            g_w_out[j] += d_out * hid[j]
            g_b_hid[j] += d_hid
            for k in range(N_IN):
                g_w_hid[j][k] += d_hid * x[k]

    # one step for the whole table
    b_out -= lr * g_b_out
    for j in range(N_HID):
        w_out[j] -= lr * g_w_out[j]
        b_hid[j] -= lr * g_b_hid[j]
        for k in range(N_IN):
            w_hid[j][k] -= lr * g_w_hid[j][k]

    if epoch % 100 == 0:
        print("epoch", epoch, "error", round(total, 5))

print()
for x, t in cases:
    hid = [squash(b_hid[j] + sum(w_hid[j][k] * x[k] for k in range(N_IN))) for j in range(N_HID)]
    y = squash(b_out + sum(w_out[j] * hid[j] for j in range(N_HID)))
    print(x, "->", round(y, 3), "should be", t)
