# Calibracion de un sensor de humedad de suelo (capacitivo) con una red pequena en float32,
# porque despues la paso a un ESP32. RMSProp para no estar buscando la tasa.
import numpy as np

f32 = np.float32


class RedSensor:
    def __init__(self, ocultas=12, semilla=1):
        g = np.random.default_rng(semilla)
        self.W1 = g.normal(0, 0.8, (2, ocultas)).astype(f32)
        self.b1 = np.zeros(ocultas, dtype=f32)
        self.W2 = g.normal(0, 0.3, (ocultas, 1)).astype(f32)
        self.b2 = np.zeros(1, dtype=f32)
        self.medias = [np.zeros_like(q) for q in (self.W1, self.b1, self.W2, self.b2)]

    def __call__(self, x):
        self.x = x
        self.z = x @ self.W1 + self.b1
        self.a = np.logaddexp(f32(0), self.z)          # softplus
        return self.a @ self.W2 + self.b2

    def gradientes(self, salida, t):
        n = f32(len(t))
        d = (salida - t) / n
        gW2 = self.a.T @ d
        gb2 = d.sum(axis=0)
        # la derivada de softplus es la sigmoide, y exp(-a) = 1 - sigmoide(z)
        dz = (d @ self.W2.T) * (1 - np.exp(-self.a))
        gW1 = self.x.T @ dz
        gb1 = dz.sum(axis=0)
        return gW1, gb1, gW2, gb2

    def rmsprop(self, gs, tasa, rho=0.9, eps=1e-6):
        for q, g, m in zip((self.W1, self.b1, self.W2, self.b2), gs, self.medias):
            m *= f32(rho)
            m += f32(1 - rho) * g * g
            q -= f32(tasa) * g / (np.sqrt(m) + f32(eps))


azar = np.random.default_rng(30)
humedad = azar.uniform(0.05, 0.45, 90)
suelo_C = azar.uniform(5, 35, 90)
lectura = 2.9 - 3.5 * humedad + 2.2 * humedad ** 2 + 0.006 * (suelo_C - 20) + azar.normal(0, 0.01, 90)

x = np.stack([lectura, suelo_C / 20], axis=1)
x = ((x - x.mean(0)) / x.std(0)).astype(f32)
t = (10 * (humedad - humedad.mean()))[:, None].astype(f32)

red = RedSensor()
for vuelta in range(1200):
    s = red(x)
    gs = red.gradientes(s, t)
    red.rmsprop(gs, 0.003)
    if vuelta % 200 == 0:
        ecm = float(np.mean((s - t) ** 2))
        print(f"vuelta {vuelta:4d}  ECM {ecm:.5f}  error tipico {10 * ecm ** 0.5:.2f} % de humedad")

# tabla para copiar en el .h del ESP32
print("W2 =", ", ".join(f"{v:.4f}f" for v in red.W2.ravel()))
print(red.W1.dtype, red.b2.dtype)
