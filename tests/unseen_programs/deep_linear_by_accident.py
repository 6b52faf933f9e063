import numpy as np

np.random.seed(41)


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def relu(Z):
    return np.maximum(0, Z)


def make_data(m):
    X = np.random.randn(3, m)
    Y = (X[0] ** 2 + X[1] * X[2] > 0.7).astype(float).reshape(1, m)
    return X, Y


def init(n0, n1, n2, n3):
    P = {}
    for l, (a, b) in enumerate([(n0, n1), (n1, n2), (n2, n3)], 1):
        P["W%d" % l] = np.random.randn(b, a) * np.sqrt(2.0 / a)
        P["b%d" % l] = np.zeros((b, 1))
    return P


def model_forward(X, P):
    Z1 = P["W1"] @ X + P["b1"]
    A1 = relu(Z1)
    Z2 = P["W2"] @ Z1 + P["b2"]
    A2 = relu(Z2)
    Z3 = P["W3"] @ A2 + P["b3"]
    A3 = sigmoid(Z3)
    return A3, [(X, Z1, A1), (A1, Z2, A2), (A2, Z3, A3)]


def model_backward(Y, P, caches):
    m = Y.shape[1]
    (A0, Z1, A1), (_, Z2, A2), (_, _, A3) = caches
    G = {}
    dZ3 = (A3 - Y) / m
    G["W3"], G["b3"] = dZ3 @ A2.T, dZ3.sum(axis=1, keepdims=True)
    dZ2 = (P["W3"].T @ dZ3) * (Z2 > 0)
    G["W2"], G["b2"] = dZ2 @ A1.T, dZ2.sum(axis=1, keepdims=True)
    dZ1 = (P["W2"].T @ dZ2) * (Z1 > 0)
    G["W1"], G["b1"] = dZ1 @ A0.T, dZ1.sum(axis=1, keepdims=True)
    return G


def fit(X, Y, iterations, lr=0.2):
    P = init(3, 9, 6, 1)
    for i in range(iterations):
        A3, caches = model_forward(X, P)
        G = model_backward(Y, P, caches)
        for name in P:
            P[name] -= lr * G[name]
        if i % 100 == 0:
            cost = -np.mean(Y * np.log(A3) + (1 - Y) * np.log(1 - A3))
            print("Cost after", i, ":", cost)
    return P


X, Y = make_data(180)
P = fit(X, Y, iterations=700)
print("training accuracy", np.mean((model_forward(X, P)[0] > 0.5) == Y))
