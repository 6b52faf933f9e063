# Handwritten zip codes on 3x5 "matchbox" pixels - first neural net after three evenings of reading
import numpy as np

np.random.seed(90210)

DIGITS = """
### .#. ### ### #.# ### ### ### ### ###
#.# ##. ..# ..# #.# #.. #.. ..# #.# #.#
#.# .#. ### .## ### ### ### .#. ### ###
#.# .#. #.. ..# ..# ..# #.# .#. #.# ..#
### ### ### ### ..# ### ### .#. ### ###
"""
rows = [line.split() for line in DIGITS.strip().splitlines()]


def picture(d):
    return np.array([1.0 if ch == "#" else 0.0 for r in rows for ch in r[d]])


def scribble(copies):
    images, answers = [], []
    for d in range(10):
        for c in range(copies):
            img = picture(d) + np.random.normal(0, 0.15, 15)
            flip = np.random.rand(15) < 0.03
            img[flip] = 1 - img[flip]
            images.append(img)
            answers.append(d)
    return np.array(images), np.array(answers)


def onehot(a):
    out = np.zeros((a.size, 10))
    out[np.arange(a.size), a] = 1
    return out


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


X, labels = scribble(12)
X_test, labels_test = scribble(4)
Y = onehot(labels)
#print(X[0].reshape(5, 3))

hidden = 14
W1 = np.random.randn(15, hidden) * 0.3
b1 = np.zeros(hidden)
W2 = np.random.randn(hidden, 10) * 0.3
b2 = np.zeros(10)

LR = 0.05
BATCH = 10
EPOCHS = 60


def guess(x):
    h = sigmoid(x @ W1 + b1)
    s = h @ W2 + b2
    e = np.exp(s - s.max(axis=1)[:, None])
    return h, e / e.sum(axis=1)[:, None]


for epoch in range(EPOCHS):
    perm = np.random.permutation(len(X))
    X_mixed = X[perm]
    Y_mixed = Y[perm]
    cost = 0
    for s in range(0, len(X), BATCH):
        xb = X_mixed[s:s + BATCH]
        yb = Y[s:s + BATCH]
        h, p = guess(xb)
        cost -= np.log(p[yb == 1] + 1e-10).sum()

        err = yb - p                          # target - output, so we ADD
        herr = err @ W2.T * h * (1 - h)

        W2 += LR * h.T @ err
        b2 += LR * err.mean(axis=0)
        W1 += LR * xb.T @ herr
        b1 -= LR * herr.sum(axis=0)
    if epoch % 10 == 0:
        _, p = guess(X_test)
        print("epoch", epoch, "cost", cost / len(X), "test", (p.argmax(axis=1) == labels_test).mean())

_, p = guess(X_test)
for d in range(10):
    print(d, "read as", p[d * 4:d * 4 + 4].argmax(axis=1))
