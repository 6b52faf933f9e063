import numpy as np


class MoonClassifier:
    """Binary classifier with one hidden layer, trained by mini-batch gradient descent."""

    def __init__(self, hidden=12, eta=0.5, max_iter=60, batch_size=30, shuffle=True, random_state=None, verbose=0):
        self.hidden = hidden
        self.eta = eta
        self.max_iter = max_iter
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.random_state = random_state
        self.verbose = verbose

    def _batches(self, X, y):
        idx = np.arange(X.shape[0])
        if self.shuffle:
            self.rng_.shuffle(idx)
        for s in range(0, len(idx), self.batch_size):
            sel = idx[s:s + self.batch_size]
            yield X[sel], y[sel]

    def _forward(self, X):
        h = np.tanh(X @ self.coef_hidden_ + self.intercept_hidden_)
        return h, 1.0 / (1.0 + np.exp(-(h @ self.coef_out_ + self.intercept_out_)))

    def loss(self, X, y):
        p = self._forward(X)[1].ravel()
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def fit(self, X, y):
        self.rng_ = np.random.RandomState(self.random_state)
        n_features = X.shape[1]
        self.coef_hidden_ = self.rng_.normal(0, 1 / np.sqrt(n_features), (n_features, self.hidden))
        self.intercept_hidden_ = np.zeros(self.hidden)
        self.coef_out_ = self.rng_.normal(0, 1 / np.sqrt(self.hidden), (self.hidden, 1))
        self.intercept_out_ = np.zeros(1)
        self.loss_curve_ = []
        for it in range(self.max_iter):
            for xb, yb in self._batches(X, y):
                h, p = self._forward(xb)
                delta_out = (yb[:, None] - p) / xb.shape[0]
                delta_hid = delta_out @ self.coef_out_.T * (1 - h ** 2)
                self.coef_out_ += self.eta * h.T @ delta_out
                self.intercept_out_ += self.eta * delta_out.sum(axis=0)
                self.coef_hidden_ += self.eta * xb.T @ delta_hid
                self.intercept_hidden_ += self.eta * delta_hid.sum(axis=0)
            self.loss_curve_.append(self.loss(X, y))
            if self.verbose and it % 20 == 0:
                print("iter", it, "loss", self.loss_curve_[-1])
        return self

    def predict(self, X):
        return (self._forward(X)[1].ravel() >= 0.5).astype(int)

    def score(self, X, y):
        return np.mean(self.predict(X) == y)


rng = np.random.RandomState(3)
theta = rng.uniform(0, np.pi, 100)
upper = np.c_[np.cos(theta), np.sin(theta)]
lower = np.c_[1 - np.cos(theta), 0.5 - np.sin(theta)]
X = np.vstack([upper, lower]) + 0.1 * rng.normal(size=(200, 2))
y = np.r_[np.zeros(100, int), np.ones(100, int)]

clf = MoonClassifier(random_state=0, verbose=1).fit(X, y)
print("score:", clf.score(X, y))
