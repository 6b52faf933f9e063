# Vai passar? Rede que olha as notas do bimestre (prova, trabalho, faltas)
# Saidas: [passa de ano, passa com louvor]
import numpy as np

np.random.seed(31)

# prova, trabalho, faltas, passou, louvor
turma = [
    (8.5, 9.0, 2, 1, 1),
    (4.0, 6.5, 9, 0, 0),
    (6.0, 7.0, 4, 1, 0),
    (9.5, 8.0, 0, 1, 1),
    (3.0, 2.5, 15, 0, 0),
    (5.5, 8.5, 3, 1, 0),
    (7.0, 3.0, 12, 0, 0),
    (9.0, 9.5, 1, 1, 1),
    (6.5, 5.0, 6, 1, 0),
    (2.0, 7.0, 5, 0, 0),
    (7.5, 7.5, 2, 1, 0),
    (5.0, 4.0, 10, 0, 0),
]
dados = np.array(turma, dtype=float)
X = dados[:, :3] / np.array([10, 10, 15])
D = dados[:, 3:]


def f(u):
    return 1.0 / (1.0 + np.exp(-u))


def df(y):
    return y * (1.0 - y)


class MLP:
    def __init__(self, entradas, ocultos, saidas, eta):
        self.eta = eta
        self.w_o = np.random.uniform(-1, 1, (ocultos, entradas))
        self.t_o = np.random.uniform(-1, 1, ocultos)
        self.w_s = np.random.uniform(-1, 1, (saidas, ocultos))
        self.t_s = np.random.uniform(-1, 1, saidas)

    def executar(self, x):
        self.y_o = f(self.w_o @ x + self.t_o)
        self.y_s = f(self.w_s @ self.y_o + self.t_s)
        return self.y_s

    def corrigir(self, x, d):
        e = d - self.y_s
        delta_s = e
        delta_o = df(self.y_o) * (delta_s @ self.w_s)
        self.w_s += self.eta * np.outer(delta_s, self.y_o)
        self.t_s += self.eta * delta_s
        self.w_o += self.eta * np.outer(delta_o, x)
        self.t_o += self.eta * delta_o

    def treinar(self, X, D, epocas):
        eqm = []
        for ep in range(epocas):
            soma = 0
            for x, d in zip(X, D):
                y = self.executar(x)
                soma += 0.5 * np.sum((d - y) ** 2)
                self.corrigir(x, d)
            eqm.append(soma / len(X))
            if ep % 100 == 0:
                print("epoca %d: erro quadratico medio = %.5f" % (ep, eqm[-1]))
        return eqm


rede = MLP(3, 5, 2, eta=0.4)
eqm = rede.treinar(X, D, 400)
print("erro final:", eqm[-1] if eqm else None)

if input("testar um aluno? (s/n) ") == "s":
    prova = float(input("prova: "))
    trab = float(input("trabalho: "))
    faltas = float(input("faltas: "))
    print(rede.executar(np.array([prova / 10, trab / 10, faltas / 15])))
