import numpy as np

rng = np.random.default_rng(99)

# four blobs in 2-D. one column per example, as in the course
centers = np.array([[2, 2], [-2, 2], [-2, -2], [2, -2]])
per = 15
X = np.concatenate([rng.normal(c, 0.8, size=(per, 2)) for c in centers]).T      # (2, m)
labels = np.repeat(np.arange(4), per)
Y = np.eye(4)[labels].T                                                         # (4, m)

def one_layer(n_out, n_in):
    return rng.standard_normal((n_out, n_in)) * 0.3, np.zeros((n_out, 1))

def softmax(Z):
    Z = Z - np.max(Z, axis=0, keepdims=True)
    E = np.exp(Z)
    return E / np.sum(E, axis=1, keepdims=True)

def forward(X, params):
    W1, b1, W2, b2 = params
    A1 = np.tanh(W1 @ X + b1)
    return A1, softmax(W2 @ A1 + b2)

def cross_entropy(P, Y):
    return -np.sum(Y * np.log(P + 1e-12)) / Y.shape[1]

def gradients(X, Y, params):
    W1, b1, W2, b2 = params
    m = X.shape[1]
    A1, P = forward(X, params)
    dZ2 = P - Y
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.sum(axis=1, keepdims=True) / m
    dZ1 = (W2.T @ dZ2) * (1 - A1 * A1)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m
    return dW1, db1, dW2, db2

def train(X, Y, hidden=8, iterations=300, lr=0.5, batch=20):
    W1, b1 = one_layer(hidden, X.shape[0])
    W2, b2 = one_layer(Y.shape[0], hidden)
    params = [W1, b1, W2, b2]
    xb, yb = None, None
    for it in range(iterations):
        cols = rng.choice(X.shape[1], batch, replace=False)
        xb, yb = X[:, cols], Y[:, cols]
        grads = gradients(xb, yb, params)
        params = [p - lr * g for p, g in zip(params, grads)]
        if it % 60 == 0:
            print("iter", it, "cost", round(cross_entropy(forward(X, params)[1], Y), 4))
    return params, xb, yb

if __name__ == "__main__":
    params, xb, yb = train(X, Y)
    pred = np.argmax(forward(X, params)[1], axis=0)
    print("accuracy:", np.mean(pred == labels))
