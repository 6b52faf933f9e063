# clasificar una espiral de 3 colores (video "red neuronal en python puro")
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(0)
puntos = 50    # por clase
clases = 3

X = np.zeros((puntos*clases, 2))
y = np.zeros(puntos*clases, dtype='uint8')
for c in range(clases):
    ix = range(puntos*c, puntos*(c + 1))
    r = np.linspace(0.05, 1, puntos)
    t = np.linspace(c*4, (c + 1)*4, puntos) + np.random.randn(puntos)*0.2
    X[ix] = np.c_[r*np.sin(t), r*np.cos(t)]
    y[ix] = c

plt.scatter(X[:, 0], X[:, 1], c=y)
plt.savefig('espiral.png')

# etiquetas one-hot
Y = np.zeros((len(y), clases))
Y[np.arange(len(y)), y] = 1

h = 24
W1 = 0.5*np.random.randn(2, h)
b1 = np.zeros((1, h))
W2 = 0.5*np.random.randn(h, clases)
b2 = np.zeros((1, clases))
print(X.shape, Y.shape, W1.shape, W2.shape)

eta = 0.5
n = X.shape[0]
for paso in range(400):
    # hacia delante
    z1 = np.dot(X, W1) + b1
    a1 = np.maximum(0, z1)
    z2 = np.dot(z1, W2) + b2
    ez = np.exp(z2 - np.max(z2, axis=1, keepdims=True))
    probs = ez/np.sum(ez, axis=1, keepdims=True)

    # perdida
    perdida = -np.sum(Y*np.log(probs + 1e-15))/n
    if paso % 100 == 0:
        print('paso %d: perdida %f' % (paso, perdida))

    # hacia atras
    dz2 = (probs - Y)/n
    dW2 = np.dot(a1.T, dz2)
    db2 = np.sum(dz2, axis=0, keepdims=True)
    da1 = np.dot(dz2, W2.T)
    da1[z1 <= 0] = 0
    dW1 = np.dot(X.T, da1)
    db1 = np.sum(da1, axis=0, keepdims=True)

    # actualizar
    W1 += -eta*dW1
    b1 += -eta*db1
    W2 += -eta*dW2
    b2 += -eta*db2

a1 = np.maximum(0, np.dot(X, W1) + b1)
prediccion = np.argmax(np.dot(a1, W2) + b2, axis=1)
print('precision:', np.mean(prediccion == y))
