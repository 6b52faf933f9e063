"""Teach a half adder to a few neurons. Neurons are objects, wires are objects too."""

import math
import random

random.seed(2)


class Wire:
    def __init__(self, source, target):
        self.source = source
        self.target = target
        self.strength = random.uniform(-1.5, 1.5)
        source.outgoing.append(self)
        target.incoming.append(self)


class Neuron:
    def __init__(self):
        self.incoming = []
        self.outgoing = []
        self.threshold = random.uniform(-1, 1)
        self.value = 0.0
        self.blame = 0.0

    def fire(self):
        total = -self.threshold
        for wire in self.incoming:
            total += wire.strength * wire.source.value
        self.value = 1.0 / (1.0 + math.exp(-total))

    def take_blame(self, wanted=None):
        if wanted is not None:
            self.blame = -(wanted - self.value)
        else:
            self.blame = 0.0
            for wire in self.outgoing:
                self.blame += wire.strength * wire.target.blame
        self.blame *= self.value * (1.0 - self.value)

    def adapt(self, speed):
        for wire in self.incoming:
            wire.strength -= speed * self.blame * wire.source.value
        # the threshold is subtracted in fire(), hence the plus
        self.threshold += speed * self.blame


class Input(Neuron):
    def fire(self):
        pass


inputs = [Input(), Input()]
hidden = [Neuron() for _ in range(4)]
outputs = [Neuron(), Neuron()]      # sum, carry
for a in inputs:
    for b in hidden:
        Wire(a, b)
for a in hidden:
    for b in outputs:
        Wire(a, b)
wires = [w for n in hidden + outputs for w in n.incoming]

TABLE = [((0, 0), (0, 0)), ((0, 1), (1, 0)), ((1, 0), (1, 0)), ((1, 1), (0, 1))]


def compute(bits):
    for neuron, bit in zip(inputs, bits):
        neuron.value = float(bit)
    for neuron in hidden + outputs:
        neuron.fire()
    return [n.value for n in outputs]


def teach(bits, answer, speed):
    compute(bits)
    for neuron, wanted in zip(outputs, answer):
        neuron.take_blame(wanted)
    for neuron in hidden:
        neuron.take_blame()
    for neuron in hidden + outputs:
        neuron.adapt(speed)
    return sum((w - n.value) ** 2 for w, n in zip(answer, outputs))


for lesson in range(3000):
    wrong = 0.0
    for bits, answer in TABLE:
        wrong += teach(bits, answer, speed=1.5)
    if lesson % 500 == 0:
        print("lesson", lesson, "squared error", round(wrong, 4))

for bits, answer in TABLE:
    s, c = compute(bits)
    print(bits, "sum", round(s, 2), "carry", round(c, 2), "should be", answer)

if input("show the wires? (y/n) ") == "y":
    for w in wires:
        print(round(w.strength, 3))
