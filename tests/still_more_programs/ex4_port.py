# my port of the old Octave homework: everything unrolled in one vector, labels start at 1
import numpy as np


def g(z):
    return 1.0 / (1.0 + np.exp(-z))


def gPrime(z):
    return g(z) * (1 - g(z))


def costAndGrad(vec, sizes, X, y, lam):
    nIn, nHid, nOut = sizes
    A = vec[:nHid * (nIn + 1)].reshape(nHid, nIn + 1)
    B = vec[nHid * (nIn + 1):].reshape(nOut, nHid + 1)
    m = len(X)
    J = 0
    DA, DB = np.zeros(A.shape), np.zeros(B.shape)

    for i in range(m):
        # forward, with a 1 in front each time
        x1 = np.hstack((1, X[i]))
        u = A.dot(x1)
        h1 = np.hstack((1, g(u)))
        out = g(B.dot(h1))
        want = (np.arange(nOut) + 1 == y[i]).astype(float)
        J -= np.sum(want * np.log(out) + (1 - want) * np.log(1 - out))

        # backward; entry 0 of the hidden part belongs to the 1 and is cut off
        eOut = out - want
        eHid = B.T.dot(eOut) * gPrime(np.hstack((1, u)))
        DB += np.outer(eOut, h1)
        DA += np.outer(eHid[1:], x1)

    A0, B0 = A.copy(), B.copy()
    A0[:, 0] = 0        # do not punish the bias column
    B0[:, 0] = 0
    J = J / m + lam / (2 * m) * (np.sum(A0 ** 2) + np.sum(B0 ** 2))
    DA = DA / m + lam / m * A0
    DB = DB / m + lam / m * B0
    return J, np.concatenate((DA.ravel(), DB.ravel()))


def smallRandom(rows, cols):
    eps = np.sqrt(6 / (rows + cols))
    return np.random.uniform(-eps, eps, (rows, cols + 1))


np.random.seed(99)
X = np.random.randn(45, 5)
y = 1 + np.argmax(X @ np.random.randn(5, 3), axis=1)
lam = 0.7
vec = np.concatenate((smallRandom(6, 5).ravel(), smallRandom(3, 6).ravel()))

Jhist = []
for it in range(60):   # plain descent, there is no fmincg here
    J, grad = costAndGrad(vec, (5, 6, 3), X, y, lam)
    vec = vec - 1.0 * grad
    Jhist.append(J)
print(Jhist[::10])
