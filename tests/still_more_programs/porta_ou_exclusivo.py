import numpy as np

# Exercício da aula 5: porta XOR com uma camada escondida

def logistica(u):
    return 1 / (1 + np.exp(-u))

def derivadaLogistica(s):
    return s * (1 - s)

tabela = np.array([[0,0,0],[0,1,1],[1,0,1],[1,1,0]])
valores = tabela[:, :2]
esperado = tabela[:, 2:]

np.random.seed(4)
pesosEscondida = 2*np.random.random((2,3)) - 1
pesosResposta = 2*np.random.random((3,1)) - 1

repeticoes = 3000
taxaDeAprendizado = 0.5
momento = 1
errosMedios = []

for rodada in range(repeticoes):
    # para frente
    somaEscondida = np.dot(valores, pesosEscondida)
    ativaEscondida = logistica(somaEscondida)
    somaResposta = np.dot(ativaEscondida, pesosResposta)
    resposta = logistica(somaResposta)

    diferenca = esperado - resposta
    errosMedios.append(np.mean(np.abs(diferenca)))
    if rodada % 1000 == 0:
        print("Rodada " + str(rodada) + ", erro absoluto: " + str(errosMedios[-1]))

    # para trás
    deltaResposta = diferenca * derivadaLogistica(resposta)
    pesosRespostaT = pesosResposta.T
    deltaVezesPeso = deltaResposta.dot(pesosRespostaT)
    deltaEscondida = deltaVezesPeso * derivadaLogistica(ativaEscondida)

    # novos pesos = pesos * momento + entradas * delta * taxa
    ajusteResposta = ativaEscondida.T.dot(deltaResposta)
    ajusteEscondida = valores.T.dot(deltaEscondida)
    pesosResposta = (pesosResposta * momento) + (ajusteResposta * taxaDeAprendizado)
    pesosEscondida = (pesosEscondida * momento) + (ajusteEscondida * taxaDeAprendizado)

print("Pesos da resposta:", pesosResposta.ravel())
