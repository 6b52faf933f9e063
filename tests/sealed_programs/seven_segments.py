"""A seven segment display read back into binary.

No numpy on purpose: I wanted to see every single multiplication happen.
"""
import math
import random

random.seed(4)

#            top, top left, top right, middle, bottom left, bottom right, bottom
SEGMENTS = {
    0: "1110111",
    1: "0010010",
    2: "1011101",
    3: "1011011",
    4: "0111010",
    5: "1101011",
    6: "1101111",
    7: "1010010",
    8: "1111111",
    9: "1111011",
}

N_IN, N_HID, N_OUT = 7, 6, 4
LEARN = 0.8


def squash(v):
    return 1.0 / (1.0 + math.exp(-v))


def bits(number):
    return [(number >> k) & 1 for k in range(N_OUT)]


w_in = [[random.uniform(-1, 1) for _ in range(N_IN)] for _ in range(N_HID)]
b_hid = [random.uniform(-1, 1) for _ in range(N_HID)]
w_out = [[random.uniform(-1, 1) for _ in range(N_HID)] for _ in range(N_OUT)]
b_out = [0.0] * N_OUT


def forward(x):
    hid = []
    for j in range(N_HID):
        total = b_hid[j]
        for i in range(N_IN):
            total += w_in[j][i] * x[i]
        hid.append(squash(total))
    out = []
    for k in range(N_OUT):
        total = b_out[k]
        for j in range(N_HID):
            total += w_out[k][j] * hid[j]
        out.append(squash(total))
    return hid, out


for epoch in range(400):
    sse = 0
    for number, pattern in SEGMENTS.items():
        x = [int(c) for c in pattern]
        t = bits(number)
        hid, out = forward(x)

        # how far off, times the slope of the squash
        d_out = []
        for k in range(N_OUT):
            err = t[k] - out[k]
            sse += err ** 2
            d_out.append(err * out[k] * (1 - out[k]))

        d_hid = [0.0] * N_HID
        for j in range(N_HID):
            for k in range(N_OUT):
                d_hid[j] += d_out[k] * w_out[k][j]
            d_hid[j] *= hid[j] * (1 - hid[j])

        for k in range(N_OUT):
            for j in range(N_HID):
                w_out[k][j] += LEARN * d_out[k] * hid[j]
            b_out[k] += LEARN * d_out[k]
        for j in range(N_HID):
            for i in range(N_IN):
                w_in[j][i] += LEARN * d_hid[j] * x[i]
            b_hid[j] += LEARN * d_hid[j]
    if epoch % 100 == 0:
        print("epoch", epoch, "sum of squared errors", round(sse, 4))

for number, pattern in SEGMENTS.items():
    _, out = forward([int(c) for c in pattern])
    guess = sum(2 ** k for k in range(N_OUT) if out[k] > 0.5)
    print(pattern, "->", guess, "" if guess == number else "WRONG, is %d" % number)
