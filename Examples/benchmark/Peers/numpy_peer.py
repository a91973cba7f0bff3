"""NumPy, with the derivatives written by hand, a whole batch at a time."""

import numpy as np
from peer import XOR_CASES, layers, serve


def formula(data):
    x, y = map(np.array, data.formula_points())

    def run():
        s, a, c = np.sin(x), x + y, x * x * x + 1
        sa = s * a
        fy = s * c
        fx = np.cos(x) * a * c + fy + sa * (3 * x * x)
        return (sa * c + 2 * fx + 3 * fy).sum(), []

    return run


def xor(data):
    start = np.array(data.parameters("w2_params.csv"))
    x, y = np.array(XOR_CASES[0], float), np.array(XOR_CASES[1], float)

    def run():
        p, g, loss = start.copy(), np.empty(17), 0
        (w1, b1), (w2, b2) = layers(p, [2, 4, 1])
        (gw1, gb1), (gw2, gb2) = layers(g, [2, 4, 1])
        for _ in range(2000):
            h = np.tanh(x @ w1.T + b1)
            out = 1 / (1 + np.exp(-(h @ w2[0] + b2)))
            error = out - y
            loss = error @ error / 4
            dz = error / 2 * out * (1 - out)
            gw2[0], gb2[0] = dz @ h, dz.sum()
            dh = np.outer(dz, w2[0]) * (1 - h * h)
            gw1[:], gb1[:] = dh.T @ x, dh.sum(0)
            p -= 0.5 * g
        return loss, p

    return run


def moons(data):
    start = np.array(data.parameters("w3_params.csv"))
    points = np.array(data.rows("moons.csv"))
    x, y = points[:, :2].copy(), points[:, 2].copy()

    def run():
        p, g, loss = start.copy(), np.empty(start.size), 0
        (w1, b1), (w2, b2), (w3, b3) = layers(p, [2, 16, 16, 1])
        gradients = layers(g, [2, 16, 16, 1])
        for _ in range(20):
            h1 = np.maximum(x @ w1.T + b1, 0)
            h2 = np.maximum(h1 @ w2.T + b2, 0)
            margin = 1 - y * (h2 @ w3[0] + b3)
            loss = np.maximum(margin, 0).mean() + 1e-4 * (p @ p)
            dz = (np.where(margin > 0, -y, 0) / 100)[:, None]
            d2 = (dz @ w3) * (h2 > 0)
            d1 = (d2 @ w2) * (h1 > 0)
            for (gw, gb), d, inputs in zip(gradients, (d1, d2, dz), (x, h1, h2)):
                gw[:], gb[:] = d.T @ inputs, d.sum(0)
            p -= 0.1 * (g + 2e-4 * p)
        return loss, p

    return run


def digits(data):
    start = np.array(data.parameters("w4_params.csv"))
    pixels, targets = map(np.array, data.digits())

    def run():
        p, g, total = start.copy(), np.empty(start.size), 0
        (w1, b1), (w2, b2) = layers(p, [64, 32, 10])
        (gw1, gb1), (gw2, gb2) = layers(g, [64, 32, 10])
        for first in range(0, len(pixels), 32):
            x, t = pixels[first:first + 32], targets[first:first + 32]
            own = np.arange(len(t)), t
            h = np.tanh(x @ w1.T + b1)
            z = h @ w2.T + b2
            z -= z.max(1, keepdims=True)
            e = np.exp(z)
            sums = e.sum(1, keepdims=True)
            total += np.log(sums).sum() - z[own].sum()
            d = e / sums
            d[own] -= 1
            d /= len(t)
            gw2[:], gb2[:] = d.T @ h, d.sum(0)
            dh = (d @ w2) * (1 - h * h)
            gw1[:], gb1[:] = dh.T @ x, dh.sum(0)
            p -= 0.1 * g
        return total / len(pixels), p

    return run


def rosenbrock(data):
    x = np.array(data.rosenbrock_point())

    def run():
        a, b = x[1:] - x[:-1] ** 2, 1 - x[:-1]
        g = np.zeros(x.size)
        g[:-1] = -400 * a * x[:-1] - 2 * b
        g[1:] += 200 * a
        return (100 * a * a + b * b).sum(), g

    return run


serve({"W1": formula, "W2": xor, "W3": moons, "W4": digits, "W6": rosenbrock})
