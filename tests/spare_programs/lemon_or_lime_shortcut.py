# Lemon or lime, from two lab numbers and a nose.
# "Residual" block by hand: the second hidden layer is ADDED to the first.
# After the lecture on ResNets. Everything global, sorry.
import numpy as np

np.random.seed(44)
n = 90
acid = np.r_[np.random.normal(5.0, 0.5, 45), np.random.normal(5.8, 0.5, 45)]
sugar = np.r_[np.random.normal(2.5, 0.4, 45), np.random.normal(1.7, 0.4, 45)]
nose = np.random.randint(1, 6, n)
X = np.c_[acid - 5.4, sugar - 2.1, (nose - 3) / 2.0]
y = np.r_[np.zeros(45), np.ones(45)].reshape(n, 1)
# soft labels, my nose makes mistakes
t = y * 0.9 + 0.05

k = 7
W1 = np.random.randn(3, k) * 0.6
b1 = np.zeros((1, k))
W2 = np.random.randn(k, k) * 0.3
b2 = np.zeros((1, k))
W3 = np.random.randn(k, 1) * 0.6
b3 = np.zeros((1, 1))

lr = 0.3
lr_min = 0.05
for step in range(700):
    # ---- forward
    h = np.tanh(X @ W1 + b1)
    f = np.tanh(h @ W2 + b2)
    r = h + f                     # the shortcut
    s = r @ W3 + b3
    p = 1 / (1 + np.exp(-s))

    if step % 100 == 0:
        bce = -(t * np.log(p) + (1 - t) * np.log(1 - p)).mean()
        acc = ((p > 0.5) == (y > 0.5)).mean()
        mae = np.abs(p - y).mean()
        print("%3d  bce %.4f  acc %.3f  mae %.3f" % (step, bce, acc, mae))

    # ---- backward, top to bottom; each weight is changed as soon as I have
    # the slope, so the old matrix is put aside first
    ds = (p - t) / n
    old_W3 = W3.copy()
    W3 -= lr * (r.T @ ds)
    b3 -= lr * ds.sum()
    dr = ds @ old_W3.T

    df = dr * (1 - f * f)
    dh = dr + df @ W2.T           # both ways: shortcut and block
    W2 -= lr * (h.T @ df)
    b2 -= lr * df.sum(0)

    dz = dh * (1 - h * h)
    W1 -= lr * (X.T @ dz)
    b1 -= lr * dz.sum(0)

    lr = max(lr * 0.999, lr_min)

print("final lr", round(lr, 4))
wrong = np.where(((p > 0.5) != (y > 0.5)).ravel())[0]
print("mixed up:", wrong)
