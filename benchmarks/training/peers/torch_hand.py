"""torch by hand: no tape, everything in place, `addmm` and `addmm_` for the products."""

import torch


def prepare(job):
    X, Y = torch.tensor(job.X), torch.tensor(job.Y)
    batches = [(X[k : k + job.batch], Y[k : k + job.batch]) for k in range(0, len(X), job.batch)]
    H = [torch.empty(job.batch, size) for size in job.sizes[1:]]
    D = [torch.empty_like(h) for h in H]

    @torch.no_grad()
    def run():
        P = [torch.tensor(array) for array in job.start]
        W, b = P[::2], P[1::2]
        last = len(W) - 1
        for _ in range(job.epochs):
            for x, t in batches:
                values = [x, *H]
                for k in range(len(W)):
                    torch.addmm(b[k], values[k], W[k], out=H[k])
                    if k < last:
                        H[k].clamp_(min=0)
                torch.softmax(H[last], 1, out=D[last])
                D[last].sub_(t).mul_(job.rate / job.batch)
                for k in range(last, -1, -1):
                    if k:
                        torch.mm(D[k], W[k].T, out=D[k - 1])
                        D[k - 1].mul_(H[k - 1] > 0)
                    W[k].addmm_(values[k].T, D[k], alpha=-1)
                    b[k].sub_(D[k].sum(0))
        return [p.numpy() for p in P]

    return run
