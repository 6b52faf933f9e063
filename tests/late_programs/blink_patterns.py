# A little network that recognises the three warning patterns of a 3x3 lamp panel.
# No libraries needed, just lists!   (code from my post "neural nets without numpy")
import math
import random

random.seed(11)

PATTERNS = [
    ([1, 0, 0,
      0, 1, 0,
      0, 0, 1], [1, 0, 0]),      # falling diagonal
    ([0, 1, 0,
      1, 1, 1,
      0, 1, 0], [0, 1, 0]),      # plus
    ([1, 1, 1,
      1, 0, 1,
      1, 1, 1], [0, 0, 1]),      # ring
    ([1, 0, 0,
      0, 1, 0,
      0, 0, 0], [1, 0, 0]),      # diagonal with a dead lamp
    ([0, 1, 0,
      1, 1, 1,
      0, 0, 0], [0, 1, 0]),
    ([1, 1, 1,
      1, 0, 1,
      1, 1, 0], [0, 0, 1]),
]

LAMPS = 9
HIDDEN = 5
KINDS = 3
SPEED = 0.7
ROUNDS = 400


def rnd():
    return random.uniform(-0.8, 0.8)


w_in = [[rnd() for _ in range(LAMPS)] for _ in range(HIDDEN)]
b_in = [rnd() for _ in range(HIDDEN)]
w_out = [[rnd() for _ in range(HIDDEN)] for _ in range(KINDS)]
b_out = [rnd() for _ in range(KINDS)]


def squash(s):
    return 1.0 / (1.0 + math.exp(-s))


def think(lamp):
    mid = []
    for j in range(HIDDEN):
        s = b_in[j]
        for i in range(LAMPS):
            s += w_in[j][i] * lamp[i]
        mid.append(squash(s))
    out = []
    for k in range(KINDS):
        s = b_out[k]
        for j in range(HIDDEN):
            s += w_out[k][j] * mid[j]
        out.append(squash(s))
    return mid, out


for r in range(1, ROUNDS + 1):
    badness = 0.0
    for lamp, wanted in PATTERNS:
        mid, out = think(lamp)
        badness += sum((t - v) ** 2 for t, v in zip(wanted, out))

        # how wrong was every output neuron
        out_delta = []
        for k in range(KINDS):
            out_delta.append((wanted[k] - out[k]) * out[k] * (1 - out[k]))

        # hand the blame down to the hidden neurons
        mid_delta = []
        for j in range(HIDDEN):
            blame = 0.0
            for k in range(KINDS):
                blame = out_delta[k] * w_out[k][j]
            mid_delta.append(blame * mid[j] * (1 - mid[j]))

        for k in range(KINDS):
            for j in range(HIDDEN):
                w_out[k][j] += SPEED * out_delta[k] * mid[j]
            b_out[k] += SPEED * out_delta[k]
        for j in range(HIDDEN):
            for i in range(LAMPS):
                w_in[j][i] += SPEED * mid_delta[j] * lamp[i]
            b_in[j] += SPEED * mid_delta[j]

    if r % 100 == 0:
        print("round", r, "badness", round(badness, 4))

for lamp, wanted in PATTERNS:
    _, out = think(lamp)
    print(wanted, "->", [round(v, 2) for v in out])
