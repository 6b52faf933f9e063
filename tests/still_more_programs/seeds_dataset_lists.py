# Sorting seeds into three kinds, no libraries (lists of dicts of lists)
from math import exp
from random import seed, random, gauss


def new_neuron(n_in):
    # one weight for each input, the threshold comes last
    return {'w': [random() - 0.5 for _ in range(n_in + 1)], 'out': 0.0, 'delta': 0.0}


def new_net(*counts):
    return [[new_neuron(a) for _ in range(b)] for a, b in zip(counts, counts[1:])]


def fire(neuron, signals):
    total = neuron['w'][-1]
    for weight, signal in zip(neuron['w'], signals):
        total += weight * signal
    neuron['out'] = 1.0 / (1.0 + exp(-total))
    return neuron['out']


def feed(net, signals):
    for layer in net:
        signals = [fire(neuron, signals) for neuron in layer]
    return signals


def slope(out):
    return out * (1.0 - out)


def send_back(net, wanted):
    for neuron, want in zip(net[-1], wanted):
        neuron['delta'] = (neuron['out'] - want) * slope(neuron['out'])
    for number in range(len(net) - 2, -1, -1):
        for j, neuron in enumerate(net[number]):
            blame = 0.0
            for above in net[number + 1]:
                blame = above['w'][j] * above['delta']
            neuron['delta'] = blame * slope(neuron['out'])


def adjust(net, sample, rate):
    signals = sample
    for layer in net:
        for neuron in layer:
            for j in range(len(signals)):
                neuron['w'][j] -= rate * neuron['delta'] * signals[j]
        signals = [neuron['out'] for neuron in layer]


def study(net, samples, rate, rounds, kinds):
    for r in range(rounds):
        squares = 0.0
        for *sample, kind in samples:
            wanted = [1 if k == kind else 0 for k in range(kinds)]
            outs = feed(net, sample)
            squares += sum((w - o) ** 2 for w, o in zip(wanted, outs))
            send_back(net, wanted)
            adjust(net, sample, rate)
        if r % 10 == 0:
            print('round', r, 'sum of squares', round(squares, 3))


seed(1)
samples = [[gauss(2.0 * (k % 3), 1.0), gauss(1.0 - k % 3, 1.0), k % 3] for k in range(18)]
net = new_net(2, 3, 3)
study(net, samples, 0.3, 40, 3)
