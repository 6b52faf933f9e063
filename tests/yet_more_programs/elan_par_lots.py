import numpy as np

alea = np.random.default_rng(14)
entrees = alea.uniform(-1, 1, (48, 2))
cibles = np.sin(2 * entrees[:, :1]) * entrees[:, 1:]
P1 = alea.normal(0, 0.8, (2, 10))
c1 = np.zeros((1, 10))
P2 = alea.normal(0, 0.5, (10, 1))
c2 = np.zeros((1, 1))
vP1, vc1, vP2, vc2 = (np.zeros_like(p) for p in (P1, c1, P2, c2))
taux, elan = 0.05, 0.9
for epoque in range(60):
    ordre = alea.permutation(48)
    for debut in range(0, 48, 16):
        choix = ordre[debut:debut + 16]
        x, t = entrees[choix], cibles[choix]
        h = np.tanh(x @ P1 + c1)
        s = h @ P2 + c2
        perte = np.mean((s - t) ** 2)
        ds = 2 * (s - t) / len(x)
        gP2, gc2 = h.T @ ds, ds.sum(axis=0, keepdims=True)
        dh = ds @ P2.T * (1 - h * h)
        gP1, gc1 = x.T @ dh, dh.sum(axis=0, keepdims=True)
        vP1 = elan * vP1 - taux * gP1
        vc1 = elan * vc1 - taux * gc1
        vP2 = elan * vP2 - taux * gP2
        vc2 = elan * vc2 - taux * gc2
        P1 += vP1
        c1 += vc1
        P2 += vP2
        c2 += vc2
    if epoque % 20 == 0:
        print(epoque, perte)
