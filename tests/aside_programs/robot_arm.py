# two-joint arm for the claw machine mini game:
# give it where the claw should be, get the two joint angles (radians)
import math
import sys

import numpy as np

SEED = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 1
L1, L2 = 1.0, 0.7
rng = np.random.default_rng(SEED)


def claw(q):
    """forward kinematics, q is (n, 2)"""
    a, b = q[:, 0], q[:, 0] + q[:, 1]
    return np.stack([L1 * np.cos(a) + L2 * np.cos(b), L1 * np.sin(a) + L2 * np.sin(b)], axis=1)


joints = np.stack([rng.uniform(0.0, 1.2, 200), rng.uniform(0.4, 2.2, 200)], axis=1)
where = claw(joints)

# ---- the net: 2 -> 16 -> 2, all in one dict because save games are dicts too
brain = {
    "hid.w": rng.uniform(-1, 1, (2, 16)),
    "hid.b": rng.uniform(-1, 1, 16),
    "out.w": rng.uniform(-0.3, 0.3, (16, 2)),
    "out.b": np.array([0.6, 1.3]),
}

HUBER = 0.1  # beyond this the pull stays the same
MAX_PULL = 1.0  # or the arm goes crazy in the first frames
SPEED = 0.3


def huber(d):
    far = np.abs(d) > HUBER
    return np.where(far, HUBER * (np.abs(d) - 0.5 * HUBER), 0.5 * d * d)


def think(xy):
    h = np.tanh(xy @ brain["hid.w"] + brain["hid.b"])
    return h, h @ brain["out.w"] + brain["out.b"]


def pulls(xy, want):
    h, q = think(xy)
    d = want - q
    pull = np.clip(d, -HUBER, HUBER)
    back = (pull @ brain["out.w"].T) * (1 - h * h)
    return {
        "hid.w": xy.T @ back,
        "hid.b": back.sum(axis=0),
        "out.w": h.T @ pull,
        "out.b": pull.sum(axis=0),
    }, huber(d).mean()


FRAMES = 800
BATCH = 50
for frame in range(FRAMES):
    pick = rng.choice(len(where), BATCH, replace=False)
    pull, loss = pulls(where[pick], joints[pick])
    size = math.sqrt(sum(float((p**2).sum()) for p in pull.values()))
    squeeze = min(1.0, MAX_PULL / size)
    for name in brain:
        brain[name] += SPEED * squeeze * pull[name]
    if frame % 100 == 0:
        _, q = think(where)
        miss = np.linalg.norm(claw(q) - where, axis=1)
        print(f"frame {frame}: huber {loss:.5f}  pull {size:.2f}  claw misses by {miss.mean():.3f}")

_, q = think(np.array([[0.9, 0.9], [0.5, 1.2]]))
print("angles in degrees:\n", np.degrees(q).round(1))
