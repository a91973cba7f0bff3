"""Writes SampleReferences, ExtremeReferences and HighOrderReferences.swift: python3 references.py

Every operation's value, first and second partials at the samples of Primitive+Facts.swift and at
the extreme points below. The formulas are written here anew as textbook mathematics, differentiated
by SymPy (pip install sympy) and evaluated by mpmath with so many digits that no cancellation
survives (1 - tanh(700)^2 needs 609 of them). A number is then rounded once, to the nearest double.
"""
import os, re
import mpmath as mp
import sympy as sp

HERE = os.path.dirname(os.path.abspath(__file__))
FACTS = os.path.join(HERE, "../../../Sources/Nabla/Operations/Primitive+Facts.swift")
FACTORS = [2.0, -3.0, 0.5, 7.0]  # of a dot product with constants; ReferenceTable.swift has them too
NAN = float("nan")


def samples():
    """(operation, constants, samples) of each row of the facts."""
    text = open(FACTS).read().split("var facts:")[1].split("// MARK:")[0]
    for row in re.split(r"\n    case \.", text)[1:]:
        name = row.split(":")[0]
        constants = re.search(r"constants: \[(.*?)\]", row)
        points = re.search(r"samples: \[(.*)\]\)", row, re.S)
        constants = [float(c) for c in constants.group(1).split(",")] if constants else [None]
        points = [[float(n) for n in p.split(",")] for p in re.findall(r"\[([^\[\]]+)\]", points.group(1))]
        yield name, constants, points


def formula(op, c, p, x):
    """The smooth formula that holds around the point p."""
    a = x[0] if x else None
    b = x[1] if len(x) > 1 else None
    c = None if c is None else sp.Rational(c)
    simple = {
        "add": lambda: a + b, "subtract": lambda: a - b, "multiply": lambda: a * b,
        "divide": lambda: a / b, "negate": lambda: -a, "addConstant": lambda: a + c,
        "subtractFromConstant": lambda: c - a, "multiplyByConstant": lambda: c * a,
        "divideByConstant": lambda: a / c, "divideConstant": lambda: c / a,
        "power": lambda: a ** b, "powerConstant": lambda: a ** c,
        "sqrt": lambda: sp.sqrt(a),
        "cbrt": lambda: (a if p[0] > 0 else -a) ** sp.Rational(1, 3) * (1 if p[0] > 0 else -1),
        "hypot": lambda: sp.sqrt(a * a + b * b),
        "exp": lambda: sp.exp(a), "expMinusOne": lambda: sp.exp(a) - 1, "log": lambda: sp.log(a),
        "logOnePlus": lambda: sp.log(1 + a), "log2": lambda: sp.log(a) / sp.log(2),
        "log10": lambda: sp.log(a) / sp.log(10),
        "sin": lambda: sp.sin(a), "cos": lambda: sp.cos(a), "tan": lambda: sp.sin(a) / sp.cos(a),
        "asin": lambda: sp.asin(a), "acos": lambda: sp.acos(a), "atan": lambda: sp.atan(a),
        "sinh": lambda: (sp.exp(a) - sp.exp(-a)) / 2, "cosh": lambda: (sp.exp(a) + sp.exp(-a)) / 2,
        "tanh": lambda: 1 - 2 / (sp.exp(2 * a) + 1),
        "asinh": lambda: sp.asinh(a), "acosh": lambda: sp.acosh(a),
        "atanh": lambda: (sp.log(1 + a) - sp.log(1 - a)) / 2,
        "erf": lambda: sp.erf(a), "erfc": lambda: sp.erfc(a),
        "abs": lambda: a if p[0] > 0 else -a,
        "minimum": lambda: a if p[0] < p[1] else b, "maximum": lambda: a if p[0] > p[1] else b,
        "sigmoid": lambda: 1 / (1 + sp.exp(-a)), "logSigmoid": lambda: -sp.log(1 + sp.exp(-a)),
        "softplus": lambda: sp.log(1 + sp.exp(a)), "relu": lambda: a if p[0] > 0 else 0 * a,
        "leakyReLU": lambda: a if p[0] > 0 else c * a,
        "elu": lambda: a if p[0] > 0 else c * (sp.exp(a) - 1),
        "gelu": lambda: a * sp.erfc(-a / sp.sqrt(2)) / 2, "silu": lambda: a / (1 + sp.exp(-a)),
        "sum": lambda: sum(x), "dot": lambda: sum(l * r for l, r in zip(x[: len(x) // 2], x[len(x) // 2:])),
        "dotConstants": lambda: sum(sp.Rational(f) * v for f, v in zip(FACTORS, x)),
        "logSumExp": lambda: sp.log(sum(sp.exp(v) for v in x)),
        "softmax": lambda: 1 / sum(sp.exp(v - x[int(c)]) for v in x),
        "selectLess": lambda: x[2] if p[0] < p[1] else x[3],
        "selectLessOrEqual": lambda: x[2] if p[0] <= p[1] else x[3],
        "stopGradient": lambda: sp.Rational(p[0]),
        "sign": lambda: sp.Integer(1 if p[0] > 0 else -1), "step": lambda: sp.Integer(1) if p[0] > 0 else c,
        "order": lambda: sp.Integer(1 if p[0] > p[1] else -1), "nonNegative": lambda: a,
        "directionCosine": lambda: a / sp.sqrt(a * a + b * b),
        "route": lambda: a * b, "gaussian": lambda: sp.exp(-c * a * a),
        "normal": lambda: sp.erfc(-a / sp.sqrt(2)) / 2,
    }
    return simple[op]()


def rounded(number):
    """The nearest double of a number of any size, in the fewest digits."""
    if number != number or isinstance(number, mp.mpc) and abs(number.imag) > 0:
        return NAN
    number = mp.mpf(number.real)
    if number == 0:
        return 0.0
    if mp.isinf(number):
        return float(number)
    magnitude = number._mpf_[2] + number._mpf_[3]
    if magnitude < -1100:
        return 0.0
    if magnitude > 1100:
        return float("inf") if number > 0 else float("-inf")
    return float(mp.nstr(number, 40))


def erfc(x):
    """mpmath's own overflows where the answer is 0 or 2 to all digits asked for."""
    return mp.erfc(x) if abs(x) < 1000 else mp.mpf(0 if x > 0 else 2)


CACHE = {}


def evaluate(op, c, p):
    """Value, partials and upper triangle of second partials, as doubles."""
    mp.mp.dps = 60 if op in ("logGamma", "polygamma") else 1800
    n = len(p)
    point = [mp.mpf(v) for v in p]
    if op in ("logGamma", "polygamma"):
        # psi near a pole and far to the left needs digits for its argument's distance.
        mp.mp.dps = 420
        v = point[0]
        k = -1 if op == "logGamma" else int(c)
        at = lambda k: mp.re(mp.loggamma(v)) if k < 0 else psi(k, v)
        return [rounded(at(k)), rounded(at(k + 1)), rounded(at(k + 2))]
    if op == "atan2":
        y, x = point
        r2 = x * x + y * y
        return [rounded(t) for t in (
            mp.atan2(y, x), x / r2, -y / r2, -2 * x * y / r2**2, (y * y - x * x) / r2**2, 2 * x * y / r2**2)]
    if op == "powerPartial":
        op, orders = "power", (int(c) % 1000, int(c) // 1000)
        a, b = sp.symbols("x0:2", positive=True)
        if (c, "partial") not in CACHE:
            f = sp.diff(sp.diff(a ** b, a, orders[0]), b, orders[1])
            parts = [f, f.diff(a), f.diff(b), f.diff(a, 2), f.diff(a, b), f.diff(b, 2)]
            CACHE[c, "partial"] = [sp.lambdify((a, b), part, "mpmath") for part in parts]
        return [rounded(mp.mpmathify(part(*point))) for part in CACHE[c, "partial"]]
    symbols = sp.symbols(f"x0:{n}", real=True)
    branch = (op, c, n) + (tuple(v > 0 for v in p) if n == 1 else tuple(a < b for a in p for b in p))
    if branch not in CACHE:
        f = sp.sympify(formula(op, c, p, symbols))
        parts = [f] + [sp.diff(f, s) for s in symbols]
        parts += [sp.diff(f, symbols[i], symbols[j]) for i in range(n) for j in range(i, n)]
        CACHE[branch] = [sp.lambdify(symbols, part, [{"erfc": erfc, "erf": lambda x: 1 - erfc(x)}, "mpmath"]) for part in parts]
    return [rounded(mp.mpmathify(part(*point))) for part in CACHE[branch]]


def psi(k, x):
    """The recurrence far enough up for mpmath's series, the reflection formula below zero."""
    if x < 0:
        t = mp.pi * x
        cot, csc2 = mp.cot(t), mp.csc(t) ** 2
        d = [cot, -mp.pi * csc2, 2 * mp.pi**2 * cot * csc2,
             -2 * mp.pi**3 * (csc2**2 + 2 * cot**2 * csc2),
             mp.pi**4 * (16 * cot * csc2**2 + 8 * cot**3 * csc2),
             -mp.pi**5 * (16 * csc2**3 + 88 * cot**2 * csc2**2 + 16 * cot**4 * csc2)][k]
        return (-1) ** k * psi(k, 1 - x) - mp.pi * d
    return mp.psi(k, x)


T = 5e-324
WIDE = [0.0] + [s * v for v in (T, 1e-300, 1e-8, 0.5, 1, 10, 19.5, 40, 400, 700, 745, 800, 1e8, 1e100, 1e154, 1e200, 1e308)
                for s in (1, -1)]
POSITIVE = [v for v in WIDE if v > 0] + [1e-200, 1e-100, 1e-20]
POLES = [T, 1e-300, 1e-10, 1, 1.0000001, 1.4616321449683623, 1.5, 2, 1.9999, 2.5, 16, 17.5, 170.5, 1e8, 1e15,
         1e100, 1e300, 1e308, -1e-300, -1e-10, -0.5, -1.5, -2.0000001, -2.457024738220801, -2.5, -99.5, -170.3, -1000.3]
UNIT = [0.0, T, 1e-300, -1e-300, 1e-8, 0.5, -0.5, 0.9999, 0.9999999999999999, -0.9999999999999999]
KINKED = [v for v in WIDE if v != 0]


def extremes():
    """(operation, constant, point) inside the domain and off the kinks."""
    for op in ("exp", "expMinusOne", "sinh", "cosh", "tanh", "sigmoid", "logSigmoid", "softplus", "gelu", "silu",
               "sin", "cos", "tan", "atan", "asinh", "erf", "erfc", "normal"):
        for v in WIDE + {"gelu": [-37.0, -38.4, 1.4142135623730951, -8.3], "erfc": [26.0, 26.5, 27.2, 5.0, -5.0],
                         "normal": [-37.0, -38.4, 8.3, -8.3], "tan": [1.5707963267948966], "expMinusOne": [-1e-20],
                         "silu": [-36.8, 2.3993572805154676], "logSigmoid": [36.8, -36.8], "softplus": [36.8, -36.8],
                         "exp": [709.7, -708.3]}.get(op, []):
            yield op, None, [v]
    for c in (1.0, 0.5):
        for v in WIDE + [26.0, 27.2]:
            if abs(v) < 9e307:
                yield "gaussian", c, [v]
    for op in ("log", "log2", "log10", "sqrt"):
        for v in POSITIVE + [0.9999999999999999, 1.0000000000000002]:
            yield op, None, [v]
    for v in KINKED + [1e-180, 1e180]:
        yield "cbrt", None, [v]
    for v in [T, 1e-300, -1e-300, 1e-20, -1e-8, -0.5, -0.9999999999999999, 1.0, 1e16, 1e100, 1e200, 1e308]:
        yield "logOnePlus", None, [v]
    for op in ("asin", "acos", "atanh"):
        for v in UNIT:
            yield op, None, [v]
    for v in [1.0000000000000002, 1.0000000001, 1.5, 1e8, 1e100, 1e154, 1e200, 1e308]:
        yield "acosh", None, [v]
    for v in POLES:
        if v < 1e305:
            yield "logGamma", None, [v]
        for order in (0, 1, 2):
            yield "polygamma", float(order), [v]
    for op in ("abs", "relu", "sign"):
        for v in (T, -T, 1e308, -1e308):
            yield op, None, [v]
    for v in (T, -T, 1e-300, -1e-300, 1e308, -1e308, -40.0, -745.0, -800.0):
        yield "elu", 1.0, [v]
        yield "leakyReLU", 0.01, [v]
    for c, points in ((2.0, KINKED), (3.0, KINKED), (-1.0, KINKED), (-2.0, KINKED), (0.5, POSITIVE), (1.5, POSITIVE),
                      (-0.5, POSITIVE), (1e-300, [1e308]), (308.0, [10.0, 0.1, 1.0]), (1e10, [1.0000000001])):
        for v in points:
            if abs(v) in (T, 1e-300, 1e-200, 1e-100, 1e-8, 0.5, 10, 40, 1e8, 1e100, 1e154, 1e200, 1e308, 1, 0.1, 1.0000000001):
                yield "powerConstant", c, [v]
    for v in KINKED:
        yield "divideConstant", 1.0, [v]
    pairs = [(1e308, 1e308), (-1e308, 1e308), (1e308, 1e-308), (1e-300, 1e-300), (1e-300, 1e300), (1e300, 1e-300),
             (1e8, 1.0), (1.0, 1e8), (1e200, 1.0), (1.0, 1e200), (1e-160, 1e-160), (1e-200, 1.0), (1.0, 1e-200), (1e100, 1e100)]
    for op in ("multiply", "divide", "hypot", "atan2", "minimum", "maximum"):
        for a, b in pairs:
            if not (op in ("minimum", "maximum") and a == b):
                yield op, None, [a, b]
    for a, b in ((0.0, 1.0), (1.0, 0.0), (0.0, 1e-300), (1e4, 1.0)):
        yield "hypot", None, [a, b]
        yield "atan2", None, [a, b]
    yield "atan2", None, [0.0, -1.0]
    for a, b in ((1e308, 0.5), (1e-300, 0.5), (T, 0.5), (2.0, 1000.0), (2.0, -1000.0), (0.5, 1000.0), (1e10, -30.0),
                 (1.0, 1e300), (1e308, 1e-308), (10.0, 308.0), (1.0000000001, 1e10), (3.0, 0.0), (1e-300, 1.0),
                 (1e-300, 2.0), (1e-100, 3.0), (1e100, -2.0), (1e-8, -1e-8)):
        yield "power", None, [a, b]
    rows = [[1e308, -1e308], [1e308, 1e308], [-1e308, -1e308], [1e308, 0.0, -1e308], [0.0, -40.0], [-40.0, 0.0], [0.0, -700.0],
            [0.0, -745.0], [0.0, -800.0], [800.0, 0.0], [40.0, 0.0, -40.0], [0.0, 0.0, 0.0], [1000.0, 1000.0], [1e-300, 0.0],
            [0.0, -36.7, -37.0], [1e308], [5.0], [0.0, -400.0, -400.0]]
    for row in rows:
        yield "logSumExp", None, row
        for c in range(min(2, len(row))):
            yield "softmax", float(c), row


def line(op, c, p):
    numbers = evaluate(op, c, p)
    n = len(p)
    text = lambda v: repr(v).replace(".0e", "e").removesuffix(".0") if v == v else "nan"
    words = [op] + ([f"c={text(c)}"] if c is not None else []) + [text(v) for v in p]
    words += ["|", text(numbers[0]), "|"] + [text(v) for v in numbers[1:n + 1]] + ["|"] + [text(v) for v in numbers[n + 1:]]
    lines, current = [], ""
    for word in words:
        if current and len(current) + 1 + len(word) > 92:
            lines.append(current)
            current = "     "
        current = f"{current} {word}" if current else word
    return "\n".join("    " + l for l in lines + [current])


def write(name, what, rows):
    rows = list(dict.fromkeys((op, c, tuple(p)) for op, c, p in rows))
    with open(os.path.join(HERE, name + ".swift"), "w") as file:
        file.write(f"""// Written by references.py, which says how; do not edit.
//
// A line: operation, constant if any, inputs | value | first partials | second partials (upper
// triangle, row by row). A line that starts with spaces continues the one before.

/// {what}
let {name[0].lower() + name[1:]} = \"\"\"
""")
        file.write("\n".join(line(*row) for row in rows))
        file.write('\n    """\n')


# Partial derivatives to the fourth order, of powers and their like.
x, y = sp.symbols("x y", positive=True)
TWO = {
    "power": (x**y, [(2, 0), (2, 1), (2, 2), (2, 3), (2, -1), (2, 1e-8), (2, 1 - 1e-6), (1, 0), (1, 2.5),
                     (0.5, 0), (1e-8, 0), (1e-8, 1), (1e-3, 2), (1e-3, 0.5), (3, 0.5), (1e-100, 3), (1e3, -2.5),
                     (0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (0, 0.5), (0, 1.5), (0, 4.5), (0, -1), (0, -0.5)]),
    "hypot": (sp.sqrt(x**2 + y**2), [(3, 4), (1, 1), (2, 1), (1, 1e-3), (1e-3, 1), (1e-8, 1), (1, 1e-8), (1e-8, 1e-8), (5, 12)]),
    "atan2": (sp.atan2(x, y), [(3, 4), (1, 1), (2, 1), (1, 1e-3), (1e-3, 1), (1e-8, 1), (1, 1e-8), (1e-8, 1e-8), (5, 12)]),
}
ONE = {
    "x^x": (x**x, [1, 2, 0.5, 1e-3, 1e-8, 3.25]),
    "(1 + x)^x": ((1 + x) ** x, [0, 1, 1e-3, 1e-8, 2]),
    "x^(x - 1)": (x ** (x - 1), [1, 2, 1.001, 0.5]),
    "(1 + x^2)^(x - 2)": ((1 + x**2) ** (x - 2), [0, 1, 2, 3, 1e-3]),
    "cos(x)^sin(x)": (sp.cos(x) ** sp.sin(x), [0, 1, 1e-3, 0.5]),
    "exp(x)^x": (sp.exp(x) ** x, [0, 1, 1e-3, 0.5]),
    "x^(x^x)": (x ** (x**x), [1, 2, 0.5]),
    "(x^x - 1)^2": ((x**x - 1) ** 2, [1, 2, 0.5]),
    "x^(3 + x)": (x ** (3 + x), [0, 1e-3, 1]),
    "x^(5 + x)": (x ** (5 + x), [0, 1e-3, 1]),
    "x^3 by a value": (x**3, [0, 1e-8, 1]),
    "log(x^x)": (sp.log(x**x), [1, 2, 0.5]),
    "hypot(x, 1 + x)": (sp.sqrt(x**2 + (1 + x) ** 2), [0, 1, 1e-8, 1e-3]),
    "hypot(x, x^2)": (sp.sqrt(x**2 + x**4), [1, 1e-3, 0.5]),
    "log(hypot(x, 1))": (sp.log(sp.sqrt(x**2 + 1)), [0, 1, 1e-8, 1e-3]),
    "atan2(x, 1 + x)": (sp.atan2(x, 1 + x), [0, 1, 1e-8]),
}


def high_order_number(f, at):
    """The nearest double of a formula's number; at x = 0 its limit from the right.

    That is what it is at x = 1e-5000, where logarithms are -11513: 0, an infinity, or 50 digits.
    """
    value = sp.lambdify((x, y), f, "mpmath")
    point = [mp.mpf("1e-5000") if i == 0 and v == 0 else mp.mpf(v) for i, v in enumerate(at)]
    result = mp.mpmathify(value(*point))
    if at[0] == 0 and abs(result) < mp.mpf("1e-4000"):
        return 0.0
    if at[0] == 0 and abs(result) > 5000:
        return float("inf") if result > 0 else float("-inf")
    return float(mp.nstr(result, 40))


def short(value):
    return repr(value).replace(".0e", "e").removesuffix(".0")


def wrapped(words):
    lines, current = [], ""
    for word in words:
        if current and len(current) + 1 + len(word) > 92:
            lines.append(current)
            current = "     "
        current = f"{current} {word}" if current else word
    return "\n".join("  " + line for line in lines + [current])


def high_order_rows():
    for name, (f, points) in TWO.items():
        partials = [sp.diff(f, x, n - k, y, k) if n else f for n in range(5) for k in range(n + 1)]
        for point in points:
            numbers = [high_order_number(partial, point) for partial in partials]
            yield wrapped([name + ":"] + [short(float(v)) for v in point] + ["|"] + [short(v) for v in numbers])
    for name, (f, points) in ONE.items():
        derivatives = [sp.diff(f, x, n) if n else f for n in range(5)]
        for point in points:
            numbers = [high_order_number(d, (point, 1)) for d in derivatives]
            yield wrapped([name + ":", short(float(point)), "|"] + [short(v) for v in numbers])


def write_high_orders():
    mp.mp.dps = 80
    with open(os.path.join(HERE, "HighOrderReferences.swift"), "w") as file:
        file.write("""// Written by references.py, which says how; do not edit.
//
// A line: function, point | value, first derivatives, second ones and so on. Of two variables, each
// order begins with the partial in x alone. A line that starts with spaces continues the one before.

/// Derivatives to the fourth order.
let highOrderReferences = \"\"\"
""" + "\n".join(high_order_rows()) + '\n  """\n')


if __name__ == "__main__":
    write("SampleReferences", "The references at the samples of `Primitive.facts`.",
          [(op, c, p) for op, constants, points in samples() for c in constants for p in points])
    write("ExtremeReferences", "The references in the far corners of the domains.", extremes())
    write_high_orders()
