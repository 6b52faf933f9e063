# Clasificar la miel (romero, azahar, brezo) con una bisagra de varias clases
# y un castigo L1 para que la primera capa quede con pocos numeros
import numpy as np

gen = np.random.default_rng(71)
MIELES = ('romero', 'azahar', 'brezo')


def muestras(cuantas):
    clase = gen.integers(0, 3, cuantas)
    color = np.array([0.3, 0.15, 0.8])[clase] + gen.normal(0, 0.08, cuantas)
    agua = np.array([17.0, 16.2, 19.5])[clase] + gen.normal(0, 0.7, cuantas)
    acidez = np.array([25.0, 20.0, 33.0])[clase] + gen.normal(0, 3, cuantas)
    ruido = gen.normal(0, 1, (cuantas, 2))       # dos columnas que no dicen nada
    x = np.column_stack((color * 4 - 1.5, agua - 17.5, acidez / 5 - 5, ruido))
    return x, clase


def puntuar(x, red):
    pre = x @ red['A'] + red['a']
    oculta = np.maximum(0, pre)
    return pre, oculta, oculta @ red['B'] + red['b']


def bisagra(s, clase):
    """Suma de lo que cada clase falsa se acerca a menos de 1 de la buena."""
    filas = np.arange(len(s))
    margen = s - s[filas, clase][:, None] + 1
    margen[filas, clase] = 0
    return np.maximum(margen, 0)


def pendientes(x, clase, red, l1):
    pre, oculta, s = puntuar(x, red)
    n = len(x)
    filas = np.arange(n)
    ds = (bisagra(s, clase) > 0).astype(float)
    ds[filas, clase] = -ds.sum(axis=1)           # la buena tira de todas
    ds /= n
    doculta = ds @ red['B'].T
    doculta[pre <= 0] = 0
    return {
        'A': x.T @ doculta + l1 * np.sign(red['A']),
        'a': doculta.sum(0),
        'B': oculta.T @ ds,
        'b': ds.sum(0),
    }


def coste(x, clase, red, l1):
    return bisagra(puntuar(x, red)[2], clase).sum(1).mean() + l1 * np.abs(red['A']).sum()


red = {
    'A': gen.normal(0, 0.5, (5, 10)),
    'a': np.full(10, 0.1),
    'B': gen.normal(0, 0.5, (10, 3)),
    'b': np.zeros(3),
}
L1 = 0.002
x, clase = muestras(150)
xt, ct = muestras(60)
ritmo, lote = 0.08, 30

for vuelta in range(150):
    orden = gen.permutation(len(x))
    for trozo in np.array_split(orden, len(x) // lote):
        g = pendientes(x[trozo], clase[trozo], red, L1)
        for k in red:
            red[k] -= ritmo * g[k]
    if (vuelta + 1) % 30 == 0:
        bien = np.mean(puntuar(xt, red)[2].argmax(1) == ct)
        print(f'vuelta {vuelta + 1}: coste {coste(x, clase, red, L1):.4f}, aciertos {bien:.2f}')

print('números casi nulos en A:', int((np.abs(red['A']) < 0.02).sum()), 'de', red['A'].size)
quien = puntuar(xt[:4], red)[2].argmax(1)
print([MIELES[q] for q in quien], '/', [MIELES[q] for q in ct[:4]])
