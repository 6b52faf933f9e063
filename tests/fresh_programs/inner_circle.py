import numpy as np

# points inside the inner circle are 1, the ring around them is 0
np.random.seed(33)
points = []
labels = []
for i in range(100):
    angle = np.random.uniform(0, 2 * np.pi)
    if i % 2 == 0:
        radius = np.random.uniform(0, 0.8)
        labels.append(1)
    else:
        radius = np.random.uniform(1.1, 1.8)
        labels.append(0)
    px = radius * np.cos(angle)
    py = radius * np.sin(angle)
    points.append([px, py, px * py])    # third feature: the product
points = np.array(points)
labels = np.array(labels)

num_inputs = 3
num_hidden = 3

w_hidden = np.random.randn(num_hidden, num_inputs)
b_hidden = np.random.randn(num_hidden)
w_out = np.random.randn(num_hidden)
b_out = np.random.randn()

alpha = 0.05

for epoch in range(60):
    cost = 0
    correct = 0
    for n in range(len(points)):
        x = points[n]
        target = labels[n]

        net_h = np.dot(w_hidden, x) + b_hidden
        out_h = np.tanh(net_h)
        net_o = np.dot(w_out, out_h) + b_out
        out_o = 1.0 / (1.0 + np.exp(-net_o))

        if target == 1:
            cost += -np.log(out_o)
        else:
            cost += -np.log(1 - out_o)
        if (out_o > 0.5) == (target == 1):
            correct += 1

        delta_o = out_o - target
        delta_h = delta_o * w_out * (1 - out_h ** 2)

        w_out = w_out - alpha * delta_o * out_h
        b_out = b_out - alpha * delta_o
        w_hidden = w_hidden - alpha * np.dot(delta_h, x)
        b_hidden = b_hidden - alpha * delta_h
    if epoch % 10 == 0:
        print("epoch", epoch, "cost", cost / len(points), "correct", correct)

print("final hidden weights")
print(w_hidden)
