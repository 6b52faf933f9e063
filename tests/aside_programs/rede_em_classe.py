import numpy as np


class RedeELU:
    """Rede 3-7-4-1 com ELU nas camadas escondidas e RMSProp. Uma amostra por linha."""

    def __init__(self, semente=0, taxa=0.005, rho=0.9):
        g = np.random.default_rng(semente)
        self.pesos = {
            "W1": g.standard_normal((3, 7)) * 0.5,
            "b1": np.zeros(7),
            "W2": g.standard_normal((7, 4)) * 0.5,
            "b2": np.zeros(4),
            "W3": g.standard_normal((4, 1)) * 0.5,
            "b3": np.zeros(1),
        }
        self.cache_rms = {nome: 0.0 for nome in self.pesos}
        self.grad = {}
        self.taxa = taxa
        self.rho = rho

    @staticmethod
    def elu(z):
        return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)

    @staticmethod
    def elu_linha(a):
        # recebe a saída da ELU: para z < 0, exp(z) = a + 1
        return np.where(a > 0, 1.0, a + 1)

    def __call__(self, X):
        p = self.pesos
        self.X = X
        self.h1 = self.elu(X @ p["W1"] + p["b1"])
        self.h2 = self.elu(self.h1 @ p["W2"] + p["b2"])
        return self.h2 @ p["W3"] + p["b3"]

    def para_tras(self, erro):
        p, g = self.pesos, self.grad
        n = len(erro)
        d = erro / n
        g["W3"] = self.h2.T @ d
        g["b3"] = np.sum(d, axis=0)
        d = d @ p["W3"].T * self.elu_linha(self.h2)
        g["W2"] = self.h1.T @ d
        g["b2"] = np.sum(d, axis=0)
        d = d @ p["W2"].T * self.elu_linha(self.h1)
        g["W1"] = self.X.T @ d
        g["b1"] = np.sum(d, axis=0)

    def atualizar(self):
        for nome, g in self.grad.items():
            self.cache_rms[nome] = self.rho * self.cache_rms[nome] + (1 - self.rho) * g * g
            self.pesos[nome] -= self.taxa * g / (np.sqrt(self.cache_rms[nome]) + 1e-8)


# consumo de água de uma horta: sol, vento e idade das plantas
g = np.random.default_rng(5)
X = g.uniform(-1, 1, (90, 3))
y = (1.5 * np.exp(X[:, 0]) + X[:, 1] * X[:, 2])[:, np.newaxis] - 1.5
X_treino, X_teste = X[:70], X[70:]
y_treino, y_teste = y[:70], y[70:]

rede = RedeELU(semente=3)
for epoca in range(1, 501):
    previsto = rede(X_treino)
    rede.para_tras(previsto - y_treino)
    rede.atualizar()
    if epoca % 100 == 0:
        eqm = np.mean((previsto - y_treino) ** 2)
        eqm_teste = np.mean((rede(X_teste) - y_teste) ** 2)
        print("época", epoca, "| treino", round(eqm, 5), "| teste", round(eqm_teste, 5))

residuos = rede(X_teste) - y_teste
print("maior erro no teste:", np.abs(residuos).max().round(3))
r2 = 1 - np.sum(residuos**2) / np.sum((y_teste - y_teste.mean()) ** 2)
print("R2:", round(r2, 4))
