# Disciplina: Inteligencia Artificial - entrega final
# Rede para prever nota de filme (0 a 1) e se o publico recomenda, a partir de 5 generos
import sys
import numpy as np

EPOCAS = 400
if len(sys.argv) > 2 and sys.argv[1] == "--epocas":
    EPOCAS = int(sys.argv[2])

np.random.seed(2)

def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))

def d_sigmoid(z):
    s = sigmoid(z)
    return s * (1.0 - s)

def d_tanh(z):
    return 1.0 - np.tanh(z) ** 2

# dados inventados
filmes = np.random.randint(0, 2, size=(45, 5)).astype(float)
gosto = filmes @ np.array([0.9, -0.4, 0.7, -0.8, 0.3])
nota = sigmoid(2 * gosto + 0.3 * np.random.randn(45))
recomenda = (nota > 0.55).astype(float)
alvo = np.column_stack((nota, recomenda))

# arquitetura 5 -> 6 -> 6 -> 2
W1 = np.random.normal(0, 0.7, (5, 6));  b1 = np.zeros((1, 6))
W2 = np.random.normal(0, 0.7, (6, 6));  b2 = np.zeros((1, 6))
W3 = np.random.normal(0, 0.7, (6, 2));  b3 = np.zeros((1, 2))

taxa = 0.03
for epoca in range(EPOCAS):
    # propagacao
    z1 = np.dot(filmes, W1) + b1
    a1 = np.tanh(z1)
    z2 = np.dot(a1, W2) + b2
    a2 = np.tanh(z2)
    z3 = np.dot(z2, W3) + b3
    a3 = sigmoid(z3)

    erro = a3 - alvo
    eqm = np.mean(erro ** 2)

    # retropropagacao
    delta3 = erro * d_sigmoid(z3)
    delta2 = np.dot(delta3, W3.T) * d_tanh(z2)
    delta1 = np.dot(delta2, W2.T) * d_tanh(z1)

    gradW3 = np.dot(a2.T, delta3)
    gradW2 = np.dot(delta2.T, a1)
    gradW1 = np.dot(filmes.T, delta1)

    W3 -= taxa * gradW3
    W2 -= taxa * gradW2
    W1 -= taxa * gradW1
    b3 -= taxa * np.sum(delta3, axis=0, keepdims=True)
    b2 -= taxa * np.sum(delta2, axis=0, keepdims=True)
    b1 -= taxa * np.sum(delta1, axis=0, keepdims=True)

    if epoca % 100 == 0:
        print("Epoca: {:4d} | EQM: {:.6f}".format(epoca, eqm))

print("Fim do treinamento!")
print("EQM final:", np.mean((sigmoid(np.dot(np.tanh(np.dot(np.tanh(filmes @ W1 + b1), W2) + b2), W3) + b3) - alvo) ** 2))
