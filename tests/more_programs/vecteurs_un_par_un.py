import numpy as np
rng = np.random.default_rng(19)
exemples = rng.normal(size=(14, 3))
reponses = np.tanh(exemples[:, :2] - exemples[:, 1:])
V = rng.normal(size=(5, 3)) * 0.6
a = np.zeros(5)
W = rng.normal(size=(2, 5)) * 0.6
c = np.zeros(2)
pas = 0.08
for passage in range(40):
    total = 0
    for x, d in zip(exemples, reponses):
        s = V @ x + a
        h = np.log1p(np.exp(s))
        o = W @ h + c
        e = o - d
        total += np.sum(e ** 2) / 2
        retour = (W.T @ e) / (1 + np.exp(-s))
        W -= pas * np.outer(e, h)
        c -= pas * e
        V -= pas * np.outer(retour, x)
        a -= pas * retour
    if passage % 10 == 0:
        print(passage, total)
