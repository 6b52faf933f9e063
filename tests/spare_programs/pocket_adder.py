"""A full adder that learns to add: three bits in, sum and carry out.

No numpy, only lists, so that my nephew can follow it with a pencil.
"""
import math
import random
import time

random.seed(5)

N_IN = 3
N_HID = 5
N_OUT = 2
LR = 0.6


def squash(v):
    return 1 / (1 + math.exp(-v))


# hidden[j] = [weights..., bias]  so the last entry is the bias
w_hidden = [[random.uniform(-1, 1) for _ in range(N_IN + 1)] for _ in range(N_HID)]
w_output = [[random.uniform(-1, 1) for _ in range(N_HID + 1)] for _ in range(N_OUT)]

table = []
for a in (0, 1):
    for b in (0, 1):
        for c in (0, 1):
            s = a + b + c
            table.append(([a, b, c], [s % 2, s // 2]))


def run(bits):
    hid = []
    for j in range(N_HID):
        v = w_hidden[j][N_IN]
        for i in range(N_IN):
            v += w_hidden[j][i] * bits[i]
        hid.append(squash(v))
    out = []
    for k in range(N_OUT):
        v = w_output[k][N_HID]
        for j in range(N_HID):
            v += w_output[k][j] * hid[j]
        out.append(squash(v))
    return hid, out


def learn(bits, want):
    hid, out = run(bits)
    # how wrong is every output, times how steep it is there
    d_out = [0.0] * N_OUT
    for k in range(N_OUT):
        d_out[k] = (want[k] - out[k]) * out[k] * (1 - out[k])
    # pass the blame down BEFORE touching the weights
    d_hid = [0.0] * N_HID
    for j in range(N_HID):
        blame = 0.0
        for k in range(N_OUT):
            blame += w_output[k][j] * d_out[k]
        d_hid[j] = hid[j] * (1 - hid[j]) * blame
    for k in range(N_OUT):
        for j in range(N_HID):
            w_output[k][j] += LR * d_out[k] * hid[j]
        w_output[k][N_HID] += LR * d_out[k]
    for j in range(N_HID):
        for i in range(N_IN):
            w_hidden[j][i] += LR * d_hid[j] * bits[i]
        w_hidden[j][N_IN] += LR * d_hid[j]
    return sum((want[k] - out[k]) ** 2 for k in range(N_OUT))


t0 = time.time()
EPOCHS = 1500
for epoch in range(EPOCHS):
    random.shuffle(table)
    wrong = 0.0
    for bits, want in table:
        wrong += learn(bits, want)
    if epoch % 300 == 0 or epoch == EPOCHS - 1:
        print(epoch, "total squared error", round(wrong, 5))
print("took", round(time.time() - t0, 2), "s")

for bits, want in sorted(table):
    _, out = run(bits)
    mark = "ok" if [round(o) for o in out] == want else "WRONG"
    print(bits, "->", [round(o, 2) for o in out], want, mark)
