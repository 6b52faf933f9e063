# same as before but with a shortcut from the input to the output
# (see if the linear part helps)
import numpy as np

seed = 404
r = np.random.RandomState(seed)
X = r.rand(32, 4)
Y = (X[:, 0] > X[:, 1]).astype(float).reshape(-1, 1)

W1 = r.randn(4, 6)
W2 = r.randn(6, 6) * 0.5
W3 = r.randn(6, 1)
S = r.randn(4, 1) * 0.3     # the shortcut
b = np.zeros((1, 1))

sigmoid = lambda z: 1.0/(1.0+np.exp(-z))
dsigmoid = lambda z: np.exp(-z)/(1.0+np.exp(-z))**2

eta = 1.0
it = 0
while it < 300:
    # -------- forward --------
    z1 = X.dot(W1); a1 = sigmoid(z1)
    z2 = a1.dot(W2); a2 = a1 + sigmoid(z2)   # residual
    z3 = a2.dot(W3) + X.dot(S) + b
    out = sigmoid(z3)
    E = ((out - Y)**2).mean()
    # -------- backward --------
    d3 = 2*(out - Y)*dsigmoid(z3)/Y.size
    dW3 = a2.T.dot(d3)
    dS = X.T.dot(d3)
    db = d3.sum(axis=0, keepdims=True)
    da2 = d3.dot(W3.T)
    d2 = da2*dsigmoid(z2)
    dW2 = a1.T.dot(d2)
    da1 = da2 + d2.dot(W2.T)     # two ways back
    d1 = da1*dsigmoid(z1)
    dW1 = X.T.dot(d1)
    # -------- step --------
    W1 -= eta*dW1; W2 -= eta*dW2; W3 -= eta*dW3
    S -= eta*dS; b -= eta*db
    if it % 100 == 0: print(it, E)
    it += 1
