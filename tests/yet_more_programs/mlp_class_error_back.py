import numpy as np

class MLP:
    def __init__(self, n_in, n_hid, n_out, lr=0.4):
        rng = np.random.default_rng(40)
        self.W1 = rng.normal(size=(n_in, n_hid))
        self.W2 = rng.normal(size=(n_hid, n_out))
        self.lr = lr

    @staticmethod
    def act(v):
        return 1 / (1 + np.exp(-v))

    def predict(self, X):
        self.hidden = self.act(X @ self.W1)
        self.output = self.act(self.hidden @ self.W2)
        return self.output

    def fit(self, X, Y, epochs):
        for epoch in range(epochs):
            self.predict(X)
            error = self.output - Y
            if epoch % 50 == 0:
                print(0.5 * np.sum(error ** 2))
            out_delta = error * self.output * (1 - self.output)
            hid_error = error @ self.W2.T
            hid_delta = hid_error * self.hidden * (1 - self.hidden)
            self.W2 -= self.lr * self.hidden.T @ out_delta
            self.W1 -= self.lr * X.T @ hid_delta

rng = np.random.default_rng(41)
X = rng.random((12, 3))
Y = rng.random((12, 2))
model = MLP(3, 5, 2)
model.fit(X, Y, 200)
