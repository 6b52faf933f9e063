# rede neural do zero - o semáforo (aula 7 do curso)
# entrada: cor em RGB    saída: parar / atenção / seguir
import numpy as np

np.random.seed(1)

entradas = np.array([
    [1.0, 0.0, 0.0],
    [0.9, 0.1, 0.1],
    [0.8, 0.2, 0.1],
    [1.0, 0.8, 0.0],
    [0.9, 0.7, 0.1],
    [1.0, 0.6, 0.1],
    [0.0, 1.0, 0.0],
    [0.1, 0.8, 0.2],
    [0.0, 0.7, 0.1],
])
saidas = np.repeat(np.eye(3), 3, axis=0)
print(saidas)

pesos1 = np.random.uniform(-1, 1, (3, 5))
bias1 = np.random.uniform(-1, 1, (1, 5))
pesos2 = np.random.uniform(-1, 1, (5, 3))
bias2 = np.random.uniform(-1, 1, (1, 3))

taxa = 0.1

for i in range(1000):
    # ida
    soma1 = np.dot(entradas, pesos1) + bias1
    camada1 = 1 / (1 + np.exp(-soma1))
    soma2 = np.dot(camada1, pesos2) + bias2
    e = np.exp(soma2 - np.max(soma2, axis=1, keepdims=True))
    camada2 = e / np.sum(e, axis=1, keepdims=True)

    erro = saidas - camada2
    custo = -np.mean(np.sum(saidas * np.log(camada2), axis=1))

    # volta (com softmax + entropia cruzada a derivada fica só a diferença)
    delta2 = erro
    delta1 = np.dot(delta2, pesos2.T) * camada1 * (1 - camada1)

    pesos2 += taxa * np.dot(camada1.T, delta2)
    bias2 += taxa * delta2.sum(axis=0, keepdims=True)
    pesos1 += taxa * np.dot(entradas.T, delta1)
    bias1 += taxa * delta1.sum(axis=0, keepdims=True)

    if i % 200 == 0:
        acertos = np.sum(np.argmax(camada2, 1) == np.argmax(saidas, 1))
        print("época", i, "custo", round(custo, 4), "acertos", acertos, "de", len(entradas))

nomes = ["PARAR", "ATENÇÃO", "SEGUIR"]
teste = np.array([[0.95, 0.05, 0.05], [0.95, 0.75, 0.05], [0.05, 0.9, 0.1]])
s1 = 1 / (1 + np.exp(-(teste @ pesos1 + bias1)))
s2 = s1 @ pesos2 + bias2
for cor, k in zip(teste, s2.argmax(axis=1)):
    print(cor, nomes[k])
