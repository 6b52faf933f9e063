"""
I wanted to see every single number, so: no matrices.
Two inputs (hours slept, hours studied) -> mark of the exam and stress level.
"""
import random

rnd = random.Random(99)

students = []
for _ in range(20):
    sleep = rnd.uniform(3, 9)
    study = rnd.uniform(0, 10)
    mark = 0.05 * sleep + 0.07 * study - 0.004 * sleep * (10 - study) / 10
    stress = 0.9 - 0.08 * sleep + 0.02 * study
    students.append([[sleep / 10, study / 10], [mark, stress]])


def tanh(x):
    e = 2.718281828459045 ** (2 * x)
    return (e - 1) / (e + 1)


class Neuron:
    def __init__(self, n):
        self.w = [rnd.gauss(0, 0.7) for _ in range(n)]
        self.v = [0.0] * n
        self.bias = rnd.gauss(0, 0.1)
        self.vb = 0.0
        self.out = 0.0
        self.delta = 0.0

    def feed(self, xs, squash):
        total = self.bias
        for w, x in zip(self.w, xs):
            total += w * x
        self.out = tanh(total) if squash else total
        return self.out


hidden = [Neuron(2) for _ in range(5)]
output = [Neuron(5) for _ in range(2)]

RATE = 0.05
MU = 0.8

for lap in range(120):
    err = 0.0
    for xs, ts in students:
        hs = [n.feed(xs, True) for n in hidden]
        ys = [n.feed(hs, False) for n in output]

        for n, t in zip(output, ts):
            n.delta = t - n.out          # minus the slope
            err += n.delta ** 2
        for i, n in enumerate(hidden):
            back = 0.0
            for o in output:
                back += o.w[i] * o.delta
            n.delta = back * (1 - n.out * n.out)

        for o in output:
            for i in range(len(hs)):
                o.v[i] = MU * o.v[i] + RATE * o.delta * hs[i]
                o.w[i] += o.v[i]
            o.vb = MU * o.vb + RATE * o.delta
            o.bias += o.vb
        for n in hidden:
            for i in range(len(xs)):
                n.v[i] = MU * n.v[i] + RATE * n.delta * xs[i]
                n.w[i] += n.v[i]
            n.vb = MU * n.vb + RATE * n.delta
            n.bias += n.vb
    if lap % 20 == 0:
        print("lap %3d  mean squared error %.6f" % (lap, err / len(students)))

for xs, ts in students[:4]:
    hs = [n.feed(xs, True) for n in hidden]
    print([round(n.feed(hs, False), 2) for n in output], "wanted", [round(t, 2) for t in ts])
