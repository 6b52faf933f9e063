# What does the cat want?  food / door / sleep
# first neural network I ever wrote, no libs, translated from my Lua version
from math import exp
from random import Random

rnd = Random(99)

# hours since food, hours since outside, hour of day, loudness of miaow
# all of them divided so that they are roughly 0..1
notes = [
    ([0.9, 0.2, 0.3, 0.9], [1, 0, 0]),
    ([0.8, 0.4, 0.8, 0.7], [1, 0, 0]),
    ([0.2, 0.9, 0.4, 0.8], [0, 1, 0]),
    ([0.3, 0.8, 0.7, 0.6], [0, 1, 0]),
    ([0.1, 0.1, 0.9, 0.1], [0, 0, 1]),
    ([0.3, 0.2, 0.1, 0.0], [0, 0, 1]),
    ([0.7, 0.1, 0.5, 0.8], [1, 0, 0]),
    ([0.4, 0.3, 0.6, 0.1], [0, 0, 1]),
]

NI = 4
NH = 5
NO = 3
eta = 0.6


def sig(v):
    return 1 / (1 + exp(-v))


wi = [[rnd.uniform(-1, 1) for _ in range(NI)] for _ in range(NH)]
bi = [rnd.uniform(-1, 1) for _ in range(NH)]
wo = [[rnd.uniform(-1, 1) for _ in range(NH)] for _ in range(NO)]
bo = [rnd.uniform(-1, 1) for _ in range(NO)]

h = [0] * NH
o = [0] * NO


def run(x):
    for j in range(NH):
        s = bi[j]
        for i in range(NI):
            s = s + wi[j][i] * x[i]
        h[j] = sig(s)
    for k in range(NO):
        s = bo[k]
        for j in range(NH):
            s = s + wo[k][j] * h[j]
        o[k] = sig(s)


def learn(x, t):
    run(x)

    # output deltas
    do = [0] * NO
    for k in range(NO):
        do[k] = (t[k] - o[k]) * o[k] * (1 - o[k])

    # hidden deltas
    dh = [0] * NH
    for j in range(NH):
        e = 0
        for k in range(NO):
            e = do[k] * wo[k][j]
        dh[j] = e * h[j] * (1 - h[j])

    # change the weights
    for k in range(NO):
        for j in range(NH):
            wo[k][j] += eta * do[k] * h[j]
        bo[k] += eta * do[k]
    for j in range(NH):
        for i in range(NI):
            wi[j][i] += eta * dh[j] * x[i]

    err = 0
    for k in range(NO):
        err = err + (t[k] - o[k]) ** 2 / 2
    return err


for round_ in range(1500):
    total = 0
    for x, t in notes:
        total = total + learn(x, t)
    if round_ % 300 == 0:
        print("round", round_, "error", total)

wants = ["food", "door", "sleep"]
for x, t in notes:
    run(x)
    print([round(v, 2) for v in o], "->", wants[o.index(max(o))], "| really:", wants[t.index(1)])
