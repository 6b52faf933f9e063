import numpy as np

rng = np.random.RandomState(29)


class SonarNet:
    def __init__(self, rate=0.3):
        self.w_first = rng.randn(10, 8) * 0.3
        self.b_first = np.zeros((1, 8))
        self.w_second = rng.randn(8, 4) * 0.4
        self.b_second = np.zeros((1, 4))
        self.w_third = rng.randn(4, 1) * 0.6
        self.b_third = np.zeros((1, 1))
        self.rate = rate

    def predict_proba(self, x):
        self._x = x
        self._h = np.tanh(x @ self.w_first + self.b_first)
        self._k = np.tanh(self._h @ self.w_second + self.b_second)
        return 1.0 / (1.0 + np.exp(-(self._k @ self.w_third + self.b_third)))

    def _learn(self, p, t):
        g3 = (p - t) / len(t)
        g2 = g3 @ self.w_third.T * (1 - self._k ** 2)
        g1 = g2 @ self.w_second.T * (1 - self._h ** 2)

        self.w_third = self.w_third - self.rate * self._k.T @ g3
        w_second = self.w_second - self.rate * self._h.T @ g2
        self.w_first = self.w_first - self.rate * self._x.T @ g1
        self.b_third = self.b_third - self.rate * g3.sum(axis=0)
        self.b_second = self.b_second - self.rate * g2.sum(axis=0)
        self.b_first = self.b_first - self.rate * g1.sum(axis=0)

    def fit(self, x, t, epochs):
        for epoch in range(epochs):
            p = self.predict_proba(x)
            self._learn(p, t)
            if epoch % 40 == 0:
                hit = np.mean((p > 0.5) == t)
                print("epoch {:3d}: hit rate {:.2f}".format(epoch, hit))


signals = rng.randn(130, 10)
is_rock = (signals[:, :5].sum(axis=1) * signals[:, 5] > 0).astype(float)[:, None]
net = SonarNet()
net.fit(signals, is_rock, 120)
