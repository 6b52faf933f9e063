import numpy as np
gerador = np.random.RandomState(88)
X = gerador.randn(19, 3)
D = gerador.randn(19, 2) * 0.5
W1 = gerador.randn(3, 6) * 0.4
W2 = gerador.randn(6, 2) * 0.4
taxa = 0.05
erro = 1e9
volta = 0
while erro > 1e-3 and volta < 600:
    H = np.tanh(X.dot(W1))
    Y = H.dot(W2)
    erro = np.mean((D - Y) ** 2)
    dY = 2 * (Y - D) / Y.size
    dH = dY.dot(W2.T) * (1 - H ** 2)
    W2 -= taxa * H.T.dot(dY)
    W1 -= taxa * X.T.dot(dH)
    taxa = taxa * 0.999
    volta += 1
print(volta, erro)
