# Concentrations of two dyes from the absorbance at six wavelengths.
# I am a chemist, be kind :-)   The Adam part is after the paper.
import numpy as np


class Dense:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.standard_normal((n_in, n_out)) * np.sqrt(2.0 / n_in)
        self.b = np.zeros(n_out)
        self.mW, self.vW = np.zeros_like(self.W), np.zeros_like(self.W)
        self.mb, self.vb = np.zeros_like(self.b), np.zeros_like(self.b)
        self.t = 0

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, g):
        self.gW = self.x.T @ g
        self.gb = g.sum(0)
        return g @ self.W.T

    def adam(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.t += 1
        self.mW = beta1 * self.mW + (1 - beta1) * self.gW
        self.vW = beta2 * self.vW + (1 - beta2) * self.gW ** 2
        self.mb = beta1 * self.mb + (1 - beta1) * self.gb
        self.vb = beta2 * self.vb + (1 - beta2) * self.gb ** 2
        c1 = 1 - beta1 ** self.t
        c2 = 1 - beta2 ** self.t
        self.W += lr * (self.mW / c1) / (np.sqrt(self.vW / c2) + eps)
        self.b += lr * (self.mb / c1) / (np.sqrt(self.vb / c2) + eps)


class Leaky:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, x):
        self.mask = np.where(x > 0, 1.0, self.slope)
        return x * self.mask

    def backward(self, g):
        return g * self.mask

    def adam(self, lr):
        pass


rng = np.random.default_rng(5)

# Lambert-Beer with a little saturation of the detector
eps_dyes = np.array([[0.9, 0.7, 0.4, 0.2, 0.1, 0.05],
                     [0.1, 0.2, 0.5, 0.8, 0.6, 0.30]])
conc = rng.uniform(0.1, 2.0, (120, 2))
absorb = np.tanh(0.7 * conc @ eps_dyes) + rng.normal(0, 0.005, (120, 6))
mean, std = absorb.mean(0), absorb.std(0)
absorb = (absorb - mean) / std

train, test = np.arange(90), np.arange(90, 120)

layers = [Dense(6, 12, rng), Leaky(), Dense(12, 8, rng), Leaky(), Dense(8, 2, rng)]


def run(x):
    for layer in layers:
        x = layer.forward(x)
    return x


for step in range(800):
    out = run(absorb[train])
    err = conc[train] - out          # target minus output, so we ADD later on
    g = err
    for layer in reversed(layers):
        g = layer.backward(g)
    for layer in layers:
        layer.adam(0.005)
    if step % 100 == 0:
        sse = 0.5 * np.sum(err ** 2)
        print(f"step {step}: SSE/2 {sse:.4f}  worst {np.abs(err).max():.3f}")

rest = conc[test] - run(absorb[test])
print("RMSE on the test samples:", np.sqrt(np.mean(rest ** 2)))
