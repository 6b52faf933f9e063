# Cada pan recibe tres notas (de 0 a 1): corteza, miga y sabor
# Que nota saldra con tanta agua, sal, levadura, minutos y grados?
# (clase copiada de los apuntes y cambiada a mi gusto)
import numpy as np

np.random.seed(7)


class RedPanadera:
    def __init__(self, n_entradas, n_ocultas, n_salidas, lr):
        self.lr = lr
        self.w_oculta = np.random.normal(0.0, n_entradas ** -0.5, (n_ocultas, n_entradas))
        self.s_oculta = np.zeros((n_ocultas, 1))
        self.w_salida = np.random.normal(0.0, n_ocultas ** -0.5, (n_salidas, n_ocultas))
        self.s_salida = np.zeros((n_salidas, 1))
        self.activacion = lambda x: 1 / (1 + np.exp(-x))

    def consulta(self, lista):
        entrada = np.array(lista, ndmin=2).T
        oculta = self.activacion(self.w_oculta @ entrada + self.s_oculta)
        return self.activacion(self.w_salida @ oculta + self.s_salida)

    def entrena(self, lista_entrada, lista_objetivo):
        entrada = np.array(lista_entrada, ndmin=2).T
        objetivo = np.array(lista_objetivo, ndmin=2).T

        oculta = self.activacion(self.w_oculta @ entrada + self.s_oculta)
        salida = self.activacion(self.w_salida @ oculta + self.s_salida)

        # errores
        error_salida = objetivo - salida
        delta_salida = error_salida * salida * (1 - salida)
        error_oculta = self.w_salida.T @ error_salida
        delta_oculta = error_oculta * oculta * (1 - oculta)

        # pesos y sesgos
        self.w_salida = self.w_salida + self.lr * delta_salida @ oculta.T
        self.s_salida = self.s_salida + self.lr * delta_salida
        self.w_ocultas = self.w_oculta + self.lr * delta_oculta @ entrada.T
        self.s_oculta = self.s_oculta + self.lr * delta_oculta
        return float((error_salida ** 2).sum())


def hornadas(n):
    pruebas = []
    for _ in range(n):
        agua, sal, levadura, minutos, grados = np.random.uniform(-1, 1, 5)
        corteza = 1 / (1 + np.exp(-(2 * minutos + 1.5 * grados - agua)))
        miga = np.exp(-(agua - 0.3) ** 2 - (levadura - 0.1) ** 2)
        sabor = 0.5 * np.exp(-3 * (sal - 0.2) ** 2) + 0.5 * miga * corteza
        pruebas.append(([agua, sal, levadura, minutos, grados], [corteza, miga, sabor]))
    return pruebas


red = RedPanadera(5, 12, 3, 0.4)
panes = hornadas(60)
EPOCAS = 80

for epoca in range(EPOCAS):
    suma = 0
    for receta, notas in panes:
        suma += red.entrena(receta, notas)
    if epoca % 20 == 0:
        print("época", epoca, "error", suma / len(panes))

nuevos = hornadas(5)
for receta, notas in nuevos:
    sale = red.consulta(receta).ravel()
    print("red", sale.round(2), " horno", np.round(notas, 2))
