"""Two moons with three layers, the way the course taught it: params, cache and grads are dictionaries.

Samples are columns, so X has the shape (2, m) and every W is (out, in).
"""
import numpy as np

rng = np.random.default_rng(7)


def moons(n, noise=0.15):
    angle = rng.uniform(0, np.pi, n)
    upper = rng.random(n) < 0.5
    px = np.where(upper, np.cos(angle), 1 - np.cos(angle))
    py = np.where(upper, np.sin(angle), 0.5 - np.sin(angle))
    X = np.vstack([px, py]) + noise * rng.normal(size=(2, n))
    return X, upper.astype(float).reshape(1, n)


def initialize_parameters(layer_dims):
    params = {}
    for l in range(1, len(layer_dims)):
        params["W" + str(l)] = rng.normal(size=(layer_dims[l], layer_dims[l - 1])) * np.sqrt(1 / layer_dims[l - 1])
        params["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return params


def relu(z):
    return np.maximum(0, z)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward_propagation(X, params):
    Z1 = params["W1"] @ X + params["b1"]
    A1 = np.tanh(Z1)
    Z2 = params["W2"] @ A1 + params["b2"]
    A2 = relu(Z2)
    Z3 = params["W3"] @ A2 + params["b3"]
    A3 = sigmoid(Z3)
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "Z3": Z3, "A3": A3}
    return A3, cache


def compute_cost(A3, Y):
    m = Y.shape[1]
    logprobs = Y * np.log(A3) + (1 - Y) * np.log(1 - A3)
    return -np.squeeze(np.sum(logprobs)) / m


def backward_propagation(params, cache, X, Y):
    m = X.shape[1]
    grads = {}
    dZ3 = cache["A3"] - Y
    grads["dW3"] = dZ3 @ cache["A2"].T / m
    grads["db3"] = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = params["W3"].T @ dZ3
    dZ2 = np.multiply(dA2, np.int64(cache["Z2"] > 0))
    grads["dW2"] = dZ2 @ cache["A2"].T / m
    grads["db2"] = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = params["W2"].T @ dZ2
    dZ1 = dA1 * (1 - np.power(cache["A1"], 2))
    grads["dW1"] = dZ1 @ X.T / m
    grads["db1"] = np.sum(dZ1, axis=1, keepdims=True) / m
    return grads


def update_parameters(params, grads, learning_rate):
    for key in params:
        params[key] = params[key] - learning_rate * grads["d" + key]
    return params


def model(X, Y, num_iterations=2000, learning_rate=0.5, print_cost=False):
    params = initialize_parameters([2, 8, 8, 1])
    costs = []
    for i in range(num_iterations):
        A3, cache = forward_propagation(X, params)
        cost = compute_cost(A3, Y)
        grads = backward_propagation(params, cache, X, Y)
        params = update_parameters(params, grads, learning_rate)
        costs.append(cost)
        if print_cost and i % 200 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    return params


X, Y = moons(200)
print("The shape of X is", X.shape, "and that of Y", Y.shape)
parameters = model(X, Y, num_iterations=1500, print_cost=True)
predictions = forward_propagation(X, parameters)[0] > 0.5
print("Accuracy: %d" % (100 * np.mean(predictions == Y)) + "%")
