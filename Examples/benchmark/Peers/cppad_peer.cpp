/* CppAD: recorded once and optimized; a forward and a reverse sweep for each gradient. */

#include <cppad/cppad.hpp>

inline CppAD::AD<double> relu(const CppAD::AD<double> &x) {
  CppAD::AD<double> zero = 0;
  return CppAD::CondExpGt(x, zero, x, zero);
}

#include "peer.hpp"

struct Recording {
  using Scalar = CppAD::AD<double>;
  CppAD::ADFun<double> recorded;

  template <class Function>
  Recording(const Numbers &x, const Numbers &c, Function function) {
    std::vector<Scalar> inputs(x.begin(), x.end()), constants(c.begin(), c.end());
    CppAD::Independent(inputs, 0, false, constants);
    std::vector<Scalar> outputs = {function(inputs, constants)};
    recorded.Dependent(inputs, outputs);
    recorded.optimize("no_compare_op");
    recorded.check_for_nan(false);
  }

  double gradient(const Numbers &x, const Numbers &c, Numbers &g) {
    if (!c.empty()) recorded.new_dynamic(c);
    double value = recorded.Forward(0, x)[0];
    g = recorded.Reverse(1, Numbers{1});
    return value;
  }
};

int main(int argc, char **argv) { return serve<Recording>(argc, argv); }
