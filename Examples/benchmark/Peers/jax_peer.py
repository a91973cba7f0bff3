"""JAX, compiled: vmap over rows, loops as fori_loop and scan inside one jit."""

import jax
import jax.numpy as jnp
from jax import lax
from peer import STEPS, XOR_CASES, layers, serve

jax.config.update("jax_enable_x64", True)


def compiled(function, *arguments):
    function = jax.jit(function)

    def run():
        value, vector = jax.block_until_ready(function(*arguments))
        return value, jax.device_get(vector)

    return run


def formula(data):
    def f(x, y):
        return jnp.sin(x) * (x + y) * (x * x * x + 1)

    def work(x, y):
        value, (fx, fy) = jax.vmap(jax.value_and_grad(f, argnums=(0, 1)))(x, y)
        return (value + 2 * fx + 3 * fy).sum(), jnp.zeros(0)

    return compiled(work, *map(jnp.array, data.formula_points()))


def descent(loss, start, steps, rate):
    def step(_, state):
        p, _ = state
        value, g = jax.value_and_grad(loss)(p)
        return p - rate * g, value

    def work(start):
        p, value = lax.fori_loop(0, steps, step, (start, 0.0))
        return value, p

    return compiled(work, start)


def xor(data):
    x, y = jnp.array(XOR_CASES[0], float), jnp.array(XOR_CASES[1], float)

    def loss(p):
        (w1, b1), (w2, b2) = layers(p, [2, 4, 1])
        out = jax.nn.sigmoid(jnp.tanh(x @ w1.T + b1) @ w2[0] + b2)
        return ((out - y) ** 2).mean()

    return descent(loss, jnp.array(data.parameters("w2_params.csv")), 2000, 0.5)


def moons(data):
    points = jnp.array(data.rows("moons.csv"))
    x, y = points[:, :2], points[:, 2]

    def loss(p):
        (w1, b1), (w2, b2), (w3, b3) = layers(p, [2, 16, 16, 1])
        h = jax.nn.relu(jax.nn.relu(x @ w1.T + b1) @ w2.T + b2)
        return jax.nn.relu(1 - y * (h @ w3[0] + b3)).mean() + 1e-4 * (p @ p)

    return descent(loss, jnp.array(data.parameters("w3_params.csv")), 20, 0.1)


def digits(data):
    pixels, targets = data.digits()
    pixels, targets = jnp.array(pixels), jnp.array(targets)
    whole = len(targets) // 32 * 32

    def loss(p, x, t):
        (w1, b1), (w2, b2) = layers(p, [64, 32, 10])
        z = jnp.tanh(x @ w1.T + b1) @ w2.T + b2
        return (jax.nn.logsumexp(z, axis=1) - z[jnp.arange(t.size), t]).mean()

    def step(p, batch):
        value, g = jax.value_and_grad(loss)(p, *batch)
        return p - 0.1 * g, value * batch[1].size

    def work(p, pixels, targets):
        batches = pixels[:whole].reshape(-1, 32, 64), targets[:whole].reshape(-1, 32)
        p, values = lax.scan(step, p, batches)
        p, last = step(p, (pixels[whole:], targets[whole:]))
        return (values.sum() + last) / targets.size, p

    return compiled(work, jnp.array(data.parameters("w4_params.csv")), pixels, targets)


def chain(sums_states):
    def objective(s):
        def step(state, _):
            s, total = state
            s = jnp.sin(s) + 0.5 * s
            return (s, total + s if sums_states else total), None

        (s, total), _ = lax.scan(step, (s, 0.0), None, length=STEPS)
        return total if sums_states else s

    def work(s):
        value, derivative = jax.value_and_grad(objective)(s)
        return value + derivative, jnp.zeros(0)

    return lambda data: compiled(work, 0.7)


def rosenbrock(data):
    def f(x):
        return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()

    return compiled(jax.value_and_grad(f), jnp.array(data.rosenbrock_point()))


serve({
    "W1": formula, "W2": xor, "W3": moons, "W4": digits, "W5": chain(False), "W5b": chain(True),
    "W6": rosenbrock,
})
