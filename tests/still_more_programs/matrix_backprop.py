# The network from the book, rewritten so that a whole batch goes through at once
import numpy as np

rng = np.random.RandomState(21)


def sigmoid(z):
    return 1.0/(1.0+np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z)*(1-sigmoid(z))


class BatchNet(object):

    def __init__(self, sizes):
        self.L = len(sizes)-1
        self.w = [rng.randn(sizes[i+1], sizes[i]) for i in range(self.L)]
        self.b = [rng.randn(sizes[i+1], 1) for i in range(self.L)]

    def output(self, a):
        for i in range(self.L):
            a = sigmoid(self.w[i] @ a + self.b[i])
        return a

    def loss(self, X, Y):
        return 0.5*np.sum((self.output(X)-Y)**2)/X.shape[1]

    def train(self, X, Y, epochs, batch, eta):
        for epoch in range(epochs):
            for k in range(0, X.shape[1], batch):
                dw, db = self.backward(X[:, k:k+batch], Y[:, k:k+batch])
                for i in range(self.L):
                    self.w[i] = self.w[i] - eta/batch*dw[i]
                    self.b[i] = self.b[i] - eta/batch*db[i]
            if epoch % 10 == 0:
                print("after epoch {}: {:.4f}".format(epoch, self.loss(X, Y)))

    def backward(self, x, y):
        zs, acts = [], [x]
        for i in range(self.L):
            zs.append(self.w[i] @ acts[i] + self.b[i])
            acts.append(sigmoid(zs[i]))
        dw, db = [None]*self.L, [None]*self.L
        delta = (acts[-1]-y)*sigmoid_prime(zs[-1])
        dw[-1], db[-1] = delta @ acts[-2].T, delta.sum(axis=1, keepdims=True)
        for l in range(2, self.L+1):
            sp = sigmoid_prime(acts[-l])
            delta = self.w[-l+1].T @ delta * sp
            db[-l] = delta.sum(axis=1, keepdims=True)
            dw[-l] = delta @ acts[-l-1].T
        return dw, db


X = rng.uniform(-1, 1, (4, 60))
Y = np.vstack([X[0]*X[1] > 0, X[2] > X[3], X.sum(axis=0) > 0]).astype(float)
net = BatchNet([4, 7, 5, 3])
net.train(X, Y, 40, 12, 2.0)
