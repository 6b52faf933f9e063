# -*- coding: utf-8 -*-
# Aproximação da superfície z = x² - y² com uma rede de uma camada oculta
import numpy as np

EPOCAS = 400
TAXA = 0.05
OCULTOS = 10

np.random.seed(5)
lado = np.linspace(-1, 1, 12)
gx, gy = np.meshgrid(lado, lado)
pontos = np.c_[gx.ravel(), gy.ravel()]
alturas = (pontos[:, 0] ** 2 - pontos[:, 1] ** 2).reshape(-1, 1)

w1 = np.random.uniform(-1, 1, (2, OCULTOS))
b1 = np.zeros(OCULTOS)
w2 = np.random.uniform(-1, 1, (OCULTOS, 1))
b2 = np.zeros(1)


def propaga(x):
    global h
    h = np.tanh(x @ w1 + b1)
    return h @ w2 + b2


def retropropaga(x, erro):
    global w1, b1, w2, b2
    n = len(x)
    grad_w2 = h.T @ erro / n
    grad_b2 = erro.mean(axis=0)
    erro_h = (erro @ w2.T) * (1 - h * h)
    grad_w1 = x.T @ erro_h / n
    grad_b1 = erro_h.mean(axis=0)
    w2 -= TAXA * grad_w2
    b2 -= TAXA * grad_b2
    w1 -= TAXA * grad_w1
    b1 -= TAXA * grad_b1


for epoca in range(1, EPOCAS + 1):
    previsto = propaga(pontos)
    retropropaga(pontos, previsto - alturas)
    if epoca % 100 == 0:
        print(f"época {epoca}: erro quadrático médio = {np.mean((previsto - alturas) ** 2):.5f}")

print("R² =", 1 - np.sum((propaga(pontos) - alturas) ** 2) / np.sum((alturas - alturas.mean()) ** 2))
