# Una red neuronal "a mano" para la clase de informatica de 4.o
# Nada de bibliotecas raras: listas, bucles y paciencia, para que se vea
# cada multiplicacion en la pizarra.
import math
import random

random.seed(11)

# Dos interruptores -> dos bombillas
# bombilla A: se enciende si hay alguno; bombilla B: solo si hay uno
entradas = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
salidas = [[0.0, 0.0], [1.0, 1.0], [1.0, 1.0], [1.0, 0.0]]

N_ENT = 2
N_OCU = 3
N_SAL = 2
EPOCAS = 3000
ALFA = 0.5


def sigmoide(x):
    return 1.0 / (1.0 + math.exp(-x))


def al_azar():
    return random.uniform(-1, 1)


pesos_o = [[al_azar() for i in range(N_ENT)] for j in range(N_OCU)]
sesgos_o = [al_azar() for j in range(N_OCU)]
pesos_s = [[al_azar() for j in range(N_OCU)] for k in range(N_SAL)]
sesgos_s = [al_azar() for k in range(N_SAL)]


def hacia_delante(x):
    oculta = []
    for j in range(N_OCU):
        suma = sesgos_o[j]
        for i in range(N_ENT):
            suma += pesos_o[j][i] * x[i]
        oculta.append(sigmoide(suma))
    salida = []
    for k in range(N_SAL):
        suma = sesgos_s[k]
        for j in range(N_OCU):
            suma += pesos_s[k][j] * oculta[j]
        salida.append(sigmoide(suma))
    return oculta, salida


for epoca in range(EPOCAS):
    coste = 0.0
    for x, t in zip(entradas, salidas):
        oculta, salida = hacia_delante(x)

        # 1) el error de cada bombilla
        delta_s = [0.0] * N_SAL
        for k in range(N_SAL):
            e = t[k] - salida[k]
            coste += 0.5 * e * e
            delta_s[k] = e * salida[k] * (1 - salida[k])

        # 2) repartir la culpa entre las neuronas ocultas
        delta_o = [0.0] * N_OCU
        for j in range(N_OCU):
            culpa = 0.0
            for k in range(N_SAL):
                culpa = delta_s[k] * pesos_s[k][j]
            delta_o[j] = culpa * oculta[j] * (1 - oculta[j])

        # 3) corregir los pesos (sumamos, porque e = deseado - obtenido)
        for k in range(N_SAL):
            for j in range(N_OCU):
                pesos_s[k][j] += ALFA * delta_s[k] * oculta[j]
            sesgos_s[k] += ALFA * delta_s[k]
        for j in range(N_OCU):
            for i in range(N_ENT):
                pesos_o[j][i] += ALFA * delta_o[j] * x[i]
            sesgos_o[j] += ALFA * delta_o[j]

    if epoca % 500 == 0:
        print("epoca", epoca, "coste", round(coste, 4))

print("\nEntradas   A     B")
for x in entradas:
    _, s = hacia_delante(x)
    print(x, " ".join("%.2f" % v for v in s))
