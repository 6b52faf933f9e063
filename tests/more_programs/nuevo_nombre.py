import numpy as np
rng = np.random.default_rng(26)
X = rng.normal(size=(20, 3))
T = rng.normal(size=(20, 3))
Wa = rng.normal(size=(3, 3)) * 0.7
Wb = rng.normal(size=(3, 3)) * 0.7
Wc = rng.normal(size=(3, 3)) * 0.7
ba = np.zeros(3)
for k in range(70):
    a1 = np.tanh(X @ Wa + ba)
    a2 = np.tanh(a1 @ Wb)
    y = a2 @ Wc
    ecm = 0.5 * np.sum((y - T) ** 2)
    dc = y - T
    db = (dc @ Wc.T) * (1 - a2 ** 2)
    da = (db @ Wc.T) * (1 - a1 ** 2)
    Wc = Wc - 0.01 * a2.T @ dc
    Wb = Wb - 0.01 * a1.T @ db
    Wa = Wa - 0.01 * X.T @ da
    b_a = ba - 0.01 * da.sum(axis=0)
    if k % 10 == 0:
        print(ecm)
