# Period of a pendulum with BIG angles.  usage: python pendulum_big_angles.py [rounds]
# The small network should learn what the formula T = 2 pi sqrt(L/g) does not say.
import sys
import numpy as np

rounds = int(sys.argv[1]) if len(sys.argv) == 2 and sys.argv[1].isdigit() else 1000

rng = np.random.default_rng(1673)     # Huygens


def period(length, angle, g=9.81):
    # arithmetic-geometric mean, exact
    a, b = np.ones_like(angle), np.cos(angle / 2)
    for _ in range(6):
        a, b = (a + b) / 2, np.sqrt(a * b)
    return 2 * np.pi * np.sqrt(length / g) / a


def tanh(z):
    return np.tanh(z)


def tanh_slope(z):
    return 1.0 / np.cosh(z) ** 2


def forward(x, p):
    z = x @ p["Wh"] + p["bh"]
    a = tanh(z)
    out = a @ p["Wo"] + p["bo"]
    return z, a, out


def backward(x, z, a, out, target, p):
    n = len(x)
    g_out = (out - target) / n
    g_hid = (g_out @ p["Wo"].T) * tanh_slope(z)
    return {
        "Wo": a.T @ g_out,
        "bo": g_out.sum(0),
        "Wh": x.T @ g_hid,
        "bh": g_hid.sum(0),
    }


length = rng.uniform(0.2, 2.0, 100)
angle = rng.uniform(0.05, 2.6, 100)
T = period(length, angle)[:, None]

x = np.column_stack([length - 1.1, angle - 1.3])
target = T - T.mean()

params = {
    "Wh": rng.normal(0, 0.8, (2, 9)),
    "bh": rng.normal(0, 0.3, 9),
    "Wo": rng.normal(0, 0.3, (9, 1)),
    "bo": np.zeros(1),
}

rate = 0.2
for r in range(rounds):
    a, z, out = forward(x, params)
    grads = backward(x, z, a, out, target, params)
    for name in params:
        params[name] -= rate * grads[name]
    if r % 200 == 0:
        mse = np.mean((out - target) ** 2)
        print(f"round {r:5d}   rms error {np.sqrt(mse):.4f} s")

# compare: 1 m, 120 degrees
test = np.array([[1.0 - 1.1, np.radians(120) - 1.3]])
guess = forward(test, params)[-1].item() + T.mean()
print("network:", round(guess, 3), "s   exact:", round(float(period(1.0, np.radians(120))), 3), "s",
      "  small angle formula:", round(2 * np.pi * np.sqrt(1 / 9.81), 3), "s")
