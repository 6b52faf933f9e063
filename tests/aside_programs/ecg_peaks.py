import numpy as np
import matplotlib.pyplot as plt


def fake_ecg(n_beats, rng):
    """Not a real ECG: bumps on a noisy line, good enough to try the network."""
    length = n_beats * 25
    sig = 0.08 * rng.standard_normal(length)
    peaks = np.arange(n_beats) * 25 + rng.integers(8, 17, n_beats)
    for p in peaks:
        sig[p - 1:p + 2] += [0.5, 1.2, 0.4]
        sig[p + 4:p + 7] += [0.15, 0.2, 0.15]
    return sig, peaks


def windows(sig, peaks, width=12):
    xs, ts = [], []
    for s in range(0, len(sig) - width, 4):
        xs.append(sig[s:s + width])
        ts.append(any(s + 3 <= p < s + width - 3 for p in peaks))
    return np.array(xs), np.array(ts, dtype=float)[:, None]


class PeakNet:
    def __init__(self, sizes, rng):
        self.W = [rng.normal(0, 1 / np.sqrt(a), (a, b)) for a, b in zip(sizes, sizes[1:])]
        self.b = [np.zeros(b) for b in sizes[1:]]

    def forward(self, x):
        acts = [x]
        for W, b in zip(self.W[:-1], self.b[:-1]):
            acts.append(np.tanh(acts[-1] @ W + b))
        acts.append(1 / (1 + np.exp(-(acts[-1] @ self.W[-1] + self.b[-1]))))
        return acts

    def backward(self, acts, t):
        deltas = [np.zeros_like(a) for a in acts[1:]]
        deltas[-1] = (acts[-1] - t) / len(t)
        for l in range(len(self.W) - 1, 1, -1):
            deltas[l - 1] = (deltas[l] @ self.W[l].T) * (1 - acts[l] ** 2)
        gW = [a.T @ d for a, d in zip(acts[:-1], deltas)]
        gb = [d.sum(axis=0) for d in deltas]
        return gW, gb

    def step(self, x, t, rate):
        acts = self.forward(x)
        gW, gb = self.backward(acts, t)
        for l in range(len(self.W)):
            self.W[l] -= rate * gW[l]
            self.b[l] -= rate * gb[l]
        p = np.clip(acts[-1], 1e-9, 1 - 1e-9)
        return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


rng = np.random.default_rng(99)
sig, peaks = fake_ecg(30, rng)
x, t = windows(sig, peaks)
print("windows:", x.shape, "with a peak:", int(t.sum()))

net = PeakNet([12, 10, 6, 1], rng)
curve = []
for epoch in range(400):
    curve.append(net.step(x, t, 1.0))
    if epoch % 100 == 0:
        print("epoch %4d  bce %.4f" % (epoch, curve[-1]))

found = net.forward(x)[-1] > 0.5
print("correct windows: %.1f %%" % (100 * np.mean(found == t)))
plt.plot(curve)
plt.ylabel("cross-entropy")
plt.show()
