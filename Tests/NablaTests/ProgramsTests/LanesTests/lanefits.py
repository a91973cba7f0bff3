"""Prints the polynomials of FastFunctions: python3 lanefits.py   (pip install mpmath)

Remez's exchange: the polynomial P of degree d with the least largest |weight (f - P)| on an interval
meets that largest error d + 2 times with alternating signs. Solve for P and the error at d + 2 points,
move the points to the extrema, repeat. Source: J.-M. Muller, Elementary Functions, 3rd edition, 2016,
chapter 3. Coefficients are then rounded to doubles, which moves the polynomials far less than their
errors.
"""
import mpmath as mp

mp.mp.dps = 60


def remez(f, weight, a, b, degree):
    n = degree + 2
    points = [(a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    grid = [(a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * i / (80 * n)) for i in range(80 * n + 1)]
    for _ in range(12):
        rows = mp.matrix(n, n)
        values = mp.matrix(n, 1)
        for i, x in enumerate(points):
            for j in range(degree + 1):
                rows[i, j] = x**j
            rows[i, degree + 1] = (-1) ** i / weight(x)
            values[i] = f(x)
        solution = mp.lu_solve(rows, values)
        coefficients = [solution[j] for j in range(degree + 1)]
        error = [weight(x) * (f(x) - mp.polyval(coefficients[::-1], x)) for x in grid]
        # The largest error of each stretch of one sign.
        extrema = []
        for x, e in zip(grid, error):
            if extrema and extrema[-1][1] * e > 0:
                if abs(e) > abs(extrema[-1][1]):
                    extrema[-1] = (x, e)
            else:
                extrema.append((x, e))
        while len(extrema) > n:
            extrema.pop(0 if abs(extrema[0][1]) < abs(extrema[-1][1]) else -1)
        largest = max(abs(e) for _, e in extrema)
        if len(extrema) < n or largest < 1.001 * min(abs(e) for _, e in extrema):
            break
        points = [x for x, _ in extrema]
    return coefficients, largest


def show(name, f, weight, b, degree, scale=1):
    """Fits on [0, b]; tells the error times `scale` as a power of two."""
    tiny = mp.mpf("1e-12")  # where the weight vanishes
    coefficients, error = remez(f, lambda z: max(weight(z), tiny), mp.mpf(0), b, degree)
    print(f"{name}: error 2^{mp.nstr(mp.log(error * scale, 2), 4)}")
    for c in coefficients:
        print("   ", repr(float(c)))


def series(term):
    """The sum of term(k) z^k."""
    return lambda z: sum(term(k) * z**k for k in range(40))


HALF = mp.log(2) / 2 * mp.mpf("1.0001")
S = (mp.sqrt(2) - 1) / (mp.sqrt(2) + 1) * mp.mpf("1.0001")
QUARTER = (mp.pi / 4 * mp.mpf("1.0005")) ** 2

# r coth(r/2) = 2 + z P(z) with z = r^2; its series is sum of 2 B_2k z^k / (2k)!.
show("P, of z P", series(lambda k: 2 * mp.bernoulli(2 * k + 2) / mp.factorial(2 * k + 2)), lambda z: z, HALF**2, 4)
# 2 artanh(s) = 2 s + s z R(z) with z = s^2.
show("R, of z R", series(lambda k: mp.mpf(2) / (2 * k + 3)), lambda z: mp.mpf(1), S**2, 6, S**2)
# sin r = r - r z S(z), cos r = 1 - z/2 + z^2 C(z) with z = r^2.
show("S, of z S", series(lambda k: (-1) ** k / mp.factorial(2 * k + 3)), lambda z: z, QUARTER, 5)
show("C, of z^2 C", series(lambda k: (-1) ** k / mp.factorial(2 * k + 4)), lambda z: z * z, QUARTER, 5)
