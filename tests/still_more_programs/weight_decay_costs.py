"""Small net with a choice of costs and weight decay. For the seminar, so no numpy tricks."""
import random
import numpy as np

random.seed(11)
np.random.seed(11)


def sigm(z):
    return 1.0 / (1.0 + np.exp(-z))


class Squared:
    @staticmethod
    def value(a, y):
        return 0.5 * np.linalg.norm(a - y) ** 2

    @staticmethod
    def slope(z, a, y):
        return (a - y) * sigm(z) * (1 - sigm(z))


class Entropy:
    @staticmethod
    def value(a, y):
        return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))

    @staticmethod
    def slope(z, a, y):
        return a - y


class SeminarNet(object):
    def __init__(self, *widths, cost=Entropy, decay=0.0):
        self.cost, self.decay = cost, decay
        self.thresholds = [np.random.randn(n, 1) for n in widths[1:]]
        self.matrices = [np.random.randn(n, m) / np.sqrt(m) for m, n in zip(widths, widths[1:])]

    def answer(self, v):
        for M, t in zip(self.matrices, self.thresholds):
            v = sigm(M.dot(v) + t)
        return v

    def learn(self, examples, rounds, chunk, eta):
        for r in range(rounds):
            random.shuffle(examples)
            for first in range(0, len(examples), chunk):
                self.one_chunk(examples[first:first + chunk], eta, len(examples))
            print("round", r, "cost", round(self.mean_cost(examples), 4))

    def one_chunk(self, chunk, eta, total):
        sum_M = [0 * M for M in self.matrices]
        sum_t = [0 * t for t in self.thresholds]
        for v, y in chunk:
            for i, (gM, gt) in enumerate(self.slopes(v, y)):
                sum_M[i] = sum_M[i] + gM
                sum_t[i] = sum_t[i] + gt
        # decay shrinks the matrices first; the thresholds are left in peace
        self.matrices = [(1 - eta * self.decay / total) * M - eta / len(chunk) * g for M, g in zip(self.matrices, sum_M)]
        self.thresholds = [t - eta / len(chunk) * g for t, g in zip(self.thresholds, sum_t)]

    def slopes(self, v, y):
        sums, outs = [], [v]
        for M, t in zip(self.matrices, self.thresholds):
            sums.append(M.dot(outs[-1]) + t)
            outs.append(sigm(sums[-1]))
        found = []
        blame = self.cost.slope(sums[-1], outs[-1], y)
        for i in range(len(self.matrices) - 1, -1, -1):
            found.append((blame.dot(outs[i].T), blame))
            if i:
                blame = self.matrices[i].T.dot(blame) * sigm(sums[i - 1]) * (1 - sigm(sums[i - 1]))
        return found[::-1]

    def mean_cost(self, examples):
        data = sum(self.cost.value(self.answer(v), y) for v, y in examples) / len(examples)
        return data + 0.5 * self.decay / len(examples) * sum(np.sum(M * M) for M in self.matrices)


examples = []
for i in range(40):
    v = np.random.randn(3, 1)
    examples.append((v, np.array([[float(v[0, 0] > 0)], [float(v[1, 0] * v[2, 0] > 0)]])))

net = SeminarNet(3, 5, 4, 2, cost=Squared, decay=0.1)
net.learn(examples, 10, 8, 0.5)
