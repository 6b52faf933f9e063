# kiln controller, second try
# columns = firings, rows = quantities (control engineering habit: u goes in, y comes out)
import numpy as np

np.random.seed(11)

# one firing per column: ramp hours, hold minutes / 60, peak temp / 1000 C
u = np.array([
    [4.0, 5.0, 6.0, 3.5, 4.5, 7.0, 5.5, 6.5, 3.0],
    [0.3, 0.5, 0.2, 0.7, 0.4, 0.1, 0.6, 0.3, 0.9],
    [1.18, 1.20, 1.22, 1.21, 1.19, 1.20, 1.23, 1.17, 1.22],
])
# how far the witness cone bent / 90 degrees
bent = np.array([[0.31, 0.62, 0.71, 0.66, 0.47, 0.52, 0.95, 0.20, 0.83]])

avg = u.mean(axis=1, keepdims=True)
spread = u.std(axis=1, keepdims=True)
u = (u - avg) / spread

n_in, n_a, n_b = 3, 6, 4
n = u.shape[1]
GAIN = 0.15

M1 = np.random.randn(n_a, n_in) * 0.6
o1 = np.zeros((n_a, 1))
M2 = np.random.randn(n_b, n_a) * 0.5
o2 = np.zeros((n_b, 1))
M3 = np.random.randn(1, n_b) * 0.5
o3 = np.zeros((1, 1))


def plant(u):
    """everything that flows forward"""
    h1 = np.tanh(M1 @ u + o1)
    h2 = np.tanh(M2 @ h1 + o2)
    return h1, h2, M3 @ h2 + o3


def offset(q):
    return q.sum(axis=1, keepdims=True)


mismatch = []
for firing_round in range(800):
    h1, h2, y = plant(u)
    e = y - bent
    mismatch.append(0.5 * np.mean(e ** 2))

    # q = how much each summing point is to blame
    q3 = e / n
    q2 = GAIN * (M3.T @ q3) * (1 - h2 * h2)
    q1 = (M2.T @ q2) * (1 - h1 * h1)

    M3 -= GAIN * q3 @ h2.T
    o3 -= GAIN * offset(q3)
    M2 -= GAIN * q2 @ h1.T
    o2 -= GAIN * offset(q2)
    M1 -= GAIN * q1 @ u.T
    o1 -= GAIN * offset(q1)

    if firing_round % 100 == 0:
        print(firing_round, "mismatch", mismatch[-1])

print("last mismatch", mismatch[-1:])
_, _, y = plant(u)
for want, got in zip(bent[0], y[0]):
    print("cone %.0f deg, model %.0f deg" % (90 * want, 90 * got))
