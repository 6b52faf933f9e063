# Oranges (0) or lemons (1)?  weight in grams and "redness" of the skin
import sys

import numpy as np

LAMBDA = float(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].replace(".", "").isdigit() else 0.1
ALPHA = 1.5

rng = np.random.default_rng(31)
oranges = rng.normal([150, 0.7], [22, 0.1], (35, 2))
lemons = rng.normal([100, 0.4], [18, 0.12], (35, 2))
X = np.vstack((oranges, lemons))
X = (X - X.mean(0)) / X.std(0)
y = np.concatenate((np.zeros(35), np.ones(35)))[:, np.newaxis]
m = len(X)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def with_ones(a):
    return np.hstack((np.ones((len(a), 1)), a))


def forward(X, Theta1, Theta2):
    a1 = with_ones(X)
    a2 = with_ones(sigmoid(a1 @ Theta1))
    a3 = sigmoid(a2 @ Theta2)
    return a1, a2, a3


def cost(a3, y, Theta1, Theta2):
    data = -(y * np.log(a3) + (1 - y) * np.log(1 - a3)).sum() / m
    penalty = LAMBDA / (2 * m) * ((Theta1[1:] ** 2).sum() + (Theta2[1:] ** 2).sum())
    return data + penalty


def gradients(a1, a2, a3, y, Theta1, Theta2):
    delta3 = a3 - y
    # slope of the sigmoid; the ones column gives 1 * 0, and is dropped anyway
    delta2 = delta3 @ Theta2.T * (a2 * (1 - a2))
    delta2 = delta2[:, 1:]
    G2 = a2.T @ delta3 / m
    G1 = a1.T @ delta2 / m
    # the bias is not punished
    G2[1:] += LAMBDA / m * Theta2[1:]
    G1[1:] += LAMBDA / m * Theta1[1:]
    return G1, G2


eps = 0.6
Theta1 = rng.uniform(-eps, eps, (3, 4))
Theta2 = rng.uniform(-eps, eps, (5, 1))

for it in range(1200):
    a1, a2, a3 = forward(X, Theta1, Theta2)
    if it % 200 == 0:
        print(it, "J =", cost(a3, y, Theta1, Theta2))
    G1, G2 = gradients(a1, a2, a3, y, Theta1, Theta2)
    Theta1 -= ALPHA * G1
    Theta2 -= ALPHA * G2

guess = forward(X, Theta1, Theta2)[2] >= 0.5
print("train accuracy", (guess == y).mean() * 100)
