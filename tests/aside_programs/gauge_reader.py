# Gauge reader: five light sensors around the dial of my old pressure gauge,
# the network gives cos and sin of the needle angle.  v3, now with more layers
import numpy as np

np.random.seed(55)

def sensors(angle):
    where = np.linspace(-1.2, 1.2, 5)
    return np.exp(-(angle - where) ** 2 / 0.3) + 0.02 * np.random.randn(5)

angles = np.random.uniform(-1.2, 1.2, 50)
data = [sensors(a) for a in angles]

H = 6
W1 = np.random.randn(H, 5) * 0.6
W2 = np.random.randn(H, H) * 0.5
W3 = np.random.randn(H, H) * 0.5
W4 = np.random.randn(2, H) * 0.5
b1 = np.zeros((H, 1))
b2 = np.zeros((H, 1))
b3 = np.zeros((H, 1))
b4 = np.zeros((2, 1))

def run(x):
    a1 = np.tanh(W1 @ x + b1)
    a2 = np.tanh(W2 @ a1 + b2)
    a3 = np.tanh(W3 @ a2 + b3)
    a4 = np.tanh(W4 @ a3 + b4)
    return a1, a2, a3, a4

lr = 0.05
for epoch in range(40):
    sse = 0
    for k in range(len(data)):
        x = data[k].reshape(-1, 1)
        # 0.8 so that tanh does not have to saturate
        t = 0.8 * np.array([[np.cos(angles[k])], [np.sin(angles[k])]])

        a1, a2, a3, a4 = run(x)
        e = a4 - t
        sse += float(np.sum(e ** 2))

        d4 = e * (1 - a4 ** 2)
        d3 = W4.T @ e * (1 - a3 ** 2)
        d2 = W3.T @ d3 * (1 - a2 ** 2)
        d1 = W3.T @ d2 * (1 - a1 ** 2)

        W4 -= lr * d4 @ a3.T
        b4 -= lr * d4
        W3 -= lr * d3 @ a2.T
        b3 -= lr * d3
        W2 -= lr * d2 @ a1.T
        b3 -= lr * d2
        W1 -= lr * d1 @ x.T
        b1 -= lr * d1
    if epoch % 5 == 0:
        print("epoch %3d   SSE %.4f" % (epoch, sse))

worst = 0
for k in range(len(data)):
    out = run(data[k].reshape(-1, 1))[-1]
    read = np.arctan2(out[1, 0], out[0, 0])
    worst = max(worst, abs(read - angles[k]))
print("worst reading is off by %.1f degrees" % np.degrees(worst))
