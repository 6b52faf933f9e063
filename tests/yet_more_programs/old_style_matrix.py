import numpy as np
np.random.seed(27)
P = np.matrix(np.random.rand(2, 8))
D = np.matrix(np.random.rand(2, 8))
W1 = np.matrix(np.random.rand(3, 2) - 0.5)
W2 = np.matrix(np.random.rand(2, 3) - 0.5)
alfa = 0.2
for it in range(300):
    N1 = W1 * P
    A1 = 1 / (1 + np.exp(-N1))
    N2 = W2 * A1
    A2 = N2
    E = D - A2
    J = 0.5 * np.sum(np.multiply(E, E))
    S2 = -E
    S1 = np.multiply(np.multiply(A1, 1 - A1), W2.T * S2)
    W2 = W2 - alfa * S2 * A1.T
    W1 = W1 - alfa * S1 * P.T
    if it % 100 == 0:
        print(it, J)
