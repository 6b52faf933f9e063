"""torch as its tutorials write it: modules, backward, an optimiser."""

import torch


def prepare(job):
    X, Y = torch.tensor(job.X), torch.tensor(job.Y)
    labels = Y.argmax(1)
    squares = job.loss == "squares"
    batches = [
        (X[k : k + job.batch], Y[k : k + job.batch] if squares else labels[k : k + job.batch])
        for k in range(0, len(X), job.batch)
    ]
    cost = (lambda y, t: 0.5 * ((y - t) ** 2).sum()) if squares else torch.nn.CrossEntropyLoss()

    def run():
        model = built(job)
        optimizer = torch.optim.SGD(model.parameters(), lr=job.rate)
        for _ in range(job.epochs):
            for x, t in batches:
                optimizer.zero_grad()
                cost(model(x), t).backward()
                optimizer.step()
        return [p.detach().T.numpy() if p.ndim == 2 else p.detach().numpy() for p in model.parameters()]

    return run


def built(job):
    """The network as modules, at the start."""
    parts = []
    for k in range(0, len(job.start), 2):
        W, b = torch.tensor(job.start[k]), torch.tensor(job.start[k + 1])
        layer = torch.nn.Linear(*W.shape, dtype=W.dtype)
        with torch.no_grad():
            layer.weight.copy_(W.T)
            layer.bias.copy_(b)
        parts += [layer, torch.nn.ReLU() if job.hidden == "relu" else torch.nn.Sigmoid()]
    return torch.nn.Sequential(*parts[:-1])
