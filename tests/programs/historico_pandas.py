import numpy as np
import pandas as pd

np.random.seed(99)


def sigmoid(soma):
    return 1 / (1 + np.exp(-soma))


# viga: comprimento e carga -> deslocamento e rotação (normalizados)
entradas = np.random.rand(25, 2)
alvos = np.column_stack((entradas[:, 0] ** 2 * entradas[:, 1], entradas[:, 0] * entradas[:, 1]))

pesos_oculta = 2 * np.random.random((2, 5)) - 1
pesos_saida = 2 * np.random.random((5, 2)) - 1
taxa_aprendizagem = 0.02

historico = []
for epoca in range(400):
    soma_sinapse0 = np.dot(entradas, pesos_oculta)
    camada_oculta = sigmoid(soma_sinapse0)
    camada_saida = np.dot(camada_oculta, pesos_saida)

    erro = alvos - camada_saida
    media_absoluta = np.mean(np.abs(erro))
    historico.append({"epoca": epoca, "erro": media_absoluta})

    delta_saida = erro
    delta_oculta = delta_saida.dot(pesos_saida.T) * camada_oculta * (1 - camada_oculta)

    pesos_saida = pesos_saida + taxa_aprendizagem * camada_oculta.T.dot(delta_saida)
    pesos_oculta = pesos_oculta + taxa_aprendizagem * entradas.T.dot(delta_oculta)

tabela = pd.DataFrame(historico)
print(tabela.iloc[::100])
