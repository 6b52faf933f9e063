# -*- coding: utf-8 -*-
# Trabalho de IA - Tema: classificar bebidas pelo sensor de gas
# Aluno: turma B noite
# tres classes: cachaca, vinho, cerveja
import numpy as np

np.random.seed(42)

# ---------- dados do sensor (simulados pelo professor) ----------
def gera(classe, quantos):
    centros = {0: [3.0, 1.0, 0.5, 2.0], 1: [1.5, 2.2, 1.5, 0.3], 2: [0.4, 0.9, 2.8, 1.1]}
    return np.array(centros[classe]) + 0.6 * np.random.randn(quantos, 4)


nomes = ["cachaca", "vinho", "cerveja"]
entradas = np.vstack([gera(c, 25) for c in range(3)])
rotulos = np.repeat([0, 1, 2], 25)
alvo = np.zeros((75, 3))
for i in range(75):
    alvo[i][rotulos[i]] = 1

# normaliza
entradas = (entradas - np.mean(entradas, axis=0)) / np.std(entradas, axis=0)


def sigmoide(v):
    return 1.0 / (1.0 + np.exp(-v))


def derivada_sigmoide(s):
    # recebe a SAIDA da sigmoide
    return s * (1 - s)


def softmax(v):
    e = np.exp(v - v.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def derivada_softmax(s):
    return s * (1 - s)


def entropia_cruzada(p, t):
    return -np.sum(t * np.log(p + 1e-12)) / len(t)


pesos = {
    "oculta": np.random.uniform(-1, 1, (4, 7)),
    "saida": np.random.uniform(-1, 1, (7, 3)),
}
vies = {"oculta": np.zeros(7), "saida": np.zeros(3)}
taxa = 0.4
historico = []

epoca = 0
while epoca < 500:
    # ida
    net1 = np.dot(entradas, pesos["oculta"]) + vies["oculta"]
    o1 = sigmoide(net1)
    net2 = np.dot(o1, pesos["saida"]) + vies["saida"]
    o2 = softmax(net2)

    historico.append(entropia_cruzada(o2, alvo))

    # volta
    erro = (alvo - o2) / len(alvo)
    delta2 = erro * derivada_softmax(o2)
    delta1 = np.dot(delta2, pesos["saida"].T) * derivada_sigmoide(o1)

    # o erro eh alvo - saida, entao aqui soma
    pesos["saida"] = pesos["saida"] + taxa * np.dot(o1.T, delta2)
    vies["saida"] = vies["saida"] + taxa * delta2.sum(0)
    pesos["oculta"] = pesos["oculta"] + taxa * np.dot(entradas.T, delta1)
    vies["oculta"] = vies["oculta"] + taxa * delta1.sum(0)

    if epoca % 100 == 0:
        acertos = (o2.argmax(1) == rotulos).sum()
        print("epoca", epoca, "custo = %.4f" % historico[-1], "acertos:", acertos, "de 75")
    epoca += 1

print("custo final", round(float(historico[-1]), 4))
for c in range(3):
    quantos = (o2.argmax(1)[rotulos == c] == c).sum()
    print(nomes[c], quantos, "de 25")
