import numpy as np

rnd = np.random.RandomState(77)
inputs = rnd.uniform(-2, 2, size=(30, 3))
wanted = np.stack([np.sin(inputs[:, 0]), inputs[:, 1] * 0.5], axis=1)

# layer numbering goes from the output to the input (the way my professor draws it)
W2 = rnd.randn(3, 7) * 0.4
b2 = np.zeros(7)
W1 = rnd.randn(7, 2) * 0.4
b1 = np.zeros(2)

lr = 0.02
losses = []
for step in range(250):
    # forward
    z2 = inputs.dot(W2) + b2
    a2 = np.tanh(z2)
    z1 = a2.dot(W1) + b1
    a1 = z1

    loss = np.sum((wanted - a1) ** 2) / len(inputs)
    losses.append(loss)

    # backward
    g = -2 * (wanted - a1)
    dW1 = a2.T.dot(g)
    db1 = g.sum(axis=0)
    g = g.dot(W1.T) * (1 / np.cosh(z2) ** 2)
    dW2 = inputs.T.dot(g)
    db2 = g.sum(axis=0)

    # forgot the 1/N but it only changes the learning rate
    for p, d in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
        p -= lr / 10 * d

    if step % 50 == 0:
        print("step", step, "loss", loss)

unused = sorted(losses)[:3]
print("best", unused)
