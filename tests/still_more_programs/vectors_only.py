# online learning, 1-D vectors everywhere (robot arm: 3 joint angles -> something)
import numpy as np

np.random.seed(100)

n_in = 3
n_hid = 3
n_out = 2

W_hid = np.random.randn(n_hid, n_in) * 0.8
b_hid = np.zeros(n_hid)
W_out = np.random.randn(n_out, n_hid) * 0.8
b_out = np.zeros(n_out)


def predict(x):
    net_hid = W_hid.dot(x) + b_hid
    out_hid = np.tanh(net_hid)
    net_out = W_out.dot(out_hid) + b_out
    return out_hid, net_out


angles = np.random.uniform(-1, 1, (25, n_in))
position = np.stack([np.cos(angles[:, 0]) + np.cos(angles[:, 0] + angles[:, 1]),
                     np.sin(angles[:, 0]) + np.sin(angles[:, 0] + angles[:, 1])], axis=1)

lr = 0.02
for epoch in range(60):
    sse = 0.0
    for x, target in zip(angles, position):
        hid, out = predict(x)
        error = target - out
        sse += error.dot(error) / 2

        delta_out = error
        delta_hid = W_out.T.dot(delta_out) * (1 - hid ** 2)

        W_out += lr * np.outer(delta_out, hid)
        b_out += lr * delta_out
        W_hid += lr * np.dot(delta_hid, x)
        b_hid += lr * delta_hid
    if epoch % 15 == 0:
        print("epoch", epoch, "SSE", sse)

print("first sample:", predict(angles[0])[1], "should be", position[0])
