# nut sorter: hazelnut / almond / walnut / pecan from four measurements
# every COLUMN of X is one nut, like on the whiteboard in the videos
import numpy as np

np.random.seed(31)
NAMES = ["hazelnut", "almond", "walnut", "pecan"]


def make_nuts(n):
    #              length width weight  darkness
    centre = np.array([[1.5, 1.4, 1.1, 0.5],
                       [2.4, 1.3, 1.2, 0.4],
                       [3.6, 3.2, 10., 0.45],
                       [3.7, 1.9, 4.2, 0.8]])
    kinds = np.random.randint(0, 4, n)
    feats = centre[kinds] * (1 + 0.12 * np.random.randn(n, 4))
    return feats.T, kinds


X, Y = make_nuts(192)
mu = X.mean(axis=1, keepdims=True)
sd = X.std(axis=1, keepdims=True)
X = (X - mu) / sd
print("X", X.shape, "Y", Y.shape)

n_in, n_hid, n_out = 4, 9, 4
m = X.shape[1]
W1 = np.random.randn(n_hid, n_in) * np.sqrt(2 / n_in)
b1 = np.zeros((n_hid, 1))
W2 = np.random.randn(n_out, n_hid) * np.sqrt(1 / n_hid)
b2 = np.zeros((n_out, 1))

SLOPE = 0.1      # of the leaky side
alpha = 0.004    # small, because I SUM over the batch
BATCH = 16
costs = []

for epoch in range(60):
    order = np.random.permutation(m)
    total = 0
    for start in range(0, m, BATCH):
        pick = order[start:start + BATCH]
        xb = X[:, pick]
        yb = Y[pick]
        cols = np.arange(len(pick))

        # forward
        Z1 = W1 @ xb + b1
        A1 = np.where(Z1 > 0, Z1, SLOPE * Z1)
        Z2 = W2 @ A1 + b2
        Z2 -= Z2.max(axis=0)            # no overflow please
        P = np.exp(Z2)
        P /= P.sum(axis=0)
        total += -np.log(P[yb, cols]).sum()

        # backward
        D2 = P                          # same array, I do not need P any more
        D2[yb, cols] -= 1
        D1 = W2.T @ D2
        D1[Z1 < 0] *= SLOPE

        W2 -= alpha * D2 @ A1.T
        b2 -= alpha * D2.sum(axis=1, keepdims=True)
        W1 -= alpha * D1 @ xb.T
        b1 -= alpha * D1.sum(axis=1, keepdims=True)
    costs.append(total / m)
    if epoch % 10 == 0:
        print("epoch %3d   cost %.4f" % (epoch, costs[-1]))

# new nuts
Xn, Yn = make_nuts(40)
Xn = (Xn - mu) / sd
Hn = W1 @ Xn + b1
Hn = np.where(Hn > 0, Hn, SLOPE * Hn)
guess = (W2 @ Hn + b2).argmax(axis=0)
print("right:", (guess == Yn).sum(), "of", len(Yn))
for i in range(5):
    print(NAMES[guess[i]].rjust(10), "was", NAMES[Yn[i]])
