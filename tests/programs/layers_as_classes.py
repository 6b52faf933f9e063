import numpy as np

random = np.random.RandomState(0)


class Dense:
    def __init__(self, n_in, n_out):
        self.weight = random.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.bias = np.zeros(n_out)
        self.v_weight = np.zeros_like(self.weight)
        self.v_bias = np.zeros_like(self.bias)

    def forward(self, x):
        self.x = x
        return x @ self.weight + self.bias

    def backward(self, grad):
        self.d_weight = self.x.T @ grad
        self.d_bias = grad.sum(axis=0)
        return grad @ self.weight.T

    def update(self, lr, mu):
        self.v_weight = mu * self.v_weight - lr * self.d_weight
        self.v_bias = mu * self.v_bias - lr * self.d_bias
        self.weight += self.v_weight
        self.bias += self.v_bias


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask

    def update(self, lr, mu):
        pass


class SoftmaxCrossEntropy:
    def forward(self, scores, labels):
        scores = scores - scores.max(axis=1, keepdims=True)
        exp = np.exp(scores)
        self.p = exp / exp.sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.log(self.p[np.arange(len(labels)), labels]).mean()

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(self.labels)), self.labels] -= 1
        return grad / len(self.labels)


# three clouds of fifty points
centers = np.array([[0.0, 2.0], [-2.0, -1.0], [2.0, -1.0]])
x = np.concatenate([c + random.randn(50, 2) for c in centers])
y = np.repeat(np.arange(3), 50)

model = [Dense(2, 12), ReLU(), Dense(12, 3)]
criterion = SoftmaxCrossEntropy()
batch = 25

for epoch in range(60):
    order = random.permutation(150)
    total = 0
    for start in range(0, 150, batch):
        index = order[start : start + batch]
        xb, yb = x[index], y[index]
        out = xb
        for layer in model:
            out = layer.forward(out)
        total += criterion.forward(out, yb)
        grad = criterion.backward()
        for layer in reversed(model):
            grad = layer.backward(grad)
        for layer in model:
            layer.update(0.05, 0.9)
    if epoch % 20 == 0:
        print(epoch, total / 6)
