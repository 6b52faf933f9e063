# Quanto vale o apartamento? Rede com ELU, dados inventados com base nos anuncios do bairro
import numpy as np

np.random.seed(31)
area = np.random.uniform(35, 160, 100)
quartos = np.clip(np.round(area / 35 + np.random.randn(100) * 0.5), 1, 5)
andar = np.random.randint(0, 15, 100)
preco = 3.1 * area + 25 * quartos + 4 * andar + 0.01 * area ** 2 + np.random.randn(100) * 15   # em mil reais

dados = np.vstack([area, quartos, andar]).T
mu, sd = dados.mean(axis=0), dados.std(axis=0)
X = (dados - mu) / sd
Y = (preco / 300).reshape(100, 1)

parametros = {
    "W1": np.random.randn(3, 10) * 0.4, "b1": np.zeros((1, 10)),
    "W2": np.random.randn(10, 5) * 0.4, "b2": np.zeros((1, 5)),
    "W3": np.random.randn(5, 1) * 0.4, "b3": np.zeros((1, 1)),
}


def elu(z, alfa=1.0):
    return np.where(z > 0, z, alfa * (np.exp(np.minimum(z, 0)) - 1))


def elu_linha(a, alfa=1.0):
    # recebe a SAIDA da elu: se a < 0 entao exp(z) = a + alfa
    return np.where(a > 0, 1.0, a + alfa)


def previsao(X, p):
    a1 = elu(X @ p["W1"] + p["b1"])
    a2 = elu(a1 @ p["W2"] + p["b2"])
    return a1, a2, a2 @ p["W3"] + p["b3"]


def gradientes(X, Y, p):
    a1, a2, s = previsao(X, p)
    n = len(X)
    d3 = 2 * (s - Y) / n
    d2 = d3 @ p["W3"].T * elu_linha(a2)
    d1 = d2 @ p["W2"].T * elu_linha(a1)
    return {
        "W3": a2.T @ d3, "b3": d3.sum(0, keepdims=True),
        "W2": a1.T @ d2, "b2": d2.sum(0, keepdims=True),
        "W1": X.T @ d1, "b1": d1.sum(0, keepdims=True),
    }


taxa = 0.05
for epoca in range(1200):
    g = gradientes(X, Y, parametros)
    for nome in parametros:
        parametros[nome] -= taxa * g[nome]
    if epoca % 200 == 0:
        s = previsao(X, parametros)[-1]
        print("epoca", epoca, "EQM", np.mean((s - Y) ** 2), "erro medio em mil reais", 300 * np.mean(np.abs(s - Y)))

resposta = input("Avaliar um apartamento? (s/n) ")
if resposta == "s":
    a = float(input("area: "))
    q = float(input("quartos: "))
    f = float(input("andar: "))
    valor = previsao((np.array([[a, q, f]]) - mu) / sd, parametros)[-1]
    print("vale uns", round(300 * valor.item()), "mil reais")
