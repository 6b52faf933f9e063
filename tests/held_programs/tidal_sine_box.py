import time
import numpy as np


class TideBox:
    """One hidden layer of sines. Tides are sines, so why not."""

    def __init__(self, n, seed=0):
        self.r = np.random.RandomState(seed)
        self.freq = self.r.randn(1, n) * 2.0
        self.phase = self.r.uniform(-np.pi, np.pi, n)
        self.amp = self.r.randn(n, 1) * 0.3
        self.mean = np.zeros(1)
        self.best = np.inf
        self.patience = 0

    def predict(self, t):
        self.t = t
        self.arg = t @ self.freq + self.phase
        self.wave = np.sin(self.arg)
        return self.wave @ self.amp + self.mean

    def learn(self, t, level, rate):
        miss = level - self.predict(t)
        back = miss @ self.amp.T * np.cos(self.arg)
        self.amp += rate * self.wave.T @ miss
        self.mean += rate * miss.sum(axis=0)
        self.freq += rate * t.T @ back
        self.phase += rate * back.sum(axis=0)
        return float((miss ** 2).mean())

    def give_up(self, now):
        if now < self.best - 1e-5:
            self.best = now
            self.patience = 0
        else:
            self.patience += 1
        return self.patience > 40


# hours since midnight / 6, level in metres; the gauge on the pier
r = np.random.RandomState(4)
hours = np.linspace(0, 4, 64)[:, None]
level = 1.3 * np.sin(2.9 * hours + 0.4) + 0.4 * np.sin(1.4 * hours) + 0.05 * r.randn(64, 1)
mixed = r.permutation(64)
train, held = mixed[:48], mixed[48:]

box = TideBox(12, seed=6)
batch = 8
start = time.time()
for epoch in range(400):
    order = r.permutation(train)
    for k in range(0, len(order), batch):
        pick = order[k:k + batch]
        fit = box.learn(hours[pick], level[pick], 0.01)
    check = float(np.mean(np.abs(box.predict(hours[held]) - level[held])))
    if epoch % 40 == 0:
        print(epoch, "batch mse", round(fit, 4), "held-out mean |error|", round(check, 4))
    if box.give_up(check):
        print("no better for a while, stopped at", epoch)
        break
print("took", round(time.time() - start, 2), "s")
