// Example 7: every exercise and every printed number of the five lectures, recomputed.
//
// The lectures: 000 and 001 are NN101 (KAIST) 5 and 6; 002 is "Neural Networks, Multilayer,
// Backpropagation"; 003 is Inha University's "Backpropagation, activation function", after CS231n and
// M. Mazur; 004 is a handwritten numerical example. "L40" is a line of a lecture's text.
//
// You will learn
// - that an engine which knows one rule for every gate reproduces all of them;
// - which printed numbers are wrong, and why: mostly because they go on from rounded ones;
// - which formulas are misprinted, and what follows if they are taken at their word.
//
// It prints a row for each, with a line for every number: what the lecture prints, the exact number
// (another formula, or from arithmetic with 40 digits), ours, and the verdict: whether ours is the
// same to 1e-12, or to the tolerance in parentheses, and whether the printed one is right in all its
// digits. The last lines count the rows and the verdicts.

import Nabla
import NablaNetworks

@main
enum Lectures {
  static func main() throws {
    var count = Count()
    try count.print(1, "1. What the lectures contain", inventory())
    count.print(2, "2. The sigmoid neuron, every edge of the slide", edgesOfSlide())
    count.print(
      3, "3. Every printed number: lecture 002's worked example, then Mazur's in lecture 003",
      printedInWorkedExample() + printedByMazur())
    count.print(4, "4. Misprints and gaps: as printed -> right", errata())
    count.print(5, "5. The laboratories of NN101", try laboratories())
    count.printSummary()
  }

  /// The exercises, in the order of the lectures' inventory.
  static func inventory() throws -> [Row] {
    [
      firstGraph(), secondGraph(), weightAndBias(), chainRule(), sigmoidNeuron(), sigmoidGate(),
      patterns(), tie(), branches(), numericalDifferentiation(), laboratoryFunction(),
      addComplexity(), everyGate(), algorithm(), affineLayer(), sigmoidLayer(), softmaxLayer(),
      modelClass(), xorProblem(), try mnistProblem(), softmaxCannotXOR(), linearModels(),
      threeSteps(), threeLayerFormula(), gallery(), networkAsFunction(), matrixForm(),
      multiClassOutput(), freeSizes(), totalLoss(), gradientDescent(), netsAndOutputs(),
      halfSquares(), deltaRule(), workedExample(), passes(), linearRegression(), xorQuestion(),
      saturation(), allPositiveInputs(), cost(), tanhRow(), reluQuestion(), deadReLU(),
      leakySlopes(), prelu(), eluRow(), maxoutRow(), inPractice(), mazur(), reluSigmoidNetwork(),
      meanSquares(), sumOverPaths(), crossEntropies(), reluDerivative(), sigmoidSlope(),
    ]
  }

  static func laboratories() throws -> [Row] {
    [
      quadratic(), line(), plane(), logistic(), try iris(), mnistLab(), laboratoryGradient(),
      oneHotEntropy(),
    ]
  }
}

/// How many rows and numbers there were, and how they came out.
struct Count {
  var rows = 0
  var numbers = 0
  var differing = 0
  var printedRight = 0
  var printedOff = 0
  var inWords = 0

  mutating func print(_ section: Int, _ title: String, _ rows: [Row]) {
    Text.heading(title)
    Swift.print(Text.columns)
    for (i, row) in rows.enumerated() {
      Swift.print(Text.left("\(section).\(i + 1)", 6) + Text.left(row.place, 22) + row.title)
      for line in row.lines {
        Swift.print(Text.line(line))
        add(line)
      }
      if row.lines.isEmpty { inWords += 1 }
      if !row.note.isEmpty { Swift.print(Text.note(row.note)) }
    }
    self.rows += rows.count
  }

  private mutating func add(_ line: Line) {
    numbers += 1
    if !line.agrees { differing += 1 }
    if line.isPrintedRight == true { printedRight += 1 }
    if line.isPrintedRight == false { printedOff += 1 }
  }

  func printSummary() {
    Text.heading("Summary")
    Swift.print(
      """
      \(rows) rows, \(numbers) numbers and claims compared; \(inWords) misprints are in words only
      \(numbers - differing) same, \(differing) differ
      printed numbers: \(printedRight) right, \(printedOff) off (rounded on the way or misprinted)
      """)
  }
}
