"""Power of a small wind turbine, learned one reading at a time.

Rewrite of the lesson's code with plain vectors instead of 1xN matrices,
because I find the double brackets confusing.
"""
import sys
import numpy as np

seed = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 6
rng = np.random.default_rng(seed)


def make_readings(count):
    speed = rng.uniform(2, 14, count)
    direction = rng.uniform(-np.pi, np.pi, count)
    density = rng.normal(1.2, 0.03, count)
    power = 0.02 * density * speed ** 2 * (0.8 + 0.2 * np.cos(direction))
    cols = [speed / 7 - 1, np.sin(direction), np.cos(direction), (density - 1.2) * 20]
    return np.column_stack(cols), power


class TurbineNet:
    def __init__(self, n_in, n_hidden):
        self.W = rng.normal(0, 0.5, (n_hidden, n_in))
        self.b = np.zeros(n_hidden)
        self.w_out = rng.normal(0, 0.5, n_hidden)
        self.b_out = 0.0

    def predict(self, x):
        self.x = x
        self.h = np.tanh(np.dot(self.W, x) + self.b)
        return np.dot(self.w_out, self.h) + self.b_out

    def learn(self, x, t, rate):
        y = self.predict(x)
        err = y - t
        # output unit
        grad_w_out = err * self.h
        grad_b_out = err
        # hidden units
        delta = err * self.w_out * (1 - self.h ** 2)
        grad_W = np.dot(delta, self.x)
        grad_b = delta
        self.w_out -= rate * grad_w_out
        self.b_out -= rate * grad_b_out
        self.W -= rate * grad_W
        self.b -= rate * grad_b
        return 0.5 * err ** 2


X, t = make_readings(70)
net = TurbineNet(4, 4)
for epoch in range(60):
    total = 0.0
    for i in rng.permutation(len(X)):
        total += net.learn(X[i], t[i], 0.03)
    if epoch % 10 == 0:
        print(f"epoch {epoch:2d}: {total / len(X):.5f}")

for i in range(5):
    print("measured %.2f   network %.2f" % (t[i], net.predict(X[i])))
