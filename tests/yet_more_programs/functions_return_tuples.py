import numpy as np

def init(rng, n_in, n_hid, n_out):
    return rng.normal(size=(n_in, n_hid)), np.zeros(n_hid), rng.normal(size=(n_hid, n_out)), np.zeros(n_out)

def forward(X, W1, b1, W2, b2):
    hidden = np.tanh(X @ W1 + b1)
    return hidden, np.tanh(hidden @ W2 + b2)

def gradients(X, T, hidden, out, W2):
    delta_out = (out - T) * (1 - out ** 2)
    delta_hid = (delta_out @ W2.T) * (1 - hidden ** 2)
    return X.T @ delta_hid, delta_hid.sum(0), hidden.T @ delta_out, delta_out.sum(0)

def main():
    global X, T, W1, b1, W2, b2
    rng = np.random.default_rng(21)
    X = rng.uniform(-1, 1, size=(15, 2))
    T = np.sign(X.prod(axis=1, keepdims=True)) * 0.8
    W1, b1, W2, b2 = init(rng, 2, 5, 1)
    for step in range(300):
        hidden, out = forward(X, W1, b1, W2, b2)
        loss = 0.5 * np.sum((T - out) ** 2)
        gW1, gb1, gW2, gb2 = gradients(X, T, hidden, out, W2)
        W1, b1 = W1 - 0.05 * gW1, b1 - 0.05 * gb1
        W2, b2 = W2 - 0.05 * gW2, b2 - 0.05 * gb2
        if step % 60 == 0:
            print(f"{step:4d} {loss:.5f}")

if __name__ == "__main__":
    main()
