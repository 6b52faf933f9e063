# Will there be frost on my lawn tomorrow morning?
# No libraries.  I wanted to see every single cell do its thing.
import math
import random

random.seed(41)


class Cell:
    def __init__(self, wires, kind):
        self.w = [random.uniform(-1, 1) for _ in range(wires)]
        self.w0 = random.uniform(-0.5, 0.5)
        self.kind = kind
        self.seen = None
        self.says = 0.0
        self.guilt = 0.0

    def listen(self, things):
        self.seen = things
        total = self.w0
        for strength, thing in zip(self.w, things):
            total += strength * thing
        if self.kind == "S":
            self.says = math.tanh(total)
        else:
            self.says = 1 / (1 + math.exp(-total))
        return self.says

    def steepness(self):
        if self.kind == "S":
            return 1 - self.says ** 2
        return self.says * (1 - self.says)

    def improve(self, rate):
        for i in range(len(self.w)):
            self.w[i] += rate * self.guilt * self.seen[i]
        self.w0 += rate * self.guilt


def ask(evening):
    heard = [c.listen(evening) for c in row]
    return boss.listen(heard)


def teach(evening, frost, rate):
    answer = ask(evening)
    # first who is to blame, then the changes, otherwise the boss forgets what he used
    boss.guilt = (frost - answer) * boss.steepness()
    for number, c in enumerate(row):
        c.guilt = boss.guilt * boss.w[number] * c.steepness()
    boss.improve(rate)
    for c in row:
        c.improve(rate)
    return (frost - answer) ** 2


# evening temperature / 10, clouds 0..1, wind / 10 -> frost
DIARY = [
    ([0.2, 0.1, 0.1], 1), ([0.3, 0.9, 0.2], 0), ([0.1, 0.3, 0.9], 0), ([0.0, 0.2, 0.3], 1),
    ([0.8, 0.0, 0.1], 0), ([-0.1, 0.8, 0.2], 1), ([0.4, 0.1, 0.0], 1), ([0.5, 0.6, 0.4], 0),
]

row = [Cell(3, "S") for _ in range(4)]
boss = Cell(4, "C")

for week in range(1500):
    wrongness = 0.0
    for evening, frost in DIARY:
        wrongness += teach(evening, frost, 0.3)
    if week % 250 == 0:
        print("week", week, "wrongness", round(wrongness, 5))

for evening, frost in DIARY:
    print(evening, frost, round(ask(evening), 3))
