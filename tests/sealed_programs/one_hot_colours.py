"""Name a colour (red, green, blue, grey) from its RGB values with one hidden layer."""
import numpy as np

CLASSES = ["red", "green", "blue", "grey"]


def make_data(m, seed):
    rng = np.random.RandomState(seed)
    X = np.zeros((3, m))
    labels = rng.randint(0, 4, m)
    for i, c in enumerate(labels):
        if c == 3:
            X[:, i] = rng.rand() * 0.8 + rng.randn(3) * 0.03
        else:
            X[:, i] = rng.rand(3) * 0.4
            X[c, i] += 0.5
    Y = np.zeros((4, m))
    Y[labels, np.arange(m)] = 1
    return X, Y


def softmax(Z):
    expZ = np.exp(Z - Z.max())
    return expZ / expZ.sum(axis=1, keepdims=True)


def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    return {
        "W1": np.random.randn(n_h, n_x) * 0.5,
        "b1": np.zeros((n_h, 1)),
        "W2": np.random.randn(n_y, n_h) * 0.5,
        "b2": np.zeros((n_y, 1)),
    }


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = softmax(Z2)
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


def compute_cost(A2, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(A2 + 1e-12)) / m


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate):
    for key in parameters:
        parameters[key] = parameters[key] - learning_rate * grads["d" + key]
    return parameters


def nn_model(X, Y, n_h, num_iterations=500, learning_rate=1.0, print_cost=True):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate)
        if print_cost and i % 100 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    return parameters


X, Y = make_data(40, seed=3)
parameters = nn_model(X, Y, n_h=6)
X_test, Y_test = make_data(20, seed=8)
A2, _ = forward_propagation(X_test, parameters)
print("accuracy on new colours:", np.mean(A2.argmax(axis=0) == Y_test.argmax(axis=0)))
