import numpy as np


def make_data():
    rng = np.random.default_rng(9)
    x = rng.standard_normal((32, 4)).astype(np.float32)
    t = np.stack([x[:, 0] - x[:, 1], np.abs(x[:, 2])], axis=1).astype(np.float32)
    return x, t


def leaky(z):
    return np.where(z > 0, z, np.float32(0.01) * z)


def leaky_grad(z):
    g = np.ones_like(z)
    g[z <= 0] = 0.01
    return g


def main():
    rng = np.random.default_rng(10)
    x, t = make_data()
    W1 = rng.standard_normal((4, 6)).astype(np.float32) * np.float32(0.5)
    b1 = np.full(6, 0.1, dtype=np.float32)
    W2 = rng.standard_normal((6, 2)).astype(np.float32) * np.float32(0.5)
    b2 = np.zeros(2, dtype=np.float32)
    lr = np.float32(0.1)
    n = np.float32(len(x))
    for step in range(200):
        z = x @ W1 + b1
        h = leaky(z)
        y = h @ W2 + b2
        diff = y - t
        loss = 0.5 * (diff**2).sum(axis=1).mean()
        gy = diff / n
        gW2 = h.T @ gy
        gb2 = gy.sum(0)
        gz = (gy @ W2.T) * leaky_grad(z)
        gW1 = x.T @ gz
        gb1 = gz.sum(0)
        for p, g in ((W1, gW1), (b1, gb1), (W2, gW2), (b2, gb2)):
            p -= lr * g
        lr *= np.float32(0.99)
        if step % 50 == 0:
            print(f"{step:4d}  {loss:.5f}  {W1.dtype}")
    return W1, b1, W2, b2


if __name__ == "__main__":
    main()
