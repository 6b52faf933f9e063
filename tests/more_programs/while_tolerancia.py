import numpy as np
np.random.seed(50)
E = np.random.rand(4, 11)
S = np.random.rand(2, 11)
W1 = np.random.randn(3, 4)
W2 = np.random.randn(2, 3)
vueltas = 0
costo = 1.0
while vueltas < 200 and costo > 1e-6:
    N1 = np.matmul(W1, E)
    A1 = 1 / (1 + np.exp(-N1))
    N2 = np.matmul(W2, A1)
    R = N2 - S
    costo = np.sum(np.multiply(R, R))
    G2 = 2 * R
    G1 = np.multiply(np.matmul(W2.T, G2), np.multiply(A1, 1 - A1))
    W2 = W2 - 0.02 * np.matmul(G2, A1.T)
    W1 = W1 - 0.02 * np.matmul(G1, E.T)
    vueltas += 1
print(vueltas, costo)
