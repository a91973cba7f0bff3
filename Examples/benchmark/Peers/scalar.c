/* The benchmark's unit: each workload in scalar C, forward and backward written by hand.

   Usage: scalar ID FOLDER      ID is W1, W2, W3, W4, W5, W5b or W6; FOLDER holds the CSV files.
   Prints the median time of several repetitions, in the workload's unit, and the checksum.

   It is what a careful programmer writes who knows the formulas: no graph, no allocation inside
   the loops, everything that can be is in registers and arrays of fixed size. It is to be compiled
   without vectorisation and without fast-math, so that an operation here is one operation of IEEE
   arithmetic, as it is in a graph of scalars. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- Helpers ---- */

/* What a workload leaves for the checksum besides the number that it returns. */
enum { MOST_RESULTS = 10000 };
static double results[MOST_RESULTS];
static int result_count = 0;

static void keep(const double *v, int count) {
  memcpy(results, v, count * sizeof v[0]);
  result_count = count;
}

/* Lets two implementations prove that they did the same work; not part of the time. */
static double checksum(void) {
  double sum = 0;
  for (int i = 0; i < result_count; i++) sum += results[i] * (1 + i % 7);
  return sum;
}

/* Reads all numbers of a file, whatever separates them. */
static void read_numbers(const char *folder, const char *name, double *out, int count) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "r");
  if (!file) {
    fprintf(stderr, "cannot open %s\n", path);
    exit(1);
  }
  for (int i = 0; i < count; i++) {
    if (fscanf(file, "%lf%*[,\n\r ]", &out[i]) != 1) {
      fprintf(stderr, "%s: expected %d numbers, got %d\n", path, count, i);
      exit(1);
    }
  }
  fclose(file);
}

/* z = w x + b, with w row by row. */
static inline void dense(
  int inputs, int outputs, const double *w, const double *b, const double *x, double *z) {
  for (int i = 0; i < outputs; i++) {
    double sum = 0;
    for (int j = 0; j < inputs; j++) sum += w[i * inputs + j] * x[j];
    z[i] = sum + b[i];
  }
}

/* From dz: adds to the gradients of w and b, and sets dx unless it is NULL. */
static inline void dense_backward(
  int inputs, int outputs, const double *w, const double *x, const double *dz,
  double *restrict dw, double *restrict db, double *restrict dx) {
  if (dx) for (int j = 0; j < inputs; j++) dx[j] = 0;
  for (int i = 0; i < outputs; i++) {
    double d = dz[i];
    if (d == 0) continue;
    for (int j = 0; j < inputs; j++) dw[i * inputs + j] += d * x[j];
    if (dx) for (int j = 0; j < inputs; j++) dx[j] += d * w[i * inputs + j];
    db[i] += d;
  }
}

/* ---- W1: f(x, y) = sin(x) (x + y) (x^3 + 1), value and both partials, a million times ---- */

static double w1(void) {
  double sum = 0;
  for (int i = 0; i < 1000000; i++) {
    double x = 0.5 + 1e-7 * i, y = 1.5 - 1e-7 * i;
    double s = sin(x), a = x + y, c = x * x * x + 1;
    double sa = s * a, f = sa * c;
    double fx = cos(x) * a * c + s * c + sa * (3 * x * x);
    double fy = s * c;
    sum += f + 2 * fx + 3 * fy;
  }
  return sum;
}

/* ---- W2: XOR, 2-4-1, tanh then sigmoid, mean squared error, 2,000 steps ---- */

enum { W2_COUNT = 17 };
static double w2_start[W2_COUNT];

static double w2(void) {
  static const double inputs[4][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  static const double targets[4] = {0, 1, 1, 0};
  double p[W2_COUNT], loss = 0;
  memcpy(p, w2_start, sizeof p);
  for (int step = 0; step < 2000; step++) {
    double g[W2_COUNT] = {0};
    loss = 0;
    for (int k = 0; k < 4; k++) {
      double h[4], out, dh[4];
      dense(2, 4, p, p + 8, inputs[k], h);
      for (int i = 0; i < 4; i++) h[i] = tanh(h[i]);
      dense(4, 1, p + 12, p + 16, h, &out);
      out = 1 / (1 + exp(-out));
      double error = out - targets[k];
      loss += error * error / 4;
      double dz = error / 2 * out * (1 - out);
      dense_backward(4, 1, p + 12, h, &dz, g + 12, g + 16, dh);
      for (int i = 0; i < 4; i++) dh[i] *= 1 - h[i] * h[i];
      dense_backward(2, 4, p, inputs[k], dh, g, g + 8, NULL);
    }
    for (int i = 0; i < W2_COUNT; i++) p[i] -= 0.5 * g[i];
  }
  keep(p, W2_COUNT);
  return loss;
}

/* ---- W3: two moons, 2-16-16-1 ReLU, hinge loss and an L2 term, 20 steps ---- */

enum { W3_COUNT = 32 + 16 + 256 + 16 + 16 + 1 };
static double w3_start[W3_COUNT], moons[100][3];

static double w3(void) {
  double p[W3_COUNT], loss = 0;
  memcpy(p, w3_start, sizeof p);
  const double *w1 = p, *b1 = p + 32, *w2 = p + 48, *b2 = p + 304, *w3 = p + 320, *b3 = p + 336;
  for (int step = 0; step < 20; step++) {
    double g[W3_COUNT] = {0};
    loss = 0;
    for (int k = 0; k < 100; k++) {
      double h1[16], h2[16], d1[16], d2[16], z, y = moons[k][2];
      dense(2, 16, w1, b1, moons[k], h1);
      for (int i = 0; i < 16; i++) h1[i] = h1[i] > 0 ? h1[i] : 0;
      dense(16, 16, w2, b2, h1, h2);
      for (int i = 0; i < 16; i++) h2[i] = h2[i] > 0 ? h2[i] : 0;
      dense(16, 1, w3, b3, h2, &z);
      double margin = 1 - y * z;
      if (margin <= 0) continue;
      loss += margin / 100;
      double dz = -y / 100;
      dense_backward(16, 1, w3, h2, &dz, g + 320, g + 336, d2);
      for (int i = 0; i < 16; i++) if (h2[i] <= 0) d2[i] = 0;
      dense_backward(16, 16, w2, h1, d2, g + 48, g + 304, d1);
      for (int i = 0; i < 16; i++) if (h1[i] <= 0) d1[i] = 0;
      dense_backward(2, 16, w1, moons[k], d1, g, g + 32, NULL);
    }
    for (int i = 0; i < W3_COUNT; i++) {
      loss += 1e-4 * p[i] * p[i];
      g[i] += 2e-4 * p[i];
    }
    for (int i = 0; i < W3_COUNT; i++) p[i] -= 0.1 * g[i];
  }
  keep(p, W3_COUNT);
  return loss;
}

/* ---- W4: digits, 64-32-10 tanh, softmax cross-entropy, one epoch in batches of 32 ---- */

enum { W4_COUNT = 2048 + 32 + 320 + 10, DIGITS = 1797 };
static double w4_start[W4_COUNT], digits[DIGITS][65], pixels[DIGITS][64];

static double w4(void) {
  double p[W4_COUNT], total = 0;
  memcpy(p, w4_start, sizeof p);
  for (int start = 0; start < DIGITS; start += 32) {
    int end = start + 32 < DIGITS ? start + 32 : DIGITS;
    double g[W4_COUNT] = {0}, share = 1.0 / (end - start);
    for (int k = start; k < end; k++) {
      double h[32], z[10], dh[32], sum = 0;
      int target = (int)digits[k][64];
      dense(64, 32, p, p + 2048, pixels[k], h);
      for (int i = 0; i < 32; i++) h[i] = tanh(h[i]);
      dense(32, 10, p + 2080, p + 2400, h, z);
      double largest = z[0], own = z[target];
      for (int i = 1; i < 10; i++) largest = z[i] > largest ? z[i] : largest;
      for (int i = 0; i < 10; i++) {
        z[i] = exp(z[i] - largest);
        sum += z[i];
      }
      total += largest + log(sum) - own;
      for (int i = 0; i < 10; i++) z[i] = (z[i] / sum - (i == target)) * share;
      dense_backward(32, 10, p + 2080, h, z, g + 2080, g + 2400, dh);
      for (int i = 0; i < 32; i++) dh[i] *= 1 - h[i] * h[i];
      dense_backward(64, 32, p, pixels[k], dh, g, g + 2048, NULL);
    }
    for (int i = 0; i < W4_COUNT; i++) p[i] -= 0.1 * g[i];
  }
  keep(p, W4_COUNT);
  return total / DIGITS;
}

/* ---- W5 and W5b: s <- sin(s) + 0.5 s, a million times ---- */

enum { STEPS = 1000000 };
static double slopes[STEPS];

static double w5(void) {
  double s = 0.7, d = 1;
  for (int i = 0; i < STEPS; i++) {
    slopes[i] = cos(s) + 0.5;
    s = sin(s) + 0.5 * s;
  }
  for (int i = STEPS - 1; i >= 0; i--) d *= slopes[i];
  return s + d;
}

static double w5b(void) {
  double s = 0.7, total = 0, d = 0;
  for (int i = 0; i < STEPS; i++) {
    slopes[i] = cos(s) + 0.5;
    s = sin(s) + 0.5 * s;
    total += s;
  }
  for (int i = STEPS - 1; i >= 0; i--) d = (d + 1) * slopes[i];
  return total + d;
}

/* ---- W6: Rosenbrock's function of 10,000 variables ---- */

enum { VARIABLES = 10000 };
static double point[VARIABLES];

static double w6(void) {
  double f = 0, from_left = 0;
  for (int i = 0; i + 1 < VARIABLES; i++) {
    double x = point[i], a = point[i + 1] - x * x, b = 1 - x;
    f += 100 * a * a + b * b;
    results[i] = from_left - (400 * a * x + 2 * b);
    from_left = 200 * a;
  }
  results[VARIABLES - 1] = from_left;
  result_count = VARIABLES;
  return f;
}

/* ---- Measuring ---- */

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The median of as many repetitions as take 60 ms, 3 at least. Called through a volatile pointer,
   so that the compiler cannot see that all repetitions give the same. */
static void measure(double (*volatile work)(void), double unit) {
  enum { MOST = 2000 };
  static double times[MOST];
  double result = work(), spent = 0;
  int count = 0;
  while (count < MOST && (count < 3 || spent < 0.06)) {
    double start = seconds();
    result = work();
    times[count] = seconds() - start;
    spent += times[count++];
  }
  qsort(times, count, sizeof times[0], ascending);
  printf("%.17g %.17g\n", times[count / 2] * unit, result + checksum());
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s ID FOLDER\n", argv[0]);
    return 1;
  }
  const char *id = argv[1], *folder = argv[2];
  if (!strcmp(id, "W1")) {
    measure(w1, 1e9 / 1000000);
  } else if (!strcmp(id, "W2")) {
    read_numbers(folder, "w2_params.csv", w2_start, W2_COUNT);
    measure(w2, 1e3);
  } else if (!strcmp(id, "W3")) {
    read_numbers(folder, "w3_params.csv", w3_start, W3_COUNT);
    read_numbers(folder, "moons.csv", moons[0], 300);
    measure(w3, 1e3 / 20);
  } else if (!strcmp(id, "W4")) {
    read_numbers(folder, "w4_params.csv", w4_start, W4_COUNT);
    read_numbers(folder, "digits8x8.csv", digits[0], DIGITS * 65);
    for (int k = 0; k < DIGITS; k++)
      for (int j = 0; j < 64; j++) pixels[k][j] = digits[k][j] / 16;
    measure(w4, 1e3);
  } else if (!strcmp(id, "W5")) {
    measure(w5, 1e9 / 3000000);
  } else if (!strcmp(id, "W5b")) {
    measure(w5b, 1e9 / 4000000);
  } else if (!strcmp(id, "W6")) {
    for (int i = 0; i < VARIABLES; i++) point[i] = (i % 2 ? 1 : -1.2) + 1e-5 * i;
    measure(w6, 1e9 / 79992);
  } else {
    fprintf(stderr, "unknown workload %s\n", id);
    return 1;
  }
  return 0;
}
