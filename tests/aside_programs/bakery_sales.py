"""
Fit the daily sales of a bakery as a function of outside temperature and weekend flag.
Model:  f(x) = c + sum_j v_j tanh(x.W_j + b_j)
chi2 minimised by plain gradient descent (nothing fancy, no line search).
"""
import numpy as np

rng = np.random.default_rng(11)

# --- "measured" data -------------------------------------------------------
N = 48
temp = rng.uniform(-5, 30, N)                 # deg C
weekend = (np.arange(N) % 7 >= 5).astype(float)
loaves = 130 - 2.1 * temp + 0.03 * temp ** 2 + 25 * weekend + rng.normal(0, 5, N)

# make everything dimensionless
mu, sig = loaves.mean(), loaves.std()
y = (loaves - mu) / sig
X = np.column_stack([(temp - temp.mean()) / temp.std(), weekend - weekend.mean()])
D = X.shape[1]

# --- parameters ------------------------------------------------------------
H = 6
W = rng.normal(0, 0.7, (D, H))
b = rng.normal(0, 0.3, H)
v = rng.normal(0, 0.5, (H, 1))
c = np.zeros(1)

eta = 0.05
n_iter = 400
history = []

for it in range(n_iter):
    h = np.tanh(X @ W + b)
    f = h @ v + c
    r = f - y
    chi2 = np.mean(r ** 2)
    history.append(chi2)

    dW = np.zeros_like(W)
    db = np.zeros_like(b)
    dv = np.zeros_like(v)
    for j in range(H):
        # df/dv_j = h_j ,   df/dz_j = v_j * sech^2(z_j)
        dv[j] = 2 * np.mean(r * h[:, j])
        g = 2 * r * v[j] * (1 - h[:, j] ** 2)
        db[j] = np.mean(g)
        for k in range(D):
            dW[k, j] = np.mean(g * X[:, k])
    dc = 2 * np.mean(r)

    W -= eta * dW
    b -= eta * db
    v -= eta * dv
    c -= eta * dc

    if it % 50 == 0:
        print(f"iter {it:4d}   chi2/N = {chi2:.5f}   |dv| = {np.linalg.norm(dv):.2e}")

# look at a few predictions, in loaves
f = np.tanh(X @ W + b) @ v + c
for i in range(0, N, 12):
    print("T = %5.1f  weekend = %d   measured %6.1f   model %6.1f" % (temp[i], weekend[i], loaves[i], f[i, 0] * sig + mu))
