import numpy as np


def load_flower(m=120):
    np.random.seed(1)
    X = np.zeros((2, m))
    Y = np.zeros((1, m))
    for j in range(2):
        idx = np.arange(m // 2 * j, m // 2 * (j + 1))
        theta = np.linspace(j * 3.12, (j + 1) * 3.12, m // 2) + np.random.randn(m // 2) * 0.2
        radius = 4 * np.sin(4 * theta) + np.random.randn(m // 2) * 0.2
        X[:, idx] = np.stack([radius * np.sin(theta), radius * np.cos(theta)])
        Y[:, idx] = j
    return X, Y


def initialize(n_x, n_h, n_y):
    np.random.seed(2)
    return {
        "W1": np.random.randn(n_h, n_x) * 0.1,
        "b1": np.zeros((n_h, 1)),
        "W2": np.random.randn(n_y, n_h) * 0.1,
        "b2": np.zeros((n_y, 1)),
    }


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = 1 / (1 + np.exp(-Z2))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2, Y):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    return float(-np.sum(logprobs) / m)


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W2 = parameters["W2"]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=1.2):
    return {key: parameters[key] - learning_rate * grads["d" + key] for key in parameters}


def nn_model(X, Y, n_h, num_iterations=500):
    parameters = initialize(X.shape[0], n_h, Y.shape[0])
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if i % 100 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    return parameters


X, Y = load_flower()
parameters = nn_model(X, Y, 4)
A2, _ = forward_propagation(X, parameters)
print("Accuracy: %d%%" % (100 * np.mean((A2 > 0.5) == Y)))
