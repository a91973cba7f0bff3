/* ADOL-C: recorded once; a forward and a reverse sweep for each gradient. Long recordings go
   through files in the current folder, which run.py makes a temporary one. */

#include <adolc/adolc.h>

inline adouble relu(const adouble &x) { return fmax(x, adouble(0.0)); }

#include "peer.hpp"

struct Recording {
  using Scalar = adouble;
  short tag;

  template <class Function>
  Recording(const Numbers &x, const Numbers &c, Function function) {
    static short last = 0;
    tag = ++last;
    trace_on(tag);
    std::vector<adouble> inputs(x.size()), constants(c.size());
    for (size_t i = 0; i < x.size(); i++) inputs[i] <<= x[i];
    for (size_t i = 0; i < c.size(); i++) constants[i] = mkparam(c[i]);
    double value;
    adouble output = function(inputs, constants);
    output >>= value;
    trace_off();
  }

  double gradient(const Numbers &x, const Numbers &c, Numbers &g) {
    double value, seed = 1;
    if (!c.empty()) set_param_vec(tag, c.size(), const_cast<double *>(c.data()));
    zos_forward(tag, 1, x.size(), 1, x.data(), &value);
    fos_reverse(tag, 1, x.size(), &seed, g.data());
    return value;
  }
};

int main(int argc, char **argv) { return serve<Recording>(argc, argv); }
