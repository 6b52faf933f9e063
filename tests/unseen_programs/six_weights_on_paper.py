# The 2-2-2 example with pencil and paper, but the machine does the arithmetic.
# Both hidden neurons share the bias b1, both outputs share b2.
import numpy as np

s = lambda n: 1 / (1 + np.exp(-n))

i1, i2 = 0.2, 0.7
t1, t2 = 0.9, 0.3

w1, w2, w3, w4 = 0.11, -0.24, 0.35, 0.42
w5, w6, w7, w8 = 0.53, -0.31, 0.27, 0.64
b1, b2 = 0.1, -0.2

eta = 0.5
error = 1.0
rounds = 0
max_rounds = 2000

while error > 1e-5 and rounds < max_rounds:
    # forward
    h1 = s(w1 * i1 + w2 * i2 + b1)
    h2 = s(w3 * i1 + w4 * i2 + b1)
    o1 = s(w5 * h1 + w6 * h2 + b2)
    o2 = s(w7 * h1 + w8 * h2 + b2)
    error = 0.5 * (t1 - o1) ** 2 + 0.5 * (t2 - o2) ** 2

    # how the error changes with the net input of each output
    e1 = -(t1 - o1) * o1 * (1 - o1)
    e2 = -(t2 - o2) * o2 * (1 - o2)

    # ... and of each hidden neuron
    g1 = (e1 * w5 + e2 * w7) * h1 * (1 - h1)
    g2 = (e1 * w6 + e2 * w8) * h2 * (1 - h2)

    w5 = w5 - eta * e1 * h1
    w6 = w6 - eta * e1 * h2
    w7 = w7 - eta * e2 * h1
    w8 = w8 - eta * e2 * h2
    b2 = b2 - eta * (e1 + e2)

    w1 = w1 - eta * g1 * i1
    w2 = w2 - eta * g1 * i2
    w3 = w3 - eta * g2 * i1
    w4 = w4 - eta * g2 * i2
    b1 = b1 - eta * (g1 + g2)

    rounds += 1
    if rounds % 500 == 0:
        print("round", rounds, "error", error)

print("finished after", rounds, "rounds")
