# neural net from the video, but i wanted to do it without numpy first
# learns NAND and XOR at the same time? no, just pick one below
import math
import random
import sys

GATES = {
    "nand": [1, 1, 1, 0],
    "xor": [0, 1, 1, 0],
    "nor": [1, 0, 0, 0],
}

gate = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] in GATES else "nand"
inputs = [[0, 0], [0, 1], [1, 0], [1, 1]]
targets = GATES[gate]

random.seed(5)
HID = 4
rate = 0.3

w_in = [[random.gauss(0, 1) for _ in range(2)] for _ in range(HID)]
b_in = [random.gauss(0, 1) for _ in range(HID)]
w_out = [random.gauss(0, 1) for _ in range(HID)]
b_out = random.gauss(0, 1)


def squash(v):
    return math.tanh(v)


def slope_from_output(o):
    # o is ALREADY the tanh, so this is right
    return 1 - o * o


def run(pair):
    hid = []
    for h in range(HID):
        total = b_in[h]
        for i in range(2):
            total += w_in[h][i] * pair[i]
        hid.append(squash(total))
    total = b_out
    for h in range(HID):
        total += w_out[h] * hid[h]
    return hid, squash(total)


for rnd in range(2000):
    worst = 0
    for n in range(4):
        pair = inputs[n]
        hid, guess = run(pair)
        err = targets[n] - guess
        worst = max(worst, abs(err))

        d_out = err * slope_from_output(guess)
        # remember the hidden deltas BEFORE touching w_out
        d_hid = []
        for h in range(HID):
            d_hid.append(d_out * w_out[h] * slope_from_output(hid[h]))

        for h in range(HID):
            w_out[h] += rate * d_out * hid[h]
        b_out += rate * d_out

        for h in range(HID):
            for i in range(2):
                w_in[h][i] += rate * d_hid[h] * pair[i]
            b_in[h] += rate * d_hid[h]
    if rnd % 400 == 0:
        print("round", rnd, "worst error", round(worst, 3))

print(gate)
for pair in inputs:
    hid, guess = run(pair)
    print(pair, "->", round(guess, 3), "(", 1 if guess > 0.5 else 0, ")")
