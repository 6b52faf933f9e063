import numpy as np

class Densa:
    def __init__(self, entrada, saida, rng):
        self.W = rng.normal(0, np.sqrt(2 / entrada), (entrada, saida))
        self.b = np.zeros(saida)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad, taxa):
        dx = grad @ self.W.T
        self.W -= taxa * self.x.T @ grad
        self.b -= taxa * grad.sum(axis=0)
        return dx

class ReLU:
    def forward(self, x):
        self.mascara = x > 0
        return x * self.mascara

    def backward(self, grad, taxa):
        return grad * self.mascara

def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

rng = np.random.default_rng(5)
x = rng.normal(size=(30, 4))
y = rng.integers(0, 3, 30)
rede = [Densa(4, 8, rng), ReLU(), Densa(8, 6, rng), ReLU(), Densa(6, 3, rng)]

def prever(x):
    for camada in rede:
        x = camada.forward(x)
    return x

for epoca in range(120):
    p = softmax(prever(x))
    perda = -np.log(p[np.arange(30), y]).mean()
    grad = p.copy()
    grad[np.arange(30), y] -= 1
    grad /= 30
    for camada in reversed(rede):
        grad = camada.backward(grad, 0.2)
    if epoca % 40 == 0:
        print(f"época {epoca}: {perda:.4f}")
