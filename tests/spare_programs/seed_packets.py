# Which seed is in the packet? assignment 2, part (b): train with AdaGrad
# Convention of the course: one example per column.
import numpy as np

np.random.seed(42)


def initialize_parameters(n_x, n_h, n_y):
    parameters = {
        "W1": np.random.randn(n_h, n_x) * 0.4,
        "b1": np.zeros((n_h, 1)),
        "W2": np.random.randn(n_y, n_h) * 0.4,
        "b2": np.zeros((n_y, 1)),
    }
    return parameters


def relu(Z):
    return np.maximum(Z, 0)


def softmax(Z):
    e = np.exp(Z - np.max(Z))
    return e / np.sum(e, axis=1, keepdims=True)


def forward_propagation(X, parameters):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = relu(Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = softmax(Z2)
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


def compute_cost(A2, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(A2 + 1e-12)) / m


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = dZ2 @ cache["A1"].T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = parameters["W2"].T @ dZ2
    dZ1 = dA1 * (cache["Z1"] > 0)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_adagrad(parameters, grads, G, learning_rate=0.02):
    for name in ("W1", "b1", "W2", "b2"):
        G[name] += grads["d" + name] ** 2
        parameters[name] = parameters[name] - learning_rate * grads["d" + name] / (np.sqrt(G[name]) + 1e-8)
    return parameters, G


def load_seeds(m=90):
    kind = np.arange(m) % 3
    mean = np.array([[14.3, 5.5, 0.88, 2.7], [18.3, 6.1, 0.89, 3.6], [11.9, 5.2, 0.85, 4.8]])
    X = mean[kind] + np.random.randn(m, 4) * np.array([1.2, 0.25, 0.02, 1.2])
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    Y = np.eye(3)[kind]
    return X.T, Y.T


X, Y = load_seeds()
print("X:", X.shape, " Y:", Y.shape)
parameters = initialize_parameters(X.shape[0], 8, Y.shape[0])
G = {k: np.zeros_like(v) for k, v in parameters.items()}

for i in range(0, 401):
    A2, cache = forward_propagation(X, parameters)
    grads = backward_propagation(parameters, cache, X, Y)
    parameters, G = update_adagrad(parameters, grads, G)
    if i % 100 == 0:
        print("Cost after iteration %i: %f" % (i, compute_cost(A2, Y)))

A2, _ = forward_propagation(X, parameters)
print("Accuracy: %.1f %%" % (100 * np.mean(A2.argmax(axis=0) == Y.argmax(axis=0))))
