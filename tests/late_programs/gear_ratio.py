# Neurons as objects: which chain force and which speed do I get?
import math
import random

random.seed(1234)


class Neuron:
    def __init__(self, n):
        self.w = [random.gauss(0, 0.6) for _ in range(n)]
        self.bias = 0.0
        self.speed = [0.0] * n
        self.bias_speed = 0.0
        self.value = 0.0
        self.delta = 0.0

    def sum(self, xs):
        total = self.bias
        for w, x in zip(self.w, xs):
            total = total + w * x
        return total

    def fire(self, xs):
        self.value = math.tanh(self.sum(xs))
        return self.value

    def learn(self, xs, rate, mu):
        for i, x in enumerate(xs):
            self.speed[i] = mu * self.speed[i] + rate * self.delta * x
            self.w[i] += self.speed[i]
        self.bias_speed = mu * self.bias_speed + rate * self.delta
        self.bias += self.bias_speed


# front gear, rear gear (scaled) -> speed, force (scaled)
samples = []
for front in (28, 34, 40, 46, 50):
    for rear in (11, 14, 18, 22, 28):
        ratio = front / rear
        samples.append(([(front - 39) / 11, (rear - 18) / 8], [ratio / 2 - 1.1, 2 / ratio - 1.0]))

hidden = [Neuron(2) for _ in range(6)]
outputs = [Neuron(6) for _ in range(2)]

EPOCHS = 200
rate0 = 0.05

for epoch in range(1, EPOCHS + 1):
    rate = rate0 / (1 + 0.01 * epoch)
    random.shuffle(samples)
    err = 0
    for xs, ts in samples:
        hs = [n.fire(xs) for n in hidden]
        ys = [n.sum(hs) for n in outputs]

        # deltas point downhill already (target minus output), so we add
        for n, t, y in zip(outputs, ts, ys):
            n.delta = t - y
            err += (t - y) ** 2
        for j, h in enumerate(hidden):
            back = sum(o.delta * o.w[j] for o in outputs)
            h.delta = back * (1 - h.value ** 2)

        for o in outputs:
            o.learn(hs, rate, 0.5)
        for h in hidden:
            h.learn(xs, rate, 0.5)
    if epoch % 40 == 0:
        print("epoch %4d  error %.5f  rate %.4f" % (epoch, err / len(samples), rate))

for xs, ts in sorted(samples)[:4]:
    hs = [n.fire(xs) for n in hidden]
    print([round(t, 2) for t in ts], [round(n.sum(hs), 2) for n in outputs])
