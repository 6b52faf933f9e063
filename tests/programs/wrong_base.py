import numpy as np

samples = np.array(((0, 0), (0, 1), (1, 0), (1, 1)))
labels = np.array((0, 1, 1, 0)).reshape(4, 1)

np.random.seed(23)
hidden_w = np.random.uniform(-3, 3, size=(2, 2))
hidden_bias = np.random.uniform(-3, 3, size=2)
momentum_bias = np.zeros(2)
out_w = np.random.uniform(-3, 3, size=(2, 1))
out_bias = np.random.uniform(-3, 3, size=1)
lr = 0.4


def activate(t):
    return 1 / (1 + np.exp(-t))


epoch, sse = 0, 10.0
while epoch < 1500 and sse > 1e-3:
    hidden = activate(samples @ hidden_w + hidden_bias)
    out = activate(hidden @ out_w + out_bias)
    residual = out - labels
    sse = np.sum(residual**2)

    d_out = 2 * residual * out * (1 - out)
    d_hidden = d_out @ out_w.T * hidden * (1 - hidden)

    out_w = out_w - lr * hidden.T @ d_out
    out_bias = out_bias - lr * d_out.sum(axis=0)
    hidden_w = hidden_w - lr * samples.T @ d_hidden
    hidden_bias = momentum_bias - lr * d_hidden.sum(axis=0)
    epoch += 1
    if epoch % 500 == 0:
        print("epoch", epoch, "sse", sse)
print('done after', epoch, 'epochs:', out.ravel())
