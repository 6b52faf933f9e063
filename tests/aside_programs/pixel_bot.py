# brain for the bot in my platformer
# input: distance to gap, height of next platform, own speed
# output: jump?  run?
import numpy as np


class Brain:
    def __init__(self, sizes, lr=0.5, seed=1):
        rnd = np.random.RandomState(seed)
        self.sizes = sizes
        self.lr = lr
        self.w = []
        self.b = []
        for a, z in zip(sizes[:-1], sizes[1:]):
            self.w.append(rnd.randn(z, a) * 0.8)
            self.b.append(rnd.randn(z) * 0.1)
        self.gw = [np.zeros_like(w) for w in self.w]
        self.gb = [np.zeros_like(b) for b in self.b]

    def think(self, state):
        self.acts = [np.asarray(state, dtype=float)]
        for w, b in zip(self.w, self.b):
            self.acts.append(1 / (1 + np.exp(-(w @ self.acts[-1] + b))))
        return self.acts[-1]

    def learn(self, wanted):
        """Adds the gradient of ONE frame, call apply() at the end of the level."""
        out = self.acts[-1]
        d = (out - wanted) * out * (1 - out)
        for i in reversed(range(len(self.w))):
            self.gw[i] += np.outer(d, self.acts[i])
            self.gb[i] += d
            if i > 0:
                d = (self.w[i].T @ d) * self.acts[i] * (1 - self.acts[i])

    def apply(self, frames):
        for i in range(len(self.w)):
            self.w[i] -= self.lr * self.gw[i] / frames
            self.b[0] -= self.lr * self.gb[i] / frames


def record_player(frames, seed=4):
    """what a good player does (hand coded)"""
    rnd = np.random.RandomState(seed)
    level = []
    for _ in range(frames):
        gap, height, speed = rnd.rand(3)
        jump = 1.0 if gap < 0.3 or height > 0.7 else 0.0
        run = 1.0 if gap > 0.5 and speed < 0.6 else 0.0
        level.append(([gap * 2 - 1, height * 2 - 1, speed * 2 - 1], np.array([jump, run])))
    return level


FRAMES = 40
LEVELS = 300
level = record_player(FRAMES)
bot = Brain([3, 2, 2])

for attempt in range(LEVELS):
    score = 0
    loss = 0.0
    for state, wanted in level:
        action = bot.think(state)
        loss += 0.5 * np.sum((action - wanted) ** 2)
        score += np.all((action > 0.5) == (wanted > 0.5))
        bot.learn(wanted)
    bot.apply(FRAMES)
    if attempt % 50 == 0:
        print(f"attempt {attempt}: loss {loss / FRAMES:.4f}, {score}/{FRAMES} frames like the player")

print("gap ahead:", bot.think([-0.9, 0.0, 0.0]).round(2))
print("all clear:", bot.think([0.9, -0.9, -0.5]).round(2))
