"""Seven-segment display: is the digit shown even? Neuron objects and plain loops, no NumPy at all."""
import math
import random

random.seed(12)

SEGMENTS = {
    0: "1110111", 1: "0010010", 2: "1011101", 3: "1011011", 4: "0111010",
    5: "1101011", 6: "1101111", 7: "1010010", 8: "1111111", 9: "1111011",
}
data = [([2 * int(c) - 1 for c in code], 1 - digit % 2) for digit, code in SEGMENTS.items()]


class Neuron:
    def __init__(self, n):
        self.w = [random.gauss(0, 0.5) for _ in range(n)]
        self.b = 0.0
        self.reset()

    def reset(self):
        self.gw = [0.0] * len(self.w)
        self.gb = 0.0

    def fire(self, inputs):
        self.inputs = inputs
        total = self.b
        for wi, xi in zip(self.w, inputs):
            total += wi * xi
        self.out = self.squash(total)
        return self.out

    def squash(self, total):
        return math.tanh(total)

    def slope(self):
        return 1 - self.out * self.out

    def collect(self, blame):
        """blame: what the loss changes by per unit of self.out"""
        self.delta = blame * self.slope()
        for k, xk in enumerate(self.inputs):
            self.gw[k] += self.delta * xk
        self.gb += self.delta

    def learn(self, rate):
        for k in range(len(self.w)):
            self.w[k] -= rate * self.gw[k]
        self.b -= rate * self.gb
        self.reset()


class LastNeuron(Neuron):
    def squash(self, total):
        return 1 / (1 + math.exp(-total))

    def slope(self):
        return self.out * (1 - self.out)


net = [
    [Neuron(7) for _ in range(4)],
    [Neuron(4) for _ in range(3)],
    [LastNeuron(3)],
]


def predict(x):
    for layer in net:
        x = [neuron.fire(x) for neuron in layer]
    return x[0]


for epoch in range(201):
    loss = 0.0
    right = 0
    for x, t in data:
        p = predict(x)
        loss += (p - t) ** 2
        right += (p > 0.5) == bool(t)
        net[-1][0].collect(2 * (p - t))
        for depth in range(len(net) - 2, -1, -1):
            for j, neuron in enumerate(net[depth]):
                blame = 0.0
                for above in net[depth + 1]:
                    blame += above.w[j] * above.delta
                neuron.collect(blame)
    for layer in net:
        for neuron in layer:
            neuron.learn(0.1)
    if epoch % 50 == 0:
        print("epoch", epoch, "loss", round(loss / len(data), 4), "right", right)

for x, t in data:
    print(x, t, round(predict(x), 2))
