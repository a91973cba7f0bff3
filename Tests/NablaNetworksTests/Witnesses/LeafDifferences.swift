// Differences with respect to leaves that a model owns: they are moved, and the graph is built anew.

import Nabla

enum LeafDifferences {
  /// The largest difference between backward() and a fourth-order difference, relative to at least 1.
  static func largestError(of leaves: [Value], _ build: () -> Value) -> Double {
    for leaf in leaves { leaf.gradient = 0 }
    build().backward()
    let step = 1e-3
    var worst = 0.0
    for leaf in leaves {
      let start = leaf.data
      let values = [1.0, -1, 2, -2].map { multiple in
        leaf.data = start + multiple * step
        return build().data
      }
      leaf.data = start
      let near = (values[0] - values[1]) / (2 * step)
      let far = (values[2] - values[3]) / (4 * step)
      let error = abs((4 * near - far) / 3 - leaf.gradient)
      worst = max(worst, error / max(1, abs(leaf.gradient)))
    }
    return worst
  }
}
