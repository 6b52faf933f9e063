import numpy as np
def make(seed):
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=(6, 2)) * 0.8, rng.normal(size=(1, 6)) * 0.8]
    def predict(x):
        return weights[1] @ np.tanh(weights[0] @ x)
    def learn(x, t, rate):
        h = np.tanh(weights[0] @ x)
        y = weights[1] @ h
        d = (y - t) / x.shape[1]
        back = (weights[1].T @ d) * (1 - h ** 2)
        weights[1] = weights[1] - rate * d @ h.T
        weights[0] = weights[0] - rate * back @ x.T
        return 0.5 * np.mean((y - t) ** 2)
    return predict, learn, weights
predict, learn, weights = make(37)
rng = np.random.default_rng(38)
x = rng.uniform(-1, 1, size=(2, 40))
t = x[:1] * x[1:]
for k in range(120):
    cost = learn(x, t, 0.3)
    if k % 40 == 0:
        print(k, cost)
