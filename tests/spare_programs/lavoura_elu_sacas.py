# Sacas de soja por hectare a partir do solo e da chuva.
# Fiz a ELU porque a ReLU morria. Derivada calculada a partir da SAIDA da ELU.
import numpy as np
import sys

# uso: python lavoura_elu_sacas.py [epocas]
try:
    EPOCAS = int(sys.argv[1])
except (IndexError, ValueError):
    EPOCAS = 400

LAMBDA = 0.001
PASSO = 0.05
sorteio = np.random.RandomState(2020)


def elu(z):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


def d_elu(a):
    # a = elu(z); se z <= 0 a derivada exp(z) vale a + 1
    return np.where(a > 0, 1, a + 1)


def dados(n):
    fosforo = sorteio.gamma(4, 3, n)
    ph = sorteio.normal(5.8, 0.5, n)
    chuva = sorteio.normal(650, 120, n)
    argila = sorteio.uniform(15, 60, n)
    sacas = 55 + 0.4 * fosforo - 9 * (ph - 6.1) ** 2 + 0.03 * (chuva - 650) - 0.00012 * (chuva - 700) ** 2
    sacas = sacas + 0.05 * argila + sorteio.normal(0, 1, n)
    x = np.column_stack([(fosforo - 12) / 6, (ph - 5.8) / 0.5, (chuva - 650) / 120, (argila - 37) / 13])
    return x, ((sacas - 54) / 6).reshape(-1, 1)


def cria(tamanhos):
    camadas = []
    for de, para in zip(tamanhos, tamanhos[1:]):
        camadas.append([sorteio.normal(0, np.sqrt(1 / de), size=(de, para)), np.zeros((1, para))])
    return camadas


def passa(camadas, x):
    valores = [x]
    for i, (w, b) in enumerate(camadas):
        z = valores[-1].dot(w) + b
        valores.append(elu(z) if i + 1 < len(camadas) else z)
    return valores


def custo(camadas, x, t):
    y = passa(camadas, x)[-1]
    regular = sum((w ** 2).sum() for w, _ in camadas)
    return ((y - t) ** 2).mean() + LAMBDA * regular


def desce(camadas, x, t):
    valores = passa(camadas, x)
    novas = []
    d = 2 * (valores[-1] - t) / len(x)
    for i in range(len(camadas) - 1, -1, -1):
        w, b = camadas[i]
        gw = valores[i].T.dot(d) + 2 * LAMBDA * w
        gb = d.sum(axis=0, keepdims=True)
        if i > 0:
            d = d.dot(w.T) * d_elu(valores[i])
        novas.append([w - PASSO * gw, b - PASSO * gb])
    return novas[::-1]


def confere(camadas, x, t, h=1e-5):
    """Derivada numérica de um peso só, para desencargo de consciência (não chamo mais)."""
    w = camadas[0][0]
    w[0, 0] += h
    mais = custo(camadas, x, t)
    w[0, 0] -= 2 * h
    menos = custo(camadas, x, t)
    w[0, 0] += h
    return (mais - menos) / (2 * h)


x, t = dados(110)
x_val, t_val = dados(40)
rede = cria([4, 9, 7, 1])
print("custo antes:", round(custo(rede, x, t), 4))
melhor, piorou = 1e9, 0
epoca = 0
while epoca < EPOCAS:
    rede = desce(rede, x, t)
    epoca += 1
    val = ((passa(rede, x_val)[-1] - t_val) ** 2).mean()
    if val < melhor:
        melhor, piorou = val, 0
    else:
        piorou += 1
        if piorou > 60:
            print("parei na época", epoca)
            break
    if epoca % 100 == 0:
        print("época", epoca, "custo", round(custo(rede, x, t), 4), "validação", round(val, 4))

print("erro típico: %.1f sacas" % (6 * np.sqrt(melhor)))
