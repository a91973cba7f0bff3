// What computes: a program or graphs.

import Nabla

/// How losses and gradients are computed; the results agree to 12 digits.
public enum TrainingEngine: Hashable, Sendable, Codable {
  /// By a program, compiled once from the graph of one sample.
  ///
  /// The rows of a batch are spread over the cores, on so many threads at most; nil for as many as
  /// there are cores. The results have the same bits for any number.
  ///
  /// A program knows only the graph that it was made of. So it is used for models whose graph is the
  /// same for every sample (see ``Model/hasFixedGraph``: the library's are, and yours if you say so), and
  /// graphs are used for others. Where a program's loss or gradient is not finite, the batch is
  /// computed again by graphs, which can name the sample and the node.
  case program(maximumThreads: Int? = nil)
  /// By the graph of each sample and a sweep backward, a sample at a time on one thread.
  case graph

  /// What computes the gradients of some parameters of a model.
  func gradients(of graphs: GraphGradients, moving: [Int], givesOutputs: Bool)
    -> any GradientSource
  {
    guard case .program(let threads) = self, graphs.model.hasFixedGraph else { return graphs }
    return ProgramGradients(
      graphs: graphs, moving: moving, givesOutputs: givesOutputs, maximumThreads: threads)
  }

  func check() {
    guard case .program(let threads?) = self else { return }
    precondition(threads > 0, "expected at least 1 thread, got \(threads)")
  }
}
