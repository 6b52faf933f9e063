# Altura de um girassol (m) depois de 60 dias, rede com lista de camadas, ELU e perda de Huber
import numpy as np

rng = np.random.RandomState(17)

# agua (l/semana), luz (h/dia), adubo (g)
agua = rng.uniform(0.5, 6, 90)
luz = rng.uniform(2, 12, 90)
adubo = rng.uniform(0, 50, 90)
altura = 0.4 + 0.12 * luz + 0.25 * np.sqrt(agua) - 0.0004 * (adubo - 25) ** 2
altura += rng.normal(0, 0.05, 90)
altura[::15] += 1.5           # alguem mediu errado

entrada = np.stack([agua, luz, adubo]).T
entrada = (entrada - entrada.mean(0)) / entrada.std(0)
alvo = altura[:, None] - altura.mean()

ALFA = 0.7
LIMITE = 0.5


def elu(z):
    return np.where(z > 0, z, ALFA * (np.exp(np.minimum(z, 0)) - 1))


def elu_linha(z):
    return np.where(z > 0, 1, ALFA * np.exp(np.minimum(z, 0)))


def huber(erro):
    pequeno = np.abs(erro) <= LIMITE
    return np.where(pequeno, 0.5 * erro ** 2, LIMITE * (np.abs(erro) - 0.5 * LIMITE))


tamanhos = [3, 10, 6, 1]
camadas = []
for n_antes, n_depois in zip(tamanhos[:-1], tamanhos[1:]):
    camadas.append([rng.randn(n_antes, n_depois) * np.sqrt(2.0 / n_antes) * 0.5, np.zeros(n_depois)])

taxa = 0.03
lote = 18
for epoca in range(80):
    ordem = rng.permutation(len(entrada))
    soma = 0.0
    for comeco in range(0, len(entrada), lote):
        quais = ordem[comeco:comeco + lote]
        x, t = entrada[quais], alvo[quais]

        zs, ativs = [], [x]
        for numero, (w, b) in enumerate(camadas):
            zs.append(ativs[-1] @ w + b)
            ativs.append(elu(zs[-1]) if numero < len(camadas) - 1 else zs[-1])

        erro = ativs[-1] - t
        soma += huber(erro).sum()

        delta = np.clip(erro, -LIMITE, LIMITE)     # derivada da huber
        for numero in range(len(camadas) - 1, -1, -1):
            w, b = camadas[numero]
            grad_w = ativs[numero].T @ delta
            grad_b = delta.sum(axis=0)
            if numero > 0:
                delta = (delta @ w.T) * elu_linha(zs[numero - 1])
            w -= taxa / lote * grad_w
            b -= taxa / lote * grad_b
    if epoca % 20 == 0 or epoca == 79:
        print("epoca %2d  huber %.5f" % (epoca, soma / len(entrada)))
