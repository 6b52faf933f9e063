# Power I need on the bike from speed, gradient of the road and head wind.
# All the numbers of the net sit in ONE vector theta (I come from scipy.optimize).
import numpy as np

np.random.seed(28)

ride = np.random.uniform([3, -2, -3], [11, 6, 4], (50, 3))     # m/s, %, m/s
v, g, w = ride.T
watts = 78 * 9.81 * v * (0.005 + g / 100) + 0.2 * v * (v + w) ** 2
inp = (ride - ride.mean(0)) / ride.std(0)
out = (watts / 300).reshape(50, 1)

SHAPES = [(3, 10), (10,), (10, 5), (5,), (5, 1), (1,)]
ENDS = np.cumsum([int(np.prod(s)) for s in SHAPES])
STARTS = ENDS - [int(np.prod(s)) for s in SHAPES]


def parts(vector):
    """views, so writing into a part writes into the vector"""
    return [vector[a:b].reshape(s) for a, b, s in zip(STARTS, ENDS, SHAPES)]


def softplus(q):
    return np.logaddexp(0, q)


def model(theta):
    A, a, B, b, C, c = parts(theta)
    q1 = inp @ A + a
    p1 = softplus(q1)
    q2 = p1 @ B + b
    p2 = np.tanh(q2)
    return q1, p1, p2, p2 @ C + c


def cost_and_slope(theta):
    A, a, B, b, C, c = parts(theta)
    q1, p1, p2, y = model(theta)
    slope = np.empty_like(theta)
    gA, ga, gB, gb, gC, gc = parts(slope)
    r = y - out
    gC[:] = p2.T @ r
    gc[:] = r.sum(0)
    r2 = r @ C.T
    r2 *= 1 - p2 ** 2
    gB[:] = p1.T @ r2
    gb[:] = r2.sum(0)
    r1 = r2 @ B.T
    r1 /= 1 + np.exp(-q1)
    gA[:] = inp.T @ r1
    ga[:] = r1.sum(0)
    return 0.5 * float(np.sum(r * r)), slope


theta = np.random.randn(ENDS[-1]) * 0.4
gathered = np.zeros_like(theta)
for lap in range(500):
    cost, slope = cost_and_slope(theta)
    gathered += slope ** 2
    theta = theta - 0.05 * slope / (np.sqrt(gathered) + 1e-8)    # adagrad
    if lap % 100 == 0:
        print(lap, "cost", cost, "rms watts", 300 * np.sqrt(2 * cost / 50))

worst = np.argmax(np.abs(model(theta)[-1] - out))
print("worst ride", ride[worst], watts[worst], 300 * model(theta)[-1][worst])
