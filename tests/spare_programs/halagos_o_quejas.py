"""Opiniones de un hostal: ¿halago o queja?

Cada palabra tiene un vector; la frase es la media de los vectores de sus
palabras; encima va una capa con tanh y una neurona con sigmoide.
"""
import re
import numpy as np

np.random.seed(12)

OPINIONES = """
+ habitación limpia y desayuno rico
+ personal muy amable y cama cómoda
+ todo limpio y tranquilo, volveremos
+ desayuno rico y vistas bonitas
+ cama cómoda, barrio tranquilo
+ muy amable la dueña, vistas bonitas
- habitación sucia y cama dura
- mucho ruido y desayuno frío
- personal antipático, no volveremos
- ducha fría y mucho ruido
- todo sucio y muy caro
- caro, cama dura, barrio feo
""".strip().splitlines()

frases = [re.findall(r"\w+", o[1:].lower()) for o in OPINIONES]
signos = [1.0 if o[0] == "+" else 0.0 for o in OPINIONES]
vocabulario = sorted({p for f in frases for p in f})
numero = {p: i for i, p in enumerate(vocabulario)}
print(len(vocabulario), "palabras distintas")

DIM, OCULTA = 6, 5
E = np.random.normal(0, 0.5, (len(vocabulario), DIM))
W = np.random.normal(0, 0.5, (OCULTA, DIM))
b = np.zeros(OCULTA)
v = np.random.normal(0, 0.5, OCULTA)
c = 0.0


def leer(palabras):
    indices = [numero[p] for p in palabras if p in numero]
    media = E[indices].mean(axis=0)
    h = np.tanh(W @ media + b)
    p = 1 / (1 + np.exp(-(v @ h + c)))
    return indices, media, h, p


ritmo = 0.2
orden = list(range(len(frases)))
for vuelta in range(100):
    coste = 0.0
    aciertos = 0
    for k in orden:
        indices, media, h, p = leer(frases[k])
        t = signos[k]
        coste -= t * np.log(p) + (1 - t) * np.log(1 - p)
        aciertos += (p > 0.5) == (t > 0.5)

        # hacia atrás (error = lo que falta para llegar, por eso se suma)
        error = t - p
        falta_h = error * v * (1 - h ** 2)
        falta_media = W.T @ falta_h

        c += ritmo * error
        v += ritmo * error * h
        b += ritmo * falta_h
        W += ritmo * np.outer(falta_h, media)
        # una palabra puede salir dos veces, así que add.at y no E[indices] +=
        np.add.at(E, indices, ritmo * falta_media / len(indices))
    if vuelta % 20 == 0:
        print("vuelta %3d  coste %.4f  aciertos %d/%d" % (vuelta, coste / len(frases), aciertos, len(frases)))
    np.random.shuffle(orden)

print("Palabras más quejicas:")
sueltas = [(float(leer([p])[3]), p) for p in vocabulario]
for nota, palabra in sorted(sueltas)[:5]:
    print("  %-12s %.2f" % (palabra, nota))

for nueva in ("cama limpia y barrio bonito", "ruido y desayuno caro"):
    print(nueva, "->", "halago" if leer(nueva.split())[3] > 0.5 else "queja")
