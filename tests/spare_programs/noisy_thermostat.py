# How long must the boiler burn?  inside temp, outside temp, wind -> minutes
# small net, own class, because my raspberry has nothing but numpy on it

import sys
import numpy as np

try:
    ROUNDS = int(sys.argv[1])
except (IndexError, ValueError):
    ROUNDS = 120

gen = np.random.default_rng(2021)


def measurements(n):
    inside = gen.uniform(14, 22, n)
    outside = gen.uniform(-10, 15, n)
    wind = gen.uniform(0, 12, n)
    minutes = np.maximum(21 - inside, 0) * 5 + np.maximum(12 - outside, 0) * (1 + wind / 20)
    minutes = minutes + gen.normal(0, 1, n)
    x = np.stack([(inside - 18) / 4, (outside - 2) / 12, wind / 12], axis=1)
    return x, (minutes / 30)[:, None]


class Boiler:
    def __init__(self, sizes=(3, 8, 1), rate=0.1):
        self.rate = rate
        self.w1 = gen.normal(size=(sizes[0], sizes[1])) * 0.6
        self.b1 = np.zeros(sizes[1])
        self.w2 = gen.normal(size=(sizes[1], sizes[2])) * 0.6
        self.b2 = np.zeros(sizes[2])
        self.seen = 0          # not used yet

    def think(self, x):
        self.x = x
        self.h = np.tanh(x @ self.w1 + self.b1)
        self.y = self.h @ self.w2 + self.b2
        return self.y

    def learn(self, x, t):
        y = self.think(x)
        miss = (y - t) / len(x)

        # output layer
        self.w2 -= self.rate * self.h.T @ miss
        self.b2 -= self.rate * miss.sum(0)

        # hidden layer
        back = miss @ self.w2.T
        back = back * (1 - self.h ** 2)
        self.w1 -= self.rate * self.x.T @ back
        self.b1 -= self.rate * back.sum(0)
        self.seen += len(x)
        return 0.5 * float(((y - t) ** 2).mean())


x, t = measurements(200)
x_test, t_test = measurements(50)
net = Boiler()
SIZE = 20

for r in range(ROUNDS):
    loss = 0.0
    for i in range(0, len(x), SIZE):
        loss += net.learn(x[i:i + SIZE], t[i:i + SIZE])
    if r % 20 == 0:
        print(f"round {r:4d}  loss {loss / (len(x) // SIZE):.5f}")

off = np.abs(net.think(x_test) - t_test) * 30
print("on new days off by %.1f minutes, at worst %.1f" % (off.mean(), off.max()))
