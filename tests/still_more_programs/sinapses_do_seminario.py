from numpy import exp, array, random, dot, mean, abs

# Seminário de redes - versão curta

def f(x, derivada=False):
    if derivada:
        return x * (1 - x)
    return 1 / (1 + exp(-x))

exemplos = array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1], [0, 0, 0]])
metas = array([[0, 1, 1, 0, 0]]).T

random.seed(6)
entradaOculta = 2 * random.random((3, 4)) - 1
ocultaSaida = 2 * random.random((4, 1)) - 1

for iteracao in range(5000):
    oculta = f(dot(exemplos, entradaOculta))
    saida = f(dot(oculta, ocultaSaida))

    saida_erro = metas - saida
    saida_delta = saida_erro * f(saida, derivada=True)

    # a culpa de cada neurônio oculto
    oculta_erro = saida_erro.dot(ocultaSaida.T)
    oculta_delta = oculta_erro * f(oculta, derivada=True)

    ocultaSaida += oculta.T.dot(saida_delta)
    entradaOculta += exemplos.T.dot(oculta_delta)

    if iteracao % 1000 == 0:
        print("iteração", iteracao, "erro médio:", mean(abs(saida_erro)))

print("Depois do treino:")
print(f(dot(f(dot(exemplos, entradaOculta)), ocultaSaida)).round(3))
