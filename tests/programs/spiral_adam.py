import numpy as np

rng = np.random.default_rng(0)

# spiral: three arms of 60 points
n_arm, k = 60, 3
n = n_arm * k
x = np.zeros((n, 2))
y = np.zeros(n, dtype=int)
for c in range(k):
    r = np.linspace(0.05, 1, n_arm)
    phi = np.linspace(4 * c, 4 * (c + 1), n_arm) + 0.2 * rng.standard_normal(n_arm)
    x[c * n_arm : (c + 1) * n_arm] = np.column_stack([r * np.sin(phi), r * np.cos(phi)])
    y[c * n_arm : (c + 1) * n_arm] = c

params = {
    "W1": 0.5 * rng.standard_normal((2, 32)),
    "b1": np.zeros(32),
    "W2": 0.2 * rng.standard_normal((32, 3)),
    "b2": np.zeros(3),
}
m = {name: np.zeros_like(p) for name, p in params.items()}
v = {name: np.zeros_like(p) for name, p in params.items()}
lr, beta1, beta2, eps, reg = 0.02, 0.9, 0.999, 1e-8, 1e-3

for t in range(1, 301):
    hidden = np.maximum(0, x @ params["W1"] + params["b1"])
    scores = hidden @ params["W2"] + params["b2"]
    scores -= scores.max(axis=1, keepdims=True)
    probs = np.exp(scores)
    probs /= probs.sum(axis=1, keepdims=True)

    data_loss = -np.log(probs[range(n), y]).mean()
    reg_loss = 0.5 * reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
    loss = data_loss + reg_loss

    dscores = probs
    dscores[range(n), y] -= 1
    dscores /= n

    grads = {}
    grads["W2"] = hidden.T @ dscores + reg * params["W2"]
    grads["b2"] = dscores.sum(axis=0)
    dhidden = dscores @ params["W2"].T
    dhidden[hidden <= 0] = 0
    grads["W1"] = x.T @ dhidden + reg * params["W1"]
    grads["b1"] = dhidden.sum(axis=0)

    for name in params:
        m[name] = beta1 * m[name] + (1 - beta1) * grads[name]
        v[name] = beta2 * v[name] + (1 - beta2) * grads[name] ** 2
        m_hat = m[name] / (1 - beta1**t)
        v_hat = v[name] / (1 - beta2**t)
        params[name] -= lr * m_hat / (np.sqrt(v_hat) + eps)

    if t % 100 == 0:
        print(f"step {t}: loss {loss:.4f}")

hidden = np.maximum(0, x @ params["W1"] + params["b1"])
print("accuracy", np.mean(np.argmax(hidden @ params["W2"] + params["b2"], axis=1) == y))
