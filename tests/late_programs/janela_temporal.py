# Previsão da próxima hora de consumo de energia a partir das 6 anteriores
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(99)

# --- dados -------------------------------------------------------------
horas = np.arange(240)
consumo = 5 + 2 * np.sin(2 * np.pi * horas / 24) + 0.8 * np.sin(2 * np.pi * horas / 12 + 1)
consumo += 0.2 * np.random.randn(len(horas))
# normalizar entre 0.1 e 0.9
serie = 0.1 + 0.8 * (consumo - consumo.min()) / (consumo.max() - consumo.min())

JANELA = 6
entradas = []
alvos = []
for i in range(len(serie) - JANELA):
    entradas.append(serie[i:i + JANELA])
    alvos.append(serie[i + JANELA])
X = np.array(entradas)
y = np.array(alvos).reshape(-1, 1)

corte = int(0.8 * len(X))
X_treino, y_treino = X[:corte], y[:corte]
X_teste, y_teste = X[corte:], y[corte:]
print(X_treino.shape, y_treino.shape, X_teste.shape)

# --- rede --------------------------------------------------------------
OCULTOS = 8
W1 = np.random.uniform(-0.5, 0.5, (JANELA, OCULTOS))
b1 = np.zeros(OCULTOS)
W2 = np.random.uniform(-0.5, 0.5, (OCULTOS, 1))
b2 = np.zeros(1)


def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))


EPOCAS = 600
TAXA = 0.02
curva = []

for epoca in range(EPOCAS):
    # ida
    oculta = np.tanh(X_treino @ W1 + b1)
    saida = sigmoide(oculta @ W2 + b2)

    # erro
    erro = saida
    erro -= y_treino
    curva.append(np.mean(erro ** 2))

    # volta
    delta2 = erro * saida * (1 - saida)
    delta1 = (delta2 @ W2.T) * (1 - oculta ** 2)

    W2 -= TAXA * oculta.T @ delta2
    b2 -= TAXA * delta2.sum(axis=0)
    W1 -= TAXA * X_treino.T @ delta1
    b1 -= TAXA * delta1.sum(axis=0)

    if (epoca + 1) % 100 == 0:
        print(f"época {epoca + 1}: eqm = {curva[-1]:.5f}")

previsto = sigmoide(np.tanh(X_teste @ W1 + b1) @ W2 + b2)
print("eqm no teste:", np.mean((previsto - y_teste) ** 2))
print("eqm de repetir a última hora:", np.mean((X_teste[:, -1:] - y_teste) ** 2))

plt.plot(y_teste, label="real")
plt.plot(previsto, "--", label="previsto")
plt.legend()
plt.show()
