# GPS collar on Nell. Is she herding, resting or off after rabbits?
# 1 column = 1 minute of collar data, so X is (features x minutes).
import numpy as np
import time

np.random.seed(6)


def fake_minutes(speed, turn, dist, howmany):
    return np.array([
        np.random.normal(speed, 0.8, howmany),
        np.random.normal(turn, 0.5, howmany),
        np.random.normal(dist, 0.7, howmany),
    ])


class CollarNet:
    def __init__(self, n_in, n_hidden, n_out, rate=0.15, mu=0.9):
        self.W1 = np.random.uniform(-0.5, 0.5, (n_hidden, n_in))
        self.B1 = np.random.uniform(-0.5, 0.5, (n_hidden, 1))
        self.W2 = np.random.uniform(-0.5, 0.5, (n_out, n_hidden))
        self.B2 = np.random.uniform(-0.5, 0.5, (n_out, 1))
        self.rate = rate
        self.mu = mu
        self.speed = [0.0, 0.0, 0.0, 0.0]   # momentum, same order as below

    def sig(self, x, deriv=False):
        if deriv:
            return x * (1 - x)      # x has been through sig already
        return 1 / (1 + np.exp(-x))

    def feed(self, X):
        self.H = self.sig(np.dot(self.W1, X) + self.B1)
        self.O = self.sig(np.dot(self.W2, self.H) + self.B2)
        return self.O

    def learn(self, X, T):
        m = X.shape[1]
        O = self.feed(X)
        error = T - O
        dO = error * self.sig(O, deriv=True)
        dH = np.dot(self.W2.T, dO) * self.sig(self.H, deriv=True)

        pushes = [
            np.dot(dH, X.T),
            np.sum(dH, axis=1, keepdims=True),
            np.dot(dO, self.H.T),
            np.sum(dO, axis=1, keepdims=True),
        ]
        for i, push in enumerate(pushes):
            self.speed[i] = self.mu * self.speed[i] + self.rate * push / m
        self.W1 += self.speed[0]
        self.B1 += self.speed[1]
        self.W2 += self.speed[2]
        self.B2 += self.speed[3]
        return np.sum(error ** 2) / (2 * m)


herding = fake_minutes(3.5, 2.0, 1.5, 40)
resting = fake_minutes(0.3, 0.2, 0.5, 40)
rabbits = fake_minutes(4.0, 0.8, 4.0, 40)
X = np.concatenate([herding, resting, rabbits], axis=1)
T = np.zeros((3, 120))
T[0, :40] = 1
T[1, 40:80] = 1
T[2, 80:] = 1
X -= X.mean(axis=1, keepdims=True)
X /= X.std(axis=1, keepdims=True)

net = CollarNet(3, 6, 3)
t0 = time.time()
for i in range(1, 601):
    e = net.learn(X, T)
    if i % 100 == 0:
        right = np.mean(net.feed(X).argmax(axis=0) == T.argmax(axis=0))
        print(i, "error", round(e, 4), "right", "%d%%" % (100 * right))
print("took", round(time.time() - t0, 1), "s")
