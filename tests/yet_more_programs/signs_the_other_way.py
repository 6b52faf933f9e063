import numpy as np
rng = np.random.default_rng(90)
X = rng.random((25, 3))
Y = np.column_stack([X.max(axis=1), X.min(axis=1)])
syn0 = 2 * rng.random((3, 6)) - 1
syn1 = 2 * rng.random((6, 2)) - 1

def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))

for j in range(1500):
    l0 = X
    l1 = nonlin(np.dot(l0, syn0))
    l2 = nonlin(np.dot(l1, syn1))
    l2_error = Y - l2
    if j % 500 == 0:
        print("Error:", str(np.mean(np.abs(l2_error))))
    l2_delta = l2_error * nonlin(l2, deriv=True)
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)
    syn1 += l1.T.dot(l2_delta)
    syn0 += l0.T.dot(l1_delta)
