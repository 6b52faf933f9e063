# %% Taller del sábado: de RGB a "cálido", "claro" y "apagado"
import numpy as np

rng = np.random.default_rng(10)

# %% datos: cada color tiene tres etiquetas entre 0 y 1
colores = rng.uniform(0, 1, (40, 3))
calido = 1 / (1 + np.exp(-6 * (colores[:, 0] - colores[:, 2])))
claro = colores.mean(axis=1)
apagado = 1 - (colores.max(axis=1) - colores.min(axis=1))
etiquetas = np.stack([calido, claro, apagado], axis=1)


# %% funciones
def sigmoide(x):
    return 1 / (1 + np.exp(-x))


def d_sigmoide(s):
    # s ya es la salida de la sigmoide
    return s * (1 - s)


# %% red 3-7-3
pesos_oculta = rng.normal(0, 1, (7, 3))
umbral_oculta = np.zeros(7)
pesos_salida = rng.normal(0, 1, (3, 7))
umbral_salida = np.zeros(3)
paso = 0.3
errores = []

# %% entrenamiento: un color cada vez, al azar
for ciclo in range(80):
    acumulado = 0
    mezcla = rng.permutation(len(colores))
    for k in range(len(mezcla)):
        x = colores[mezcla[k]]
        objetivo = etiquetas[k]

        oculta = sigmoide(pesos_oculta @ x + umbral_oculta)
        salida = sigmoide(pesos_salida @ oculta + umbral_salida)

        error_salida = salida - objetivo
        acumulado += (error_salida ** 2).sum() / 2
        delta_salida = error_salida * d_sigmoide(salida)

        error_oculta = pesos_salida.T @ error_salida
        delta_oculta = error_oculta * d_sigmoide(oculta)

        pesos_salida -= paso * np.outer(delta_salida, oculta)
        umbral_salida -= paso * delta_salida
        pesos_oculta -= paso * np.outer(delta_oculta, x)
        umbral_oculta -= paso * delta_oculta
    errores.append(acumulado)
    if ciclo % 20 == 0:
        print(ciclo, acumulado)

# %% resultado
naranja = np.array([1.0, 0.6, 0.1])
r = sigmoide(pesos_salida @ sigmoide(pesos_oculta @ naranja + umbral_oculta) + umbral_salida)
print("cálido %.2f  claro %.2f  apagado %.2f" % tuple(r))
