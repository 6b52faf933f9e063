"""Ridge-penalised neural regression on synthetic chemistry data."""
import numpy as np

LAMBDA = 0.02
n_iter = 400
learning_rate = 0.1


def make_dataset(n=100, seed=17):
    """Yield of a reaction, given four concentrations."""
    rng = np.random.RandomState(seed)
    X = rng.uniform(-1, 1, (n, 4))
    y = X[:, 0] * X[:, 1] + np.tanh(2 * X[:, 2]) + 0.05 * rng.randn(n)
    return X, y.reshape(-1, 1)


def init_params(n_in, n_hidden, seed=3):
    rng = np.random.RandomState(seed)
    return {"hidden": rng.randn(n_in, n_hidden), "hidden_bias": np.zeros((1, n_hidden)),
            "output": rng.randn(n_hidden, 1) / 2, "output_bias": np.zeros((1, 1))}


def predict(params, X):
    h = 1 / (1 + np.exp(-(X @ params["hidden"] + params["hidden_bias"])))
    return h, h @ params["output"] + params["output_bias"]


def penalty(w):
    """0.5 * lambda * |w|^2"""
    return 0.5 * LAMBDA * np.sum(w ** 2)


def objective(params, X, y):
    """Mean of half squares plus the penalty of both weight matrices."""
    _, out = predict(params, X)
    return 0.5 * np.mean((out - y) ** 2) + penalty(params["hidden"]) + penalty(params["output"])


def gradients(params, X, y):
    """Derivatives of the objective with respect to every parameter."""
    h, out = predict(params, X)
    d_out = (out - y) / len(X)
    d_h = d_out @ params["output"].T * h * (1 - h)
    return {
        "output": h.T @ d_out + LAMBDA * params["output"],
        "output_bias": d_out.sum(axis=0, keepdims=True),
        "hidden": X.T @ d_h + penalty(params["hidden"]),
        "hidden_bias": d_h.sum(axis=0, keepdims=True),
    }


X, y = make_dataset()
params = init_params(4, 10)
for it in range(n_iter):
    grads = gradients(params, X, y)
    for name in params:
        params[name] -= learning_rate * grads[name]
    if it % 100 == 0:
        print("iteration", it, "objective", objective(params, X, y))
print("residual std:", np.std(predict(params, X)[1] - y))
