# Que valvulas abrir segun humedad, temperatura, sol y lluvia prevista
import numpy as np

azar = np.random.default_rng(36)


def sigm(x):
    return 1 / (1 + np.exp(-x))


def crear_red(ne, no, ns):
    return {'w1': azar.normal(0, 0.6, (ne, no)), 'b1': np.zeros((1, no)),
            'w2': azar.normal(0, 0.6, (no, ns)), 'b2': np.zeros((1, ns))}


def adelante(red, x):
    h = np.tanh(x @ red['w1'] + red['b1'])
    return h, sigm(h @ red['w2'] + red['b2'])


def ajustar(red, x, t, tasa):
    h, o = adelante(red, x)
    d_o = (o - t) * o * (1 - o)
    d_h = (d_o @ red['w2'].T) * (1 - h ** 2)

    red['w2'] -= tasa * h.T @ d_o
    red['b2'] -= tasa * np.sum(d_o)
    red['w1'] -= tasa * x.T @ d_h
    red['b1'] -= tasa * np.mean(d_h, axis=0)
    return 0.5 * np.sum((o - t) ** 2)


medidas = azar.uniform(-1, 1, (75, 4))
valvulas = np.stack([medidas[:, 0] < 0, medidas[:, 1] + medidas[:, 2] > 0.2, medidas[:, 3] < medidas[:, 0]], axis=1)
valvulas = valvulas.astype(float)

red = crear_red(4, 7, 3)
for epoca in range(1, 301):
    error = ajustar(red, medidas, valvulas, 0.03)
    if epoca % 100 == 0:
        print('Epoca %d, error %.3f' % (epoca, error))

_, o = adelante(red, medidas)
print('valvulas bien decididas:', ((o > 0.5) == (valvulas > 0.5)).mean(axis=0))
