#!/usr/bin/env python3
"""Identify a damped oscillator from a noisy step response with sine units.

x(t) = W2 sin(W1 t + b1) + b2, t as a row vector (1 x N), everything single precision
because the thing has to go on a microcontroller afterwards.
"""
import time

import numpy as np

F = np.float32
rng = np.random.RandomState(99)

N = 100
t = np.linspace(0, 3, N, dtype=F).reshape(1, N)
truth = 1 - np.exp(-0.8 * t) * np.cos(5 * t)
x = (truth + 0.03 * rng.randn(1, N)).astype(F)

K = 12
W1 = rng.uniform(-4, 4, (K, 1)).astype(F)
b1 = rng.uniform(-np.pi, np.pi, (K, 1)).astype(F)
W2 = (0.3 * rng.randn(1, K)).astype(F)
b2 = np.zeros((1, 1), dtype=F)

print("dtypes:", W1.dtype, b1.dtype, W2.dtype, b2.dtype)


def model(t):
    phi = W1 @ t + b1
    s = np.sin(phi)
    return phi, s, W2 @ s + b2


rate = F(0.02)
decay = F(0.999)
mom = F(0.8)
vel = [np.zeros_like(p) for p in (W1, b1, W2, b2)]

start = time.time()
for k in range(1500):
    phi, s, xhat = model(t)
    e = xhat - x
    J = float(np.mean(e * e))

    g_out = F(2.0 / N) * e
    g_phi = (W2.T @ g_out) * np.cos(phi)

    grads = [g_phi @ t.T, g_phi.sum(axis=1, keepdims=True), g_out @ s.T, g_out.sum(axis=1, keepdims=True)]
    for v, g in zip(vel, grads):
        v *= mom
        v -= rate * g
    for p, v in zip((W1, b1, W2, b2), vel):
        p += v
    rate = F(rate * decay)

    if k % 250 == 0:
        print(f"{k:5d}  J = {J:.6f}  rate = {rate:.5f}")

print(f"took {time.time() - start:.2f} s")
_, _, xhat = model(t)
print("largest deviation from the noise-free response:", np.abs(xhat - truth).max())
print("const float W1[] = {" + ", ".join(f"{w:.4f}f" for w in W1.ravel()) + "};")
