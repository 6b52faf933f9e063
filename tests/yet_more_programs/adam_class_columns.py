import numpy as np

class Adam:
    def __init__(self, params, lr=0.01, b1=0.9, b2=0.999, eps=1e-8):
        self.params, self.lr, self.b1, self.b2, self.eps = params, lr, b1, b2, eps
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]
        self.t = 0

    def step(self, grads):
        self.t += 1
        for i, g in enumerate(grads):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g ** 2
            m_hat = self.m[i] / (1 - self.b1 ** self.t)
            v_hat = self.v[i] / (1 - self.b2 ** self.t)
            self.params[i] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)

rng = np.random.default_rng(1)
X = rng.normal(size=(5, 32))
labels = rng.integers(0, 4, 32)
Y = np.eye(4)[:, labels]
W1 = rng.normal(size=(7, 5)) * 0.4
b1 = np.zeros((7, 1))
W2 = rng.normal(size=(4, 7)) * 0.4
b2 = np.zeros((4, 1))
opt = Adam([W1, b1, W2, b2])
for it in range(150):
    Z1 = W1 @ X + b1
    A1 = np.maximum(0, Z1)
    Z2 = W2 @ A1 + b2
    E = np.exp(Z2 - Z2.max(axis=0))
    P_ = E / E.sum(axis=0)
    cost = -np.sum(Y * np.log(P_)) / 32
    dZ2 = (P_ - Y) / 32
    dW2 = dZ2 @ A1.T
    db2 = dZ2.sum(axis=1, keepdims=True)
    dZ1 = (W2.T @ dZ2) * (Z1 > 0)
    dW1 = dZ1 @ X.T
    db1 = dZ1.sum(axis=1, keepdims=True)
    opt.step([dW1, db1, dW2, db2])
    if it % 50 == 0:
        print(it, cost)
