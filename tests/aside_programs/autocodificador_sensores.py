# -*- coding: utf-8 -*-
# Autocodificador 8-4-8 para limpiar las lecturas de ocho sensores (invernadero)
import sys
import numpy as np

semilla = 13
tam_lote = 20
epocas = 40
if len(sys.argv) > 3 and sys.argv[1] == "--semilla":
    semilla = int(sys.argv[2])

azar = np.random.default_rng(semilla)

# los ocho sensores dependen de 3 cosas: sol, riego, viento
fuentes = azar.uniform(-1, 1, (120, 3))
mezcla = azar.normal(0, 0.8, (3, 8))
lecturas = fuentes @ mezcla + azar.normal(0, 0.05, (120, 8))

red = {
    "C": azar.normal(0, 0.4, (8, 4)),   # codifica
    "c": np.zeros(4),
    "D": azar.normal(0, 0.4, (4, 8)),   # decodifica
    "d": np.zeros(8),
}
memoria = {clave: np.zeros_like(valor) for clave, valor in red.items()}

ritmo = 0.01
decaimiento = 0.9
l1 = 0.001


def codificar(x):
    return 1 / (1 + np.exp(-(x @ red["C"] + red["c"])))


def coste(x):
    r = codificar(x) @ red["D"] + red["d"]
    return np.mean(np.sum((r - x) ** 2, axis=1)) + l1 * (np.abs(red["C"]).sum() + np.abs(red["D"]).sum())


for epoca in range(epocas):
    orden = azar.permutation(len(lecturas))
    for k in range(0, len(lecturas), tam_lote):
        lote = lecturas[orden[k:k + tam_lote]]
        codigo = codificar(lote)
        reconstruido = codigo @ red["D"] + red["d"]

        g = {}
        sube = 2 * (reconstruido - lote) / len(lote)
        g["D"] = codigo.T @ sube + l1 * np.sign(red["D"])
        g["d"] = sube.sum(axis=0)
        baja = sube @ red["D"].T * codigo * (1 - codigo)
        g["C"] = lote.T @ baja + l1 * np.sign(red["C"])
        g["c"] = baja.sum(axis=0)

        for clave in red:
            memoria[clave] = decaimiento * memoria[clave] + (1 - decaimiento) * g[clave] ** 2
            red[clave] -= ritmo * g[clave] / (np.sqrt(memoria[clave]) + 1e-8)

    if epoca % 10 == 0 or epoca == epocas - 1:
        pequenos = np.mean(np.abs(red["C"]) < 0.01)
        print(f"época {epoca:3d}  coste {coste(lecturas):.4f}  pesos casi nulos {pequenos:.0%}")
