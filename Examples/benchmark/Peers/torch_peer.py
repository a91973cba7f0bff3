"""PyTorch, eager: tensors for a whole batch, a new graph for every gradient.

The chains are left out: a million steps of a scalar tensor take most of a minute.
"""

import torch
from peer import XOR_CASES, layers, serve

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def formula(data):
    points = [torch.tensor(numbers) for numbers in data.formula_points()]

    def run():
        x, y = (point.detach().requires_grad_() for point in points)
        f = torch.sin(x) * (x + y) * (x * x * x + 1)
        f.sum().backward()
        return (f.detach() + 2 * x.grad + 3 * y.grad).sum(), []

    return run


def descend(p, loss, rate):
    """One step; returns the loss before it."""
    value = loss(p)
    value.backward()
    with torch.no_grad():
        p -= rate * p.grad
        p.grad = None
    return value.detach()


def descent(loss, start, steps, rate):
    def run():
        p = torch.tensor(start).requires_grad_()
        for _ in range(steps):
            value = descend(p, loss, rate)
        return value, p.tolist()

    return run


def xor(data):
    x, y = torch.tensor(XOR_CASES[0]).double(), torch.tensor(XOR_CASES[1]).double()

    def loss(p):
        (w1, b1), (w2, b2) = layers(p, [2, 4, 1])
        out = torch.sigmoid(torch.tanh(x @ w1.T + b1) @ w2[0] + b2)
        return ((out - y) ** 2).mean()

    return descent(loss, data.parameters("w2_params.csv"), 2000, 0.5)


def moons(data):
    points = torch.tensor(data.rows("moons.csv"))
    x, y = points[:, :2], points[:, 2]

    def loss(p):
        (w1, b1), (w2, b2), (w3, b3) = layers(p, [2, 16, 16, 1])
        h = torch.relu(torch.relu(x @ w1.T + b1) @ w2.T + b2)
        return torch.relu(1 - y * (h @ w3[0] + b3)).mean() + 1e-4 * (p @ p)

    return descent(loss, data.parameters("w3_params.csv"), 20, 0.1)


def digits(data):
    start = data.parameters("w4_params.csv")
    pixels, targets = (torch.tensor(numbers) for numbers in data.digits())

    def run():
        p, total = torch.tensor(start).requires_grad_(), 0
        for x, t in zip(pixels.split(32), targets.split(32)):

            def loss(p):
                (w1, b1), (w2, b2) = layers(p, [64, 32, 10])
                z = torch.tanh(x @ w1.T + b1) @ w2.T + b2
                return torch.nn.functional.cross_entropy(z, t)

            total += descend(p, loss, 0.1) * len(t)
        return total / len(targets), p.tolist()

    return run


def rosenbrock(data):
    point = torch.tensor(data.rosenbrock_point())

    def run():
        x = point.detach().requires_grad_()
        f = (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()
        f.backward()
        return f.detach(), x.grad.tolist()

    return run


serve({"W1": formula, "W2": xor, "W3": moons, "W4": digits, "W6": rosenbrock})
