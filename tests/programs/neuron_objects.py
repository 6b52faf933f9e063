import math
import random


class Neuron:
    def __init__(self, n_inputs):
        self.weights = [random.uniform(-1, 1) for _ in range(n_inputs)]
        self.bias = random.uniform(-1, 1)
        self.output = 0.0
        self.delta = 0.0

    def activate(self, inputs):
        self.inputs = inputs
        total = self.bias
        for w, x in zip(self.weights, inputs):
            total += w * x
        self.output = 1.0 / (1.0 + math.exp(-total))
        return self.output

    def slope(self):
        return self.output * (1.0 - self.output)


class Network:
    def __init__(self, n_inputs, n_hidden, n_outputs):
        self.hidden = [Neuron(n_inputs) for _ in range(n_hidden)]
        self.output = [Neuron(n_hidden) for _ in range(n_outputs)]

    def predict(self, inputs):
        h = [n.activate(inputs) for n in self.hidden]
        return [n.activate(h) for n in self.output]

    def backward(self, expected):
        for neuron, target in zip(self.output, expected):
            neuron.delta = (neuron.output - target) * neuron.slope()
        for j, neuron in enumerate(self.hidden):
            blame = 0.0
            for above in self.output:
                blame += above.weights[j] * above.delta
            neuron.delta = blame * neuron.slope()

    def step(self, rate):
        for layer in (self.hidden, self.output):
            for neuron in layer:
                for i in range(len(neuron.weights)):
                    neuron.weights[i] -= rate * neuron.delta * neuron.inputs[i]
                neuron.bias -= rate * neuron.delta


random.seed(14)
network = Network(2, 2, 2)
examples = [([0.05, 0.10], [0.01, 0.99]), ([0.9, 0.2], [0.8, 0.3]), ([0.4, 0.7], [0.5, 0.5])]

for epoch in range(200):
    squared = 0.0
    for inputs, expected in examples:
        outputs = network.predict(inputs)
        squared += sum(0.5 * (o - e) ** 2 for o, e in zip(outputs, expected))
        network.backward(expected)
        network.step(0.5)
    if epoch % 50 == 0:
        print("epoch", epoch, "squared error", round(squared, 6))
