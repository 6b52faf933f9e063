import numpy as np

# my mini framework. every layer has forward(x) and backward(grad)

class Dense:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad, lr):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        self.W = self.W - lr * self.dW
        self.b = self.b - lr * self.db
        return grad @ self.W.T


class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad, lr):
        return grad * (1 - self.out ** 2)


class MSE:
    def forward(self, pred, target):
        self.diff = pred - target
        return np.mean(self.diff ** 2)

    def backward(self):
        return 2 * self.diff / self.diff.size


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad, lr):
        for layer in reversed(self.layers):
            grad = layer.backward(grad, lr)


def make_data(rng, n=64):
    # robot arm: two joint angles -> position of the hand
    angles = rng.uniform(-np.pi / 2, np.pi / 2, (n, 2))
    x = np.cos(angles[:, 0]) + 0.7 * np.cos(angles.sum(axis=1))
    y = np.sin(angles[:, 0]) + 0.7 * np.sin(angles.sum(axis=1))
    return angles, np.column_stack((x, y))


rng = np.random.default_rng(1)
x_train, y_train = make_data(rng)
net = Network([Dense(2, 14, rng), Tanh(), Dense(14, 10, rng), Tanh(), Dense(10, 2, rng)])
criterion = MSE()

for epoch in range(600):
    pred = net.forward(x_train)
    loss = criterion.forward(pred, y_train)
    net.backward(criterion.backward(), lr=0.2)
    if (epoch + 1) % 100 == 0:
        print(f"Epoch {epoch + 1}: loss = {loss:.5f}")

x_test, y_test = make_data(rng, 20)
print("test:", criterion.forward(net.forward(x_test), y_test))
