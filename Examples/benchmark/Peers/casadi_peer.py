"""CasADi: scalar expressions recorded once, run by its virtual machine.

With the word "c" after the data folder, the functions are written as C and compiled by gcc.
Networks are recorded for one sample and mapped over a batch, with the outputs added up. The loop
over rows is CasADi's own map, which copies the parameters and stores the gradient for every row: a
loop in C, written by hand around the generated function, would be faster.
"""

import sys

import casadi as ca
import numpy as np
from peer import STEPS, XOR_CASES, serve

AS_C = {"jit": True, "compiler": "shell", "jit_options": {"flags": ["-O3", "-march=native"]}}
OPTIONS = AS_C if "c" in sys.argv[2:] else {}


def function(inputs, outputs):
    return ca.Function("f", inputs, outputs)


def finished(rows):
    """As C, if that is wanted: the loop over rows or steps with what it calls, in one piece."""
    if not OPTIONS:
        return rows
    inputs = rows.mx_in()
    return ca.Function("whole", inputs, rows.call(inputs), OPTIONS)


def formula(data):
    x, y = ca.SX.sym("x"), ca.SX.sym("y")
    f = ca.sin(x) * (x + y) * (x * x * x + 1)
    row = function([x, y], [f, ca.gradient(f, x), ca.gradient(f, y)])
    rows = finished(row.map(1_000_000))
    points = [np.array([numbers]) for numbers in data.formula_points()]
    results = [np.empty(1_000_000) for _ in range(3)]
    buffer, evaluate = rows.buffer()
    for i, point in enumerate(points):
        buffer.set_arg(i, memoryview(point))
    for i, result in enumerate(results):
        buffer.set_res(i, memoryview(result))

    def run(kept=(buffer, points)):  # Neither `evaluate` nor the buffer keeps what it refers to.
        evaluate()
        return (results[0] + 2 * results[1] + 3 * results[2]).sum(), []

    return run


def network(p, x, sizes, hidden):
    """The last layer's sums."""
    first = 0
    for layer, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        last = first + inputs * outputs
        weights = ca.reshape(p[first:last], inputs, outputs).T
        x = weights @ (hidden(x) if layer else x) + p[last:last + outputs]
        first = last + outputs
    return x


def relu(x):
    return ca.fmax(x, 0)


def batch_gradient(loss, p, sample, count):
    """A function of the parameters and a batch: the sum of losses, and of their gradients."""
    one = function([p, sample], [loss, ca.gradient(loss, p)])
    return finished(one.map("batch", "serial", count, [0], [0, 1]))


def xor(data):
    p = ca.SX.sym("p", 17)
    loss = 0
    for x, y in zip(*XOR_CASES):
        out = 1 / (1 + ca.exp(-network(p, ca.SX(x), [2, 4, 1], ca.tanh)))
        loss += (out - y) ** 2 / 4
    step = function([p], [p - 0.5 * ca.gradient(loss, p), loss])
    steps = finished(step.mapaccum("steps", 2000))
    start = ca.DM(data.parameters("w2_params.csv"))

    def run():
        states, losses = steps(start)
        return losses[-1], np.array(states[:, -1]).ravel()

    return run


def moons(data):
    p, sample = ca.SX.sym("p", 337), ca.SX.sym("sample", 3)
    margin = 1 - sample[2] * network(p, sample[:2], [2, 16, 16, 1], relu)
    batch = batch_gradient(relu(margin), p, sample, 100)
    start, points = np.array(data.parameters("w3_params.csv")), np.array(data.rows("moons.csv")).T

    def run():
        p = start.copy()
        for _ in range(20):
            loss, gradient = batch(p, points)
            loss = float(loss) / 100 + 1e-4 * (p @ p)
            p -= 0.1 * (gradient.full().ravel() / 100 + 2e-4 * p)
        return loss, p

    return run


def digits(data):
    p, sample = ca.SX.sym("p", 2410), ca.SX.sym("sample", 74)
    scores = network(p, sample[:64], [64, 32, 10], ca.tanh)
    loss = ca.log(ca.sum1(ca.exp(scores))) - ca.dot(scores, sample[64:])
    pixels, targets = data.digits()
    samples = np.hstack([np.array(pixels), np.eye(10)[targets]]).T
    whole = batch_gradient(loss, p, sample, 32)
    rest = batch_gradient(loss, p, sample, len(targets) % 32)
    start = np.array(data.parameters("w4_params.csv"))

    def run():
        p, total = start.copy(), 0
        for first in range(0, len(targets), 32):
            batch = samples[:, first:first + 32]
            count = batch.shape[1]
            loss, gradient = (whole if count == 32 else rest)(p, batch)
            total += float(loss)
            p -= 0.1 / count * gradient.full().ravel()
        return total / len(targets), p

    return run


def chain(sums_states):
    def prepare(data):
        if OPTIONS:
            raise ValueError("too long for a C compiler")
        start = s = ca.SX.sym("s")
        total = 0
        for _ in range(STEPS):
            s = ca.sin(s) + 0.5 * s
            if sums_states:
                total += s
        f = total if sums_states else s
        both = function([start], [f, ca.gradient(f, start)])

        def run():
            value, derivative = both(0.7)
            return float(value) + float(derivative), []

        return run

    return prepare


def rosenbrock(data):
    if OPTIONS:
        raise ValueError("too long for a C compiler")
    x = ca.SX.sym("x", 10_000)
    a, b = x[1:] - x[:-1] ** 2, 1 - x[:-1]
    f = ca.sum1(100 * a ** 2 + b ** 2)
    both = function([x], [f, ca.gradient(f, x)])
    point = ca.DM(data.rosenbrock_point())

    def run():
        value, gradient = both(point)
        return value, gradient.full().ravel()

    return run


serve({
    "W1": formula, "W2": xor, "W3": moons, "W4": digits, "W5": chain(False), "W5b": chain(True),
    "W6": rosenbrock,
})
