# two-layer net, ported from my MATLAB assignment
import numpy as np

np.random.seed(6)
X = np.matrix(np.random.rand(3, 15))
T = np.matrix(np.vstack([np.asarray(X)[0] * np.asarray(X)[1], np.asarray(X).max(axis=0)]))

Wi = np.matrix(np.random.randn(4, 3) * 0.5)
bi = np.matrix(np.zeros((4, 1)))
Wo = np.matrix(np.random.randn(2, 4) * 0.5)
bo = np.matrix(np.zeros((2, 1)))
gamma = 0.02

for k in range(300):
    V = Wi * X + bi
    H = 1 / (1 + np.exp(-V))
    Y = Wo * H + bo

    E = T - Y
    J = 0.5 * np.sum(np.square(E))

    dO = E
    dH = np.multiply(Wo.T * dO, np.multiply(H, 1 - H))

    Wo = Wo + gamma * dO * H.T
    bo = bo + gamma * dO.sum(axis=1)
    Wi = Wi + gamma * dH * X.T
    bi = bi + gamma * dH.sum(axis=1)

    if k % 100 == 0:
        print("%d  J = %.6f" % (k, J))
