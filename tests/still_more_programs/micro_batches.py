"""Gradient accumulation: four micro-batches make one step."""
import numpy as np

rng = np.random.default_rng(314)
N_SAMPLES, N_FEATURES, N_HIDDEN = 64, 5, 9
MICRO, ACCUM = 8, 4
BASE_LR, WARMUP, TOTAL = 0.2, 5, 60

features = rng.standard_normal((N_SAMPLES, N_FEATURES))
labels = (features[:, 0] + features[:, 1] * features[:, 2] > 0).astype(np.float64)


class Model:
    def __init__(self):
        self.w1 = rng.standard_normal((N_FEATURES, N_HIDDEN)) * N_FEATURES ** -0.5
        self.b1 = np.zeros(N_HIDDEN)
        self.w2 = rng.standard_normal(N_HIDDEN) * N_HIDDEN ** -0.5
        self.b2 = np.zeros(())
        self.zero_grad()

    def zero_grad(self):
        self.grad = {name: np.zeros_like(getattr(self, name)) for name in ("w1", "b1", "w2", "b2")}

    def __call__(self, x):
        self.x = x
        self.a = x @ self.w1 + self.b1
        self.gate = 1 / (1 + np.exp(-self.a))
        self.h = self.a * self.gate  # swish
        return self.h @ self.w2 + self.b2

    def backward(self, dlogit):
        self.grad["w2"] += self.h.T @ dlogit
        self.grad["b2"] += dlogit.sum()
        dh = dlogit[:, None] * self.w2
        da = dh * (self.gate + self.h * (1 - self.gate))
        self.grad["w1"] += self.x.T @ da
        self.grad["b1"] += da.sum(0)

    def step(self, lr):
        for name, g in self.grad.items():
            setattr(self, name, getattr(self, name) - lr * g)


def schedule(k):
    if k < WARMUP:
        return BASE_LR * (k + 1) / WARMUP
    return 0.5 * BASE_LR * (1 + np.cos(np.pi * (k - WARMUP) / (TOTAL - WARMUP)))


model = Model()
for k in range(TOTAL):
    model.zero_grad()
    seen, loss = rng.permutation(N_SAMPLES), 0.0
    for part in range(ACCUM):
        idx = seen[part * MICRO:(part + 1) * MICRO]
        logit = model(features[idx])
        loss += np.mean(np.logaddexp(0, logit) - labels[idx] * logit) / ACCUM
        prob = 1 / (1 + np.exp(-logit))
        model.backward((prob - labels[idx]) / MICRO / ACCUM)
    model.step(schedule(k))
    if k % 15 == 0:
        print(f"{k:3d}  lr={schedule(k):.3f}  loss={loss:.4f}")
