import matplotlib.pyplot as plt
import numpy as np

# Temperatures of two years, with a few broken readings. The Huber loss should not mind those.
rng = np.random.default_rng(1900)
day = rng.uniform(0, 365, 140)
temperature = 11 - 9 * np.cos(2 * np.pi * (day - 20) / 365) + rng.normal(0, 1.5, 140)
broken = rng.random(140) < 0.05
temperature[broken] += rng.choice([-30, 30], broken.sum())

inputs = np.stack([day / 182.5 - 1, (day / 182.5 - 1) ** 2], axis=1)
goal = (temperature / 10)[:, None]
x_train, y_train = inputs[:100], goal[:100]
x_val, y_val = inputs[100:], goal[100:]

HIDDEN = 10
DELTA = 0.5
CLIP = 1.0
PATIENCE = 40


def new_weights():
    return {
        "in": rng.normal(0, 1, (2, HIDDEN)),
        "in_bias": rng.normal(0, 0.5, HIDDEN),
        "out": rng.normal(0, HIDDEN**-0.5, (HIDDEN, 1)),
        "out_bias": np.zeros(1),
    }


def huber(r):
    small = np.abs(r) <= DELTA
    return np.where(small, 0.5 * r**2, DELTA * (np.abs(r) - 0.5 * DELTA)).mean()


def apply(p, x):
    hidden = np.arctan(x @ p["in"] + p["in_bias"])
    return hidden, hidden @ p["out"] + p["out_bias"]


def slopes(p, x, y):
    z = x @ p["in"] + p["in_bias"]
    hidden, guess = apply(p, x)
    d_guess = np.clip(guess - y, -DELTA, DELTA) / len(x)  # the slope of huber
    d_z = d_guess @ p["out"].T / (1 + z**2)
    return {
        "out": hidden.T @ d_guess,
        "out_bias": d_guess.sum(0),
        "in": x.T @ d_z,
        "in_bias": d_z.sum(0),
    }


def clipped(g):
    norm = np.sqrt(sum((v**2).sum() for v in g.values()))
    return {k: v * min(1, CLIP / norm) for k, v in g.items()}


p = new_weights()
best, best_p, waited = np.inf, None, 0
train_curve, val_curve = [], []
for epoch in range(1500):
    g = clipped(slopes(p, x_train, y_train))
    for k in p:
        p[k] = p[k] - 0.2 * g[k]

    train_curve.append(huber(apply(p, x_train)[1] - y_train))
    val_curve.append(huber(apply(p, x_val)[1] - y_val))
    if val_curve[-1] < best - 1e-6:
        best, best_p, waited = val_curve[-1], {k: v.copy() for k, v in p.items()}, 0
    else:
        waited += 1
        if waited > PATIENCE:
            print("stopped after", epoch, "epochs")
            break
    if epoch % 100 == 0:
        print(f"{epoch:5d} train {train_curve[-1]:.4f} validation {best:.4f}")

plt.semilogy(train_curve, label="training")
plt.semilogy(val_curve, label="validation")
plt.legend()
plt.show()
if best_p is not None:
    off = 10 * np.abs(apply(best_p, x_val)[1] - y_val)
    print("half of the days are off by less than", np.median(off).round(2), "degrees")
