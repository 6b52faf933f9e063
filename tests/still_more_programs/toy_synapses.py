# toy network, retyped from my notes (python 3)
import numpy as np

def squash(v,slope=False):
    if(slope==True):
        return v*(1-v)
    return 1/(1+np.exp(-v))

table = np.array([[0,0,0,1],
                  [0,1,1,1],
                  [1,0,1,1],
                  [1,1,0,1],
                  [1,1,1,1]])
wish = np.array([[0,1,1,0,1]]).T

np.random.seed(29)
syn_a = 2*np.random.random((4,5)) - 1
syn_b = 2*np.random.random((5,4)) - 1
syn_c = 2*np.random.random((4,1)) - 1

for turn in range(4000):

    first = squash(np.dot(table,syn_a))
    second = squash(np.dot(first,syn_b))
    guess = squash(np.dot(second,syn_c))

    miss = wish - guess
    if (turn % 1000) == 0:
        print("turn", turn, "mean miss", np.abs(miss).mean())

    guess_delta = miss*squash(guess,slope=True)
    second_delta = guess_delta.dot(syn_c.T) * squash(second,slope=True)
    first_delta = second_delta.dot(syn_b.T) * squash(first,slope=True)

    syn_c += second.T.dot(guess_delta)
    syn_b += first.T.dot(second_delta)
    syn_a += table.T.dot(first_delta)

print(np.hstack([wish, squash(squash(squash(table @ syn_a) @ syn_b) @ syn_c)]))
