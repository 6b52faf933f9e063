# Bootcamp day 9 - pinwheel classifier from scratch
# (numpy only, no frameworks!!)
import numpy as np

np.random.seed(5)

# ---------- data: three blades
points_per_blade = 40
X = np.zeros((3 * points_per_blade, 2))
labels = np.zeros(3 * points_per_blade, dtype=int)
for blade in range(3):
    r = np.linspace(0.1, 1.0, points_per_blade)
    ang = blade * 2.1 + r * 2.5 + np.random.randn(points_per_blade) * 0.15
    rows = slice(blade * points_per_blade, (blade + 1) * points_per_blade)
    X[rows] = np.c_[r * np.cos(ang), r * np.sin(ang)]
    labels[rows] = blade
Y = np.eye(3)[labels]
print("X", X.shape, "Y", Y.shape)


# ---------- helpers
def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def softmax(s):
    s = s - s.max(axis=1, keepdims=True)
    e = np.exp(s)
    return e / e.sum(axis=1, keepdims=True)


def xent(P, Y):
    return -np.mean(np.sum(Y * np.log(P + 1e-12), axis=1))


# ---------- the network 2 - 12 - 8 - 3
W1 = np.random.randn(2, 12)
b1 = np.zeros((1, 12))
W2 = np.random.randn(12, 8) * 0.4
b2 = np.zeros((1, 8))
W3 = np.random.randn(8, 3) * 0.4
b3 = np.zeros((1, 3))

lr = 0.5
N = len(X)
for step in range(1500):
    # forward
    Z1 = X.dot(W1) + b1
    A1 = np.tanh(Z1)
    Z2 = A1.dot(W2) + b2
    A2 = np.tanh(Z2)
    P = softmax(A2.dot(W3) + b3)

    # backward
    dZ3 = (P - Y) / N
    dW3 = A2.T.dot(dZ3)
    db3 = dZ3.sum(axis=0, keepdims=True)
    dZ2 = dZ3.dot(W3.T) * tanh_prime(Z2)
    dW2 = A1.T.dot(dZ2)
    db2 = np.sum(dZ2, keepdims=True)
    dZ1 = dZ2.dot(W2.T) * tanh_prime(A1)
    dW1 = X.T.dot(dZ1)
    db1 = dZ1.sum(axis=0, keepdims=True)

    W1 -= lr * dW1
    b1 -= lr * db1
    W2 -= lr * dW2
    b2 -= lr * db2
    W3 -= lr * dW3
    b3 -= lr * db3

    if step % 250 == 0:
        acc = (P.argmax(axis=1) == labels).mean()
        print("step %4d   loss %.4f   acc %.2f" % (step, xent(P, Y), acc))

print("final loss", xent(P, Y))
