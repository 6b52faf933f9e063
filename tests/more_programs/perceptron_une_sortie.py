import numpy as np
alea = np.random.RandomState(18)
base = [(alea.rand(3), alea.rand(1)) for _ in range(12)]
P = alea.randn(4, 3)
p0 = alea.randn(4, 1)
Q = alea.randn(1, 4)
q0 = alea.randn(1, 1)
def g(s):
    return 1 / (1 + np.exp(-s))
for tour in range(30):
    cout = 0
    for entree, but in base:
        x = entree.reshape(3, 1)
        h = g(np.dot(P, x) + p0)
        y = g(np.dot(Q, h) + q0)
        cout += ((y - but) ** 2).item() / 2
        dq = (y - but) * y * (1 - y)
        dp = np.dot(Q.T, dq) * h * (1 - h)
        Q = Q - 0.5 * np.dot(dq, h.T)
        q0 = q0 - 0.5 * dq
        P = P - 0.5 * np.dot(dp, x.T)
        p0 = p0 - 0.5 * dp
    if tour % 10 == 0:
        print(tour, cout)
