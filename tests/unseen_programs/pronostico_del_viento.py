# Pronostico de la velocidad del viento a partir de las cuatro horas anteriores
import numpy as np

np.random.seed(58)
horas = np.arange(150)
viento = np.sin(horas / 5) + 0.4 * np.cos(horas / 2.3) + 0.1 * np.random.randn(150)
ventana = np.array([viento[i:i + 4] for i in range(146)]).T
siguiente = viento[4:].reshape(1, -1)
cantidad = siguiente.shape[1]

pesos_a = np.random.randn(4, 4) * 0.5
pesos_b = np.random.randn(4, 4) * 0.5
pesos_c = np.random.randn(1, 4) * 0.5
umbral_a = np.random.randn(4, 1) * 0.1
umbral_b = np.random.randn(4, 1) * 0.1
umbral_c = np.zeros((1, 1))

velocidad_de_aprendizaje = 0.1
ciclos = 200

for ciclo in range(ciclos):
    salida_a = np.tanh(pesos_a @ ventana + umbral_a)
    salida_b = np.tanh(pesos_b @ salida_a + umbral_b)
    prediccion = pesos_c @ salida_b + umbral_c

    delta_c = (prediccion - siguiente) / cantidad
    delta_b = (pesos_c.T @ delta_c) * (1 - salida_b ** 2)
    delta_a = (pesos_b.T @ delta_b) * (1 - salida_a ** 2)

    grad_c = delta_c @ salida_b.T
    grad_b = delta_b @ salida_b.T
    grad_a = delta_a @ ventana.T

    pesos_c = pesos_c - velocidad_de_aprendizaje * grad_c
    pesos_b = pesos_b - velocidad_de_aprendizaje * grad_b
    pesos_a = pesos_a - velocidad_de_aprendizaje * grad_a
    umbral_c = umbral_c - velocidad_de_aprendizaje * delta_c.sum(axis=1, keepdims=True)
    umbral_b = umbral_b - velocidad_de_aprendizaje * delta_b.sum(axis=1, keepdims=True)
    umbral_a = umbral_b - velocidad_de_aprendizaje * delta_a.sum(axis=1, keepdims=True)

    if ciclo % 50 == 0:
        print("ciclo", ciclo, "error cuadratico", np.mean((prediccion - siguiente) ** 2))
