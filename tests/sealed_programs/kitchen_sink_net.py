"""Everything I learned this month in one net: leaky ReLU, dropout, softmax, mini batches.

Data: which of three machines made the screw (length, width, weight, angle).
"""
import numpy as np
# import matplotlib.pyplot as plt

np.random.seed(29)

machine_means = np.array([[1.0, 0.2, -0.5, 0.0], [-0.8, 0.9, 0.3, 0.4], [0.1, -1.0, 0.6, -0.7]])
N = 120
which = np.random.randint(0, 3, N)
data = machine_means[which] + 0.55 * np.random.randn(N, 4)
onehot = np.eye(3)[which]

SLOPE = 0.05
KEEP = 0.7
LR = 0.4
BATCH = 24
EPOCHS = 80


def lrelu(z):
    return np.where(z > 0, z, SLOPE * z)


def softmax(z):
    ex = np.exp(z - z.max(axis=1, keepdims=True))
    return ex / ex.sum(axis=1, keepdims=True)


W1 = np.random.randn(4, 12) * np.sqrt(2 / 4)
b1 = np.full(12, 0.01)
W2 = np.random.randn(12, 3) * np.sqrt(2 / 12)
b2 = np.zeros(3)

losses = []
for epoch in range(EPOCHS):
    shuffled = np.random.permutation(N)
    for batch_no in range(N // BATCH):
        rows = shuffled[batch_no * BATCH:(batch_no + 1) * BATCH]
        xb = data[rows]
        tb = onehot[rows]

        # ---------- forward ----------
        z1 = xb @ W1 + b1
        a1 = lrelu(z1)
        keep_mask = np.random.rand(*a1.shape) < KEEP
        a1 = a1 * keep_mask / KEEP          # inverted dropout
        probs = softmax(a1 @ W2 + b2)
        losses.append(-np.mean(np.log(probs[tb == 1])))

        # ---------- output layer ----------
        delta2 = (probs - tb) / BATCH
        old_W2 = W2                          # needed for the hidden layer
        W2 -= LR * a1.T @ delta2
        b2 -= LR * delta2.sum(axis=0)

        # ---------- hidden layer ----------
        back = delta2 @ old_W2.T
        back = back * keep_mask
        delta1 = back * np.where(z1 > 0, 1.0, SLOPE)
        dW1 = xb.T @ delta1
        db1 = dW1.sum(axis=0)
        W1 -= LR * dW1
        b1 -= LR * db1

    if epoch % 20 == 0:
        print("epoch %2d   loss of the last batch %.4f" % (epoch, losses[-1]))

final = softmax(lrelu(data @ W1 + b1) @ W2 + b2)
print("accuracy: {:.1%}".format(np.mean(final.argmax(axis=1) == which)))
# plt.plot(losses); plt.show()
