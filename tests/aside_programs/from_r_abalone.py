# abalone.R -> abalone.py
# (rings of abalone from length, diameter, weight; I port my old script line by line,
#  the R lines are left as comments where I was not sure)
import numpy as np

rng = np.random.default_rng(1904)

# dat <- read.csv("abalone.csv")   # not on this machine, simulate something like it
n = 80
length = rng.beta(6, 4, n)
diam = 0.8 * length + rng.normal(0, 0.02, n)
weight = 1.5 * length ** 3 + rng.normal(0, 0.05, n)
sex = rng.integers(0, 2, n)
rings = 4 + 9 * length + 3 * weight + rng.standard_t(2, n)     # heavy tails -> Huber

def scale(v):
    return (v - np.mean(v)) / np.std(v, ddof=1)      # R divides by n-1

# X <- t(cbind(...))
X = np.vstack([scale(length), scale(diam), scale(weight), sex])
y = scale(rings).reshape(1, n)

def rbind1(A):
    # rbind(1, A)
    return np.vstack([np.ones((1, A.shape[1])), A])

k = 6
Theta1 = rng.normal(scale=0.4, size=(k, X.shape[0] + 1))
Theta2 = rng.normal(scale=0.4, size=(1, k + 1))

delta = 1.0      # the Huber threshold
alpha = 0.1
maxit = 300
trace = np.full(maxit, np.nan)

def huber(r):
    return np.where(np.abs(r) <= delta, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta))

for it in range(maxit):
    A1 = rbind1(X)
    Z2 = Theta1 @ A1
    A2 = rbind1(np.tanh(Z2))
    yhat = Theta2 @ A2

    r = yhat - y
    trace[it] = np.mean(huber(r))

    # psi <- pmax(-delta, pmin(delta, r))
    psi = np.clip(r, -delta, delta)
    Grad2 = psi @ A2.T / n
    D2 = Theta2[:, 1:].T @ psi * (1 - A2[1:, :] ** 2)
    Grad1 = D2 @ A1.T / n

    Theta1 = Theta1 - alpha * Grad1
    Theta2 = Theta2 - alpha * Grad2

    if (it + 1) % 100 == 0:
        print("it", it + 1, "huber", trace[it], "mse", np.mean(r ** 2))

print(np.round(np.corrcoef(yhat.ravel(), y.ravel())[0, 1], 3))
