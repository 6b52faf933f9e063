# recognize T, L, X and O on a 5x5 grid
import numpy as np
np.random.seed(31)

T = """#####
..#..
..#..
..#..
..#.."""
L = """#....
#....
#....
#....
#####"""
Xx = """#...#
.#.#.
..#..
.#.#.
#...#"""
O = """.###.
#...#
#...#
#...#
.###."""

letters = []
for s in (T, L, Xx, O):
    letters.append([1.0 if c == "#" else 0.0 for c in s.replace("\n", "")])
letters = np.array(letters)

# 15 noisy copies of each, the letters take turns
copies = 15
X = np.tile(letters, (copies, 1)) + 0.25 * np.random.randn(4 * copies, 25)
Y = np.tile(np.eye(4), (copies, 1))
print(X.shape, Y.shape)

nin, nh, nout = 25, 10, 4
W1 = np.random.randn(nin, nh) * 0.3
b1 = np.random.randn(nh) * 0.1
W2 = np.random.randn(nh, nh) * 0.3
b2 = np.random.randn(nh) * 0.1
W3 = np.random.randn(nh, nout) * 0.3
b3 = np.random.randn(nout) * 0.1
vW1 = vW2 = vW3 = 0
vb1 = vb2 = vb3 = 0

lr = 0.1
mom = 0.8
bs = 12

for epoch in range(100):
    order = np.random.permutation(len(X))
    total = 0
    for s in range(0, len(X), bs):
        Xb = X[order[s:s+bs]]
        Yb = Y[s:s+bs]

        # forward
        a1 = 1 / (1 + np.exp(-(Xb @ W1 + b1)))
        a2 = np.tanh(a1 @ W2 + b2)
        z3 = a2 @ W3 + b3
        ez = np.exp(z3 - z3.max(1, keepdims=True))
        p = ez / ez.sum(1, keepdims=True)
        total += -(Yb * np.log(p + 1e-12)).sum()

        # backward
        g3 = (p - Yb) / len(Xb)
        g2 = g3 @ W3.T * (1 - a2 * a2)
        g1 = g2 @ W2.T * (a1 - a1 * a1)

        # momentum
        vW3 = mom * vW3 + a2.T @ g3
        vb3 = mom * vb3 + g3.sum(0)
        vW2 = mom * vW2 + a1.T @ g2
        vb2 = mom * vb2 + g2.sum(0)
        vW1 = mom * vW1 + Xb.T @ g1
        vb1 = mom * vb1 + g1.sum(0)

        W3 = W3 - lr * vW3
        b3 = b3 - lr * vb3
        W2 = W2 - lr * vW2
        b2 = b1 - lr * vb2
        W1 = W1 - lr * vW1
        b1 = b1 - lr * vb1

    if epoch % 20 == 0:
        print("epoch", epoch, "cross entropy", total / len(X))

# clean letters
out = np.tanh(1 / (1 + np.exp(-(letters @ W1 + b1))) @ W2 + b2) @ W3 + b3
print("T L X O read as:", ["TLXO"[k] for k in out.argmax(1)])
