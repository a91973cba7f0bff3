/* What the peers in C++ share: the workloads for any engine that records a function once, the
   clock, and the talk with run.py (see peer.py).

   An engine has a type Scalar with arithmetic, functions and relu, and
     Engine(x, c, f)        records f(x, c), a Scalar, at these numbers; c is what no derivative is
                            wanted of, and differs from run to run
     gradient(x, c, g)      returns the value and sets the derivatives with respect to x */

#pragma once
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using Numbers = std::vector<double>;

inline Numbers read_numbers(const std::string &path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot open " + path);
  Numbers numbers;
  for (double x; file >> x; file.ignore()) numbers.push_back(x);
  return numbers;
}

/* The layer whose parameters begin at p, which is moved behind them. */
template <class Scalar>
std::vector<Scalar> dense(
    const std::vector<Scalar> &x, int outputs, const std::vector<Scalar> &parameters, size_t &p) {
  std::vector<Scalar> z(outputs);
  size_t bias = p + outputs * x.size();
  for (int i = 0; i < outputs; i++) {
    z[i] = parameters[bias + i];
    for (const Scalar &input : x) z[i] += parameters[p++] * input;
  }
  p += outputs;
  return z;
}

struct Result {
  double value;
  Numbers vector;

  double checksum() const {
    double sum = value;
    for (size_t i = 0; i < vector.size(); i++) sum += vector[i] * (1 + i % 7);
    return sum;
  }
};

template <class Engine>
struct Workloads {
  using Scalar = typename Engine::Scalar;
  using Scalars = std::vector<Scalar>;
  using Work = std::function<Result()>;
  std::string folder;

  Work formula() {
    auto engine = std::make_shared<Engine>(Numbers{0.5, 1.5}, Numbers{}, [](Scalars &x, Scalars &) {
      Scalar f = sin(x[0]) * (x[0] + x[1]) * (x[0] * x[0] * x[0] + 1);
      return f;
    });
    return [=] {
      Numbers x(2), none, g(2);
      double sum = 0;
      for (int i = 0; i < 1000000; i++) {
        x[0] = 0.5 + 1e-7 * i;
        x[1] = 1.5 - 1e-7 * i;
        sum += engine->gradient(x, none, g) + 2 * g[0] + 3 * g[1];
      }
      return Result{sum, {}};
    };
  }

  Work xor_table() {
    Numbers start = read_numbers(folder + "/w2_params.csv");
    auto engine = std::make_shared<Engine>(start, Numbers{}, [](Scalars &p, Scalars &) {
      Scalar loss = 0;
      for (int k = 0; k < 4; k++) {
        size_t at = 0;
        Scalars x = {Scalar(k / 2), Scalar(k % 2)};
        Scalars h = dense(x, 4, p, at);
        for (Scalar &z : h) z = tanh(z);
        Scalar error = 1 / (1 + exp(-dense(h, 1, p, at)[0])) - double(k == 1 || k == 2);
        loss += error * error / 4;
      }
      return loss;
    });
    return [=] {
      Numbers p = start, g(p.size()), none;
      double loss = 0;
      for (int step = 0; step < 2000; step++) {
        loss = engine->gradient(p, none, g);
        for (size_t i = 0; i < p.size(); i++) p[i] -= 0.5 * g[i];
      }
      return Result{loss, p};
    };
  }

  Work moons() {
    Numbers start = read_numbers(folder + "/w3_params.csv");
    Numbers points = read_numbers(folder + "/moons.csv");
    auto sample_loss = [](Scalars &p, Scalars &c) {
      size_t at = 0;
      Scalars h = {c[0], c[1]};
      for (int layer = 0; layer < 2; layer++) {
        h = dense(h, 16, p, at);
        for (Scalar &z : h) z = relu(z);
      }
      Scalar margin = 1 - c[2] * dense(h, 1, p, at)[0];
      return Scalar(relu(margin));
    };
    auto engine = std::make_shared<Engine>(start, Numbers(points.begin(), points.begin() + 3), sample_loss);
    return [=] {
      Numbers p = start, g(p.size());
      double loss = 0;
      for (int step = 0; step < 20; step++) {
        Numbers sum(p.size());
        loss = 0;
        for (int k = 0; k < 100; k++) {
          loss += engine->gradient(p, Numbers(&points[3 * k], &points[3 * k] + 3), g) / 100;
          for (size_t i = 0; i < p.size(); i++) sum[i] += g[i] / 100;
        }
        for (size_t i = 0; i < p.size(); i++) {
          loss += 1e-4 * p[i] * p[i];
          p[i] -= 0.1 * (sum[i] + 2e-4 * p[i]);
        }
      }
      return Result{loss, p};
    };
  }

  Work digits() {
    Numbers start = read_numbers(folder + "/w4_params.csv");
    Numbers rows = read_numbers(folder + "/digits8x8.csv");
    std::vector<Numbers> samples;
    for (size_t k = 0; k < rows.size(); k += 65) {
      Numbers sample(74);
      for (int j = 0; j < 64; j++) sample[j] = rows[k + j] / 16;
      sample[64 + int(rows[k + 64])] = 1;
      samples.push_back(sample);
    }
    auto sample_loss = [](Scalars &p, Scalars &c) {
      size_t at = 0;
      Scalars h = dense(Scalars(c.begin(), c.begin() + 64), 32, p, at);
      for (Scalar &z : h) z = tanh(z);
      Scalars scores = dense(h, 10, p, at);
      Scalar sum = 0, own = 0;
      for (int i = 0; i < 10; i++) {
        sum += exp(scores[i]);
        own += c[64 + i] * scores[i];
      }
      return Scalar(log(sum) - own);
    };
    auto engine = std::make_shared<Engine>(start, samples[0], sample_loss);
    return [=] {
      Numbers p = start, g(p.size());
      double total = 0;
      for (size_t first = 0; first < samples.size(); first += 32) {
        size_t last = std::min(first + 32, samples.size());
        Numbers sum(p.size());
        for (size_t k = first; k < last; k++) {
          total += engine->gradient(p, samples[k], g);
          for (size_t i = 0; i < p.size(); i++) sum[i] += g[i];
        }
        for (size_t i = 0; i < p.size(); i++) p[i] -= 0.1 / (last - first) * sum[i];
      }
      return Result{total / samples.size(), p};
    };
  }

  Work chain(bool sums_states) {
    auto engine = std::make_shared<Engine>(Numbers{0.7}, Numbers{}, [=](Scalars &x, Scalars &) {
      Scalar s = x[0], total = 0;
      for (int i = 0; i < 1000000; i++) {
        s = sin(s) + 0.5 * s;
        if (sums_states) total += s;
      }
      return sums_states ? total : s;
    });
    return [=] {
      Numbers g(1);
      double value = engine->gradient({0.7}, {}, g);
      return Result{value + g[0], {}};
    };
  }

  Work rosenbrock() {
    Numbers point(10000);
    for (int i = 0; i < 10000; i++) point[i] = (i % 2 ? 1 : -1.2) + 1e-5 * i;
    auto engine = std::make_shared<Engine>(point, Numbers{}, [](Scalars &x, Scalars &) {
      Scalar f = 0;
      for (size_t i = 0; i + 1 < x.size(); i++) {
        Scalar a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
        f += 100 * a * a + b * b;
      }
      return f;
    });
    return [=] {
      Numbers g(point.size());
      double value = engine->gradient(point, {}, g);
      return Result{value, g};
    };
  }

  /* The work, and one second in its unit. */
  std::pair<Work, double> prepare(const std::string &name) {
    if (name == "W1") return {formula(), 1e9 / 1000000};
    if (name == "W2") return {xor_table(), 1e3};
    if (name == "W3") return {moons(), 1e3 / 20};
    if (name == "W4") return {digits(), 1e3};
    if (name == "W5") return {chain(false), 1e9 / 3000000};
    if (name == "W5b") return {chain(true), 1e9 / 4000000};
    if (name == "W6") return {rosenbrock(), 1e9 / 79992};
    throw std::runtime_error("not written");
  }
};

/* The median of as many runs as fit into 60 ms, 3 at least, after one that is not counted. */
inline void measure(const std::function<Result()> &work, double second) {
  auto now = [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  };
  Result result = work();
  Numbers times;
  double start = now();
  while (times.size() < 3 || now() - start < 0.06) {
    double before = now();
    result = work();
    times.push_back(now() - before);
  }
  std::sort(times.begin(), times.end());
  std::printf("%.17g %.17g\n", times[times.size() / 2] * second, result.checksum());
}

template <class Engine>
int serve(int argc, char **argv) {
  Workloads<Engine> workloads{argc > 1 ? argv[1] : "."};
  std::map<std::string, std::pair<std::function<Result()>, double>> prepared;
  for (std::string name; std::getline(std::cin, name);) {
    try {
      if (!prepared.count(name)) prepared[name] = workloads.prepare(name);
      measure(prepared[name].first, prepared[name].second);
    } catch (const std::exception &error) {
      std::printf("- %s\n", error.what());
    }
    std::fflush(stdout);
  }
  return 0;
}
