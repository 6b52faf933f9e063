import numpy as np

# Previsão da safra: chuva, temperatura, adubo -> produção (dados simulados)
gerador = np.random.default_rng(2010)
N = 45
chuva = gerador.gamma(4, 25, N)
temp = gerador.normal(24, 3, N)
adubo = gerador.uniform(0, 1, N)
producao = 0.02 * chuva - 0.1 * (temp - 24) ** 2 + 2 * adubo

X = np.vstack([chuva, temp, adubo])
X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
Y = ((producao - producao.mean()) / producao.std())[None, :]

def relu(v):
    return v * (v > 0)

n1 = n2 = 6
W1 = gerador.normal(0, 0.8, (n1, 3)); b1 = gerador.normal(0, 0.2, (n1, 1))
W2 = gerador.normal(0, 0.6, (n2, n1)); b2 = gerador.normal(0, 0.2, (n2, 1))
W3 = gerador.normal(0, 0.6, (1, n2)); b3 = gerador.normal(0, 0.2, (1, 1))
alfa = 0.05

for passo in range(250):
    Z1 = W1 @ X + b1
    A1 = relu(Z1)
    Z2 = W2 @ A1 + b2
    A2 = relu(Z2)
    Z3 = W3 @ A2 + b3
    J = np.sum((Z3 - Y) ** 2) / (2 * N)

    dZ3 = (Z3 - Y) / N
    dW3 = dZ3 @ A2.T
    db3 = dZ3.sum(axis=1, keepdims=True)
    dZ2 = (W3.T @ dZ3) * (Z2 > 0)
    dW2 = dZ2 @ A1.T
    db2 = dZ2.sum(axis=1, keepdims=True)
    dZ1 = (W2.T @ dZ2) * (Z1 > 0)
    dW1 = dZ1 @ X.T
    db1 = dZ1.sum(axis=1, keepdims=True)

    W3 = W3 - alfa * dW3
    W2 = W2 - alfa * dW2
    W1 = W1 - alfa * dW1
    b3 = b3 - alfa * db3
    b2 = b1 - alfa * db2
    b1 = b1 - alfa * db1
    if passo % 50 == 0:
        print("passo", passo, "J =", J)
