# Doing the 2-2-2 example on paper gets boring, so here it is as code.
# No numpy on purpose!
from math import exp
from time import time

i1, i2 = 0.05, 0.10
t1, t2 = 0.01, 0.99

w1, w2, w3, w4 = 0.15, 0.20, 0.25, 0.30
w5, w6, w7, w8 = 0.40, 0.45, 0.50, 0.55
b1 = 0.35  # one bias for both hidden neurons, like in the article
b2 = 0.60  # and one for both outputs
eta = 0.5


def squash(net):
    return 1 / (1 + exp(-net))


began = time()
for step in range(2000):
    h1 = squash(w1 * i1 + w2 * i2 + b1)
    h2 = squash(w3 * i1 + w4 * i2 + b1)
    o1 = squash(w5 * h1 + w6 * h2 + b2)
    o2 = squash(w7 * h1 + w8 * h2 + b2)

    E1 = 0.5 * (t1 - o1) ** 2
    E2 = 0.5 * (t2 - o2) ** 2
    E = E1 + E2

    # minus dE/dnet of the outputs
    d1 = (t1 - o1) * o1 * (1 - o1)
    d2 = (t2 - o2) * o2 * (1 - o2)

    # each hidden neuron is blamed by both outputs
    dh1 = (d1 * w5 + d2 * w7) * h1 * (1 - h1)
    dh2 = (d1 * w6 + d2 * w8) * h2 * (1 - h2)

    w5 += eta * d1 * h1
    w6 += eta * d1 * h2
    w7 += eta * d2 * h1
    w8 += eta * d2 * h2
    b2 += eta * (d1 + d2)

    w1 += eta * dh1 * i1
    w2 += eta * dh1 * i2
    w3 += eta * dh2 * i1
    w4 += eta * dh2 * i2
    b1 += eta * (dh1 + dh2)

    if step == 0:
        print("after one step w5..w8:", w5, w6, w7, w8)
        print("               w1..w4:", w1, w2, w3, w4)
    if step % 500 == 0:
        print(step, "error", E)

print("outputs", round(o1, 4), round(o2, 4), "wanted", t1, t2)
print("took", round(time() - began, 3), "s")
