"""Inverse kinematics of a two-joint arm with a small net.

Port of my Arduino C code (arm_nn.c), so no numpy inside the net, only loops and arrays.
The joint angles are scaled to 0..1, so is the position of the gripper.
"""
import math
import random

N_IN = 2
N_H1 = 5
N_H2 = 5
N_OUT = 2
EPOCHS = 60
LR = 0.5

random.seed(12)


def rnd():
    return random.uniform(-0.8, 0.8)


def squash(x):
    return 1.0 / (1.0 + math.exp(-x))


w1 = [[rnd() for j in range(N_H1)] for i in range(N_IN)]
c1 = [rnd() for j in range(N_H1)]
w2 = [[rnd() for j in range(N_H2)] for i in range(N_H1)]
c2 = [rnd() for j in range(N_H2)]
w3 = [[rnd() for j in range(N_OUT)] for i in range(N_H2)]
c3 = [rnd() for j in range(N_OUT)]

# training points: angles -> position, used the other way round
points = []
for k in range(80):
    a = random.uniform(0.2, 1.4)
    b = random.uniform(0.3, 1.8)
    px = math.cos(a) + 0.8 * math.cos(a + b)
    py = math.sin(a) + 0.8 * math.sin(a + b)
    points.append(([px / 2, py / 2], [a / 2, b / 2]))

h1 = [0.0] * N_H1
h2 = [0.0] * N_H2
out = [0.0] * N_OUT


def forward(x):
    for j in range(N_H1):
        s = c1[j]
        for i in range(N_IN):
            s += x[i] * w1[i][j]
        h1[j] = squash(s)
    for j in range(N_H2):
        s = c2[j]
        for i in range(N_H1):
            s += h1[i] * w2[i][j]
        h2[j] = squash(s)
    for j in range(N_OUT):
        s = c3[j]
        for i in range(N_H2):
            s += h2[i] * w3[i][j]
        out[j] = squash(s)


def train_one(x, t):
    d3 = [0.0] * N_OUT
    d2 = [0.0] * N_H2
    d1 = [0.0] * N_H1

    forward(x)
    for k in range(N_OUT):
        d3[k] = (out[k] - t[k]) * out[k] * (1.0 - out[k])
    for j in range(N_H2):
        for k in range(N_OUT):
            d2[j] += d3[k] * w3[j][k]
        d2[j] *= h2[j] * (1.0 - h2[j])
    for i in range(N_H1):
        for j in range(N_H2):
            d1[i] += d2[j] * w2[i][j]
        d1[i] *= h1[i] * (1.0 - h1[i])

    # update
    for k in range(N_OUT):
        for j in range(N_H2):
            w3[j][k] -= LR * d3[k] * h2[j]
        c3[k] -= LR * d3[k]
    for j in range(N_H2):
        for i in range(N_H1):
            w2[i][j] -= LR * d1[j] * h1[i]
        c2[j] -= LR * d2[j]
    for j in range(N_H1):
        for i in range(N_IN):
            w1[i][j] -= LR * d1[j] * x[i]
        c1[j] -= LR * d1[j]

    e = 0.0
    for k in range(N_OUT):
        e += 0.5 * (out[k] - t[k]) ** 2
    return e


for epoch in range(EPOCHS):
    total = 0.0
    for x, t in points:
        total += train_one(x, t)
    if epoch % 10 == 0:
        print("epoch %3d  error %.5f" % (epoch, total / len(points)))

forward(points[0][0])
print("wanted", points[0][1], "got", out)
