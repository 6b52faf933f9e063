# Un réseau à couches quelconques, en classe, pour une surface z = f(x, y)
import numpy as np


class Reseau:
    """Perceptron multicouche, tanh partout sauf en sortie."""

    def __init__(self, tailles, graine=0):
        gen = np.random.default_rng(graine)
        self.nb = len(tailles) - 1
        self.poids = []
        self.biais = []
        for k in range(self.nb):
            self.poids.append(gen.normal(0, 1 / np.sqrt(tailles[k]), (tailles[k], tailles[k + 1])))
            self.biais.append(np.zeros((1, tailles[k + 1])))

    def propager(self, X):
        activations = [X]
        for k in range(self.nb):
            z = activations[-1] @ self.poids[k] + self.biais[k]
            if k < self.nb - 1:
                activations.append(np.tanh(z))
            else:
                activations.append(z)
        return activations

    def retropropager(self, activations, y):
        deltas = [np.zeros_like(a) for a in activations[1:]]
        deltas[-1] = 2 * (activations[-1] - y) / len(y)
        for k in range(self.nb - 2, 0, -1):
            deltas[k] = (deltas[k + 1] @ self.poids[k + 1].T) * (1 - activations[k + 1] ** 2)
        grad_poids = []
        grad_biais = []
        for k in range(self.nb):
            grad_poids.append(activations[k].T @ deltas[k])
            grad_biais.append(deltas[k].sum(axis=0, keepdims=True))
        return grad_poids, grad_biais

    def apprendre(self, X, y, epoques, pas):
        pertes = []
        for e in range(epoques):
            activations = self.propager(X)
            pertes.append(np.mean((activations[-1] - y) ** 2))
            gp, gb = self.retropropager(activations, y)
            for k in range(self.nb):
                self.poids[k] -= pas * gp[k]
                self.biais[k] -= pas * gb[k]
            if e % 100 == 0:
                print(f"époque {e:4d} : erreur {pertes[-1]:.5f}")
        return pertes

    def predire(self, X):
        return self.propager(X)[-1]


gen = np.random.default_rng(17)
X = gen.uniform(-1, 1, (80, 2))
y = np.sin(3 * X[:, :1]) * X[:, 1:] + 0.3

reseau = Reseau([2, 7, 5, 1], graine=3)
pertes = reseau.apprendre(X, y, epoques=400, pas=0.1)

essai = np.array([[0.5, 0.5], [-0.5, 0.5], [0.0, 0.9]])
vrai = np.sin(3 * essai[:, :1]) * essai[:, 1:] + 0.3
print("prédit :", reseau.predire(essai).ravel().round(3))
print("vrai   :", vrai.ravel().round(3))
