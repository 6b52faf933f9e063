"""
Lista 5 - Redes neurais (gabarito do monitor, versão preliminar)

Classificar folhas de ipê (amarelo / roxo) a partir do comprimento, da largura e do
número de folíolos. Rede 3-6-2, tangente hiperbólica, softmax, entropia cruzada.
"""
import numpy as np

np.random.seed(2023)


def gerar_folhas(n):
    comprimento = np.random.normal(11, 2, n)
    largura = 0.4 * comprimento + np.random.normal(0, 0.5, n)
    foliolos = np.random.choice([5, 7], n)
    roxo = (largura - 0.3 * foliolos + np.random.normal(0, 0.3, n) > 2.6).astype(int)
    F = np.c_[comprimento, largura, foliolos]
    return (F - F.mean(0)) / F.std(0), roxo


X, rotulo = gerar_folhas(45)
Y = np.eye(2)[rotulo]

# parâmetros
W1 = 0.7 * np.random.randn(3, 6)
b1 = np.zeros(6)
W2 = 0.7 * np.random.randn(6, 2)
b2 = np.zeros(2)

taxa = 0.5
epocas = 400

for epoca in range(epocas):
    # (a) propagação
    H = np.tanh(X @ W1 + b1)
    O = H @ W2 + b2
    O = np.exp(O - O.max(axis=1)[:, None])
    P = O / O.sum(axis=1)[:, None]
    J = -np.log(P[range(45), rotulo]).mean()

    # (b) camada de saída; guardar os pesos antigos para o item (c)
    W2_antigo = W2
    D2 = (P - Y) / 45
    W2 -= taxa * H.T @ D2
    b2 -= taxa * D2.sum(axis=0)

    # (c) camada oculta, com os pesos antigos
    D1 = (D2 @ W2_antigo.T) * (1 - H ** 2)
    W1 -= taxa * X.T @ D1
    b1 -= taxa * D1.sum(axis=0)

    if epoca % 50 == 0:
        acertos = (P.argmax(axis=1) == rotulo).mean()
        print(f"época {epoca:4d}  J = {J:.4f}  acertos = {100 * acertos:.0f}%")

print("b1 =", b1.round(3))
print("b2 =", b2.round(3))
