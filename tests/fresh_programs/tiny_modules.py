"""torch.nn in a hundred lines: Parameter, Module, Sequential, Dropout, Adam with weight decay, label smoothing."""
import numpy as np

rng = np.random.default_rng(404)


class Parameter:
    def __init__(self, value):
        self.value = value
        self.grad = np.zeros_like(value)


class Module:
    training = True

    def parameters(self):
        return [p for p in vars(self).values() if isinstance(p, Parameter)]

    def __call__(self, x):
        return self.forward(x)


class Linear(Module):
    def __init__(self, fan_in, fan_out):
        self.weight = Parameter(rng.uniform(-1, 1, (fan_out, fan_in)) / np.sqrt(fan_in))
        self.bias = Parameter(rng.uniform(-1, 1, fan_out) / np.sqrt(fan_in))

    def forward(self, x):
        self.saved = x
        return x @ self.weight.value.T + self.bias.value

    def backward(self, grad):
        self.weight.grad += grad.T @ self.saved
        self.bias.grad += grad.sum(axis=0)
        return grad @ self.weight.value


class SiLU(Module):
    def forward(self, x):
        self.x = x
        self.s = 1 / (1 + np.exp(-x))
        return x * self.s

    def backward(self, grad):
        return grad * (self.s + self.x * self.s * (1 - self.s))


class Dropout(Module):
    def __init__(self, p):
        self.p = p

    def forward(self, x):
        if not self.training:
            self.scale = 1.0
        else:
            self.scale = (rng.random(x.shape) > self.p) / (1 - self.p)
        return x * self.scale

    def backward(self, grad):
        return grad * self.scale


class Sequential(Module):
    def __init__(self, *modules):
        self.modules = modules

    def parameters(self):
        return [p for m in self.modules for p in m.parameters()]

    def forward(self, x):
        for m in self.modules:
            x = m(x)
        return x

    def backward(self, grad):
        for m in reversed(self.modules):
            grad = m.backward(grad)
        return grad

    def train(self, on=True):
        for m in self.modules:
            m.training = on


class SmoothedCrossEntropy:
    def __init__(self, classes, smoothing=0.1):
        self.table = np.full((classes, classes), smoothing / classes) + (1 - smoothing) * np.eye(classes)

    def __call__(self, logits, labels):
        self.target = self.table[labels]
        shifted = logits - logits.max(axis=1, keepdims=True)
        self.logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return -(self.target * self.logp).sum(axis=1).mean()

    def backward(self):
        # the rows of the target sum to one, so this is still p - t
        return (np.exp(self.logp) - self.target) / len(self.target)


class Adam:
    def __init__(self, params, lr=0.01, betas=(0.9, 0.999), weight_decay=0.0):
        self.params, self.lr, self.betas, self.wd = params, lr, betas, weight_decay
        self.m = [0.0 for _ in params]
        self.v = [0.0 for _ in params]
        self.t = 0

    def zero_grad(self):
        for p in self.params:
            p.grad = np.zeros_like(p.value)

    def step(self):
        self.t += 1
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            g = p.grad + self.wd * p.value
            self.m[i] = b1 * self.m[i] + (1 - b1) * g
            self.v[i] = b2 * self.v[i] + (1 - b2) * g ** 2
            m_hat = self.m[i] / (1 - b1 ** self.t)
            v_hat = self.v[i] / (1 - b2 ** self.t)
            p.value = p.value - self.lr * m_hat / (np.sqrt(v_hat) + 1e-8)


# four noisy clusters on the corners of a square, opposite corners curled towards each other
labels = rng.integers(0, 4, 120)
corner = np.array([[1, 1], [1, -1], [-1, -1], [-1, 1]])[labels]
x = corner + 0.4 * rng.standard_normal((120, 2)) + 0.3 * corner[:, ::-1] ** 2

model = Sequential(Linear(2, 20), SiLU(), Dropout(0.25), Linear(20, 4))
criterion = SmoothedCrossEntropy(4)
opt = Adam(model.parameters(), lr=0.02, weight_decay=1e-3)

for epoch in range(150):
    model.train()
    opt.zero_grad()
    loss = criterion(model(x), labels)
    model.backward(criterion.backward())
    opt.step()
    if epoch % 30 == 0:
        print(f"epoch {epoch:3d} loss {loss:.4f}")

model.train(False)
print("accuracy", (model(x).argmax(axis=1) == labels).mean())
