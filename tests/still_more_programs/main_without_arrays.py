# no numpy on the lab machines, so plain python
import math
import random


def rand_matrix(rows, cols):
    return [[random.uniform(-1, 1) for _ in range(cols)] for _ in range(rows)]


class MLP:
    def __init__(self, n_in, n_hid, n_out):
        self.w_ih = rand_matrix(n_hid, n_in)
        self.b_h = [0.1] * n_hid
        self.w_ho = rand_matrix(n_out, n_hid)
        self.b_o = [0.1] * n_out

    def forward(self, x):
        self.x = x
        self.h = []
        for row, b in zip(self.w_ih, self.b_h):
            s = b
            for w, xi in zip(row, x):
                s += w * xi
            self.h.append(math.tanh(s))
        self.o = []
        for row, b in zip(self.w_ho, self.b_o):
            s = b + sum(w * hj for w, hj in zip(row, self.h))
            self.o.append(1.0 / (1.0 + math.exp(-s)))
        return self.o

    def backward(self, t, lr):
        # output deltas
        d_o = []
        for o, tk in zip(self.o, t):
            d_o.append((tk - o) * o * (1 - o))
        # hidden deltas (before touching the weights!)
        d_h = []
        for j in range(len(self.h)):
            err = 0.0
            for k in range(len(d_o)):
                err += d_o[k] * self.w_ho[k][j]
            d_h.append(err * (1 - self.h[j] ** 2))
        for k in range(len(d_o)):
            for j in range(len(self.h)):
                self.w_ho[k][j] += lr * d_o[k] * self.h[j]
            self.b_o[k] += lr * d_o[k]
        for j in range(len(d_h)):
            for i in range(len(self.x)):
                self.w_ih[j][i] += lr * d_h[j] * self.x[i]
            self.b_h[j] += lr * d_h[j]


def main(epochs=200):
    random.seed(3)
    samples = [([0, 0, 1], [0, 1]), ([0, 1, 0], [1, 0]), ([1, 0, 0], [1, 1]), ([1, 1, 1], [0, 0])]
    net = MLP(3, 4, 2)
    for epoch in range(epochs):
        total = 0.0
        for x, t in samples:
            o = net.forward(x)
            total += sum(0.5 * (tk - ok) ** 2 for tk, ok in zip(t, o))
            net.backward(t, 0.5)
        if epoch % 50 == 0:
            print("epoch", epoch, "sse", round(total, 4))
    return net


if __name__ == "__main__":
    main()
