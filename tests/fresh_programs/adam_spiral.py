"""Two-layer softmax network on the spiral data, trained by Adam with a decaying rate."""
import numpy as np

rng = np.random.default_rng(6)
N = 40  # points per class
D = 2
K = 3

X = np.zeros((N * K, D))
y = np.zeros(N * K, dtype="uint8")
for j in range(K):
    ix = range(N * j, N * (j + 1))
    r = np.linspace(0.05, 1, N)
    t = np.linspace(j * 4, (j + 1) * 4, N) + rng.normal(size=N) * 0.2
    X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
    y[ix] = j

h = 20
params = {
    "W1": 0.5 * rng.normal(size=(D, h)),
    "b1": np.zeros(h),
    "W2": 0.5 * rng.normal(size=(h, K)),
    "b2": np.zeros(K),
}
m = {k: np.zeros_like(p) for k, p in params.items()}
v = {k: np.zeros_like(p) for k, p in params.items()}
beta1, beta2, eps = 0.9, 0.999, 1e-8
lr0, reg = 0.03, 1e-3


def loss_and_grads(X, y):
    hidden = np.maximum(0, X @ params["W1"] + params["b1"])
    scores = hidden @ params["W2"] + params["b2"]
    scores -= scores.max(axis=1, keepdims=True)
    probs = np.exp(scores)
    probs /= probs.sum(axis=1, keepdims=True)
    data_loss = -np.log(probs[range(len(y)), y]).mean()
    reg_loss = 0.5 * reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))

    dscores = probs
    dscores[range(len(y)), y] -= 1
    dscores /= len(y)
    g = {}
    g["W2"] = hidden.T @ dscores + reg * params["W2"]
    g["b2"] = dscores.sum(0)
    dhidden = dscores @ params["W2"].T
    dhidden[hidden <= 0] = 0
    g["W1"] = X.T @ dhidden + reg * params["W1"]
    g["b1"] = dhidden.sum(0)
    return data_loss + reg_loss, g


for t in range(1, 301):
    loss, g = loss_and_grads(X, y)
    lr = lr0 / (1 + 0.005 * t)
    for k in params:
        m[k] = beta1 * m[k] + (1 - beta1) * g[k]
        v[k] = beta2 * v[k] + (1 - beta2) * g[k] ** 2
        mhat = m[k] / (1 - beta1 ** t)
        vhat = v[k] / (1 - beta2 ** t)
        params[k] -= lr * mhat / (np.sqrt(vhat) + eps)
    if t % 100 == 0:
        print("iteration %d: loss %f" % (t, loss))

hidden = np.maximum(0, X @ params["W1"] + params["b1"])
predicted = np.argmax(hidden @ params["W2"] + params["b2"], axis=1)
print("training accuracy: %.2f" % np.mean(predicted == y))
