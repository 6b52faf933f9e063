# Red neuronal desde cero (siguiendo el tutorial del canal)
# aprende: al menos dos entradas encendidas / numero impar de encendidas
import numpy as np
np.random.seed(12)

def sigm(x):
    return 1/(1+np.exp(-x))

def sigm_derivada(y):
    # ojo: aqui y YA es sigm(x)
    return y*(1-y)

entradas = np.array([[0,0,0],[0,0,1],[0,1,0],[0,1,1],[1,0,0],[1,0,1],[1,1,0],[1,1,1]])
salidas = np.array([[0,0],[0,1],[0,1],[1,0],[0,1],[1,0],[1,0],[1,1]])

# se añade una columna de unos para el sesgo
unos = np.ones((entradas.shape[0], 1))
entradas = np.hstack((entradas, unos))
print(entradas.shape)

pesos_1 = np.random.uniform(-1, 1, (4, 5))
pesos_2 = np.random.uniform(-1, 1, (6, 2))   # 5 ocultas + 1 sesgo
alpha = 0.4
error_ant = 999

for i in range(3000):
    # forward
    oculta = sigm(np.dot(entradas, pesos_1))
    oculta_s = np.hstack((oculta, unos))
    salida = sigm(np.dot(oculta_s, pesos_2))

    error = -(salidas - salida)
    if i % 1000 == 0:
        ecm = np.mean(error**2)
        print("Iteracion:", i, "ECM:", ecm, "bien:", np.sum(np.round(salida) == salidas), "de", salidas.size)
        error_ant = ecm

    # backward
    ajuste_2 = -error*sigm_derivada(salida)
    ajuste_1 = ajuste_2.dot(pesos_2[:-1].T)*sigm_derivada(oculta)   # sin la fila del sesgo

    pesos_2 = pesos_2 + alpha*oculta_s.T.dot(ajuste_2)
    pesos_1 = pesos_1 + alpha*entradas.T.dot(ajuste_1)

print("Resultado despues de entrenar:")
oculta_s = np.hstack((sigm(np.dot(entradas, pesos_1)), unos))
print(np.round(sigm(np.dot(oculta_s, pesos_2)), 2))
