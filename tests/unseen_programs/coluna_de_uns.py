import numpy as np

np.random.seed(64)


def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))


def acrescenta_uns(M):
    return np.column_stack([M, np.ones(len(M))])


# dois anéis
raio = np.concatenate([np.random.normal(0.5, 0.1, 60), np.random.normal(1.2, 0.1, 60)])
ang = np.random.uniform(0, 2 * np.pi, 120)
X = np.column_stack([raio * np.cos(ang), raio * np.sin(ang)])
y = (raio > 0.85).astype(float).reshape(-1, 1)

Theta1 = np.random.uniform(-1, 1, (3, 6))
Theta2 = np.random.uniform(-1, 1, (7, 1))
taxa = 0.02

A0 = acrescenta_uns(X)
for it in range(2000):
    A1 = acrescenta_uns(sigmoide(A0 @ Theta1))
    A2 = sigmoide(A1 @ Theta2)

    D2 = A2 - y
    D1 = (D2 @ Theta2.T) * A1 * (1 - A1)
    D1 = D1[:, 1:]

    Theta2 -= taxa * A1.T @ D2
    Theta1 -= taxa * A0.T @ D1

    if it % 500 == 0:
        J = -np.mean(y * np.log(A2) + (1 - y) * np.log(1 - A2))
        print("iteração", it, "J =", J)

print("acertos:", int(np.sum((A2 > 0.5) == y)), "de", len(y))
