// The same problem with the layers that lecture 001 has its students write: classes Affine, Sigmoid and
// Softmax, and a model with add, forward and backward.
//
//     x --- affine --- sigmoid --- affine --- softmax --- y       L = -1/4 sum of t log y
//
//     Y = XW + B      dX = dY Wt,  dW = Xt dY,  dB = sum of the rows of dY
//     sigmoid         dX = dY (1 - Y) Y
//     softmax, L      dX = (Y - T) / 4
//
// The lecture's `backward` goes through the layers in reversed order, and every class has its formula
// written out. Here no layer has one: the graph that `forward` leaves behind knows its gates, and
// `backward` follows it. What comes out are the same numbers.

import Nabla
import NablaNetworks

extension XOR {
  /// The lecture's model.
  struct Model {
    private(set) var network = Sequential()
    private var optimizer: SGD

    init(learningRate: Double) { optimizer = SGD(learningRate: learningRate) }

    mutating func add(_ layer: some NetworkLayer) { network.add(layer) }

    /// The probabilities of the classes, a row for each sample.
    func forward(_ x: [[Double]]) -> [[Value]] { x.map { network($0) } }

    /// The lecture's `loss(t)`: cross-entropy, averaged over the samples.
    func loss(of y: [[Value]], against t: [[Double]]) -> Value {
      Loss.crossEntropy(of: y, against: t)
    }

    /// Gradients from the loss to the first layer, and a step of every parameter.
    mutating func backward(from loss: Value) {
      loss.zeroGradients()
      loss.backward()
      optimizer.step(network)
    }
  }

  static func lectureLayers() {
    heading("The lecture's layers: affine 2-4, sigmoid, affine 4-2, softmax, learning rate 0.5")
    // The lecture draws the weights from a standard normal distribution; the biases begin at 0.
    var generator = SeededGenerator(seed: 1)
    let randn = Initialization.normal(standardDeviation: 1)
    var model = Model(learningRate: 0.5)
    model.add(Affine(inputs: 2, outputs: 4, initialization: randn, using: &generator))
    model.add(ActivationLayer(.sigmoid))
    model.add(Affine(inputs: 4, outputs: 2, initialization: randn, using: &generator))
    model.add(Softmax())
    print(model.network.summary())

    // One class for each answer: 0 is (1, 0), 1 is (0, 1).
    let classes = oneHot(targets.map { Int($0) }, count: 2)
    print("               the probability of a 1 for")
    print(" step     loss   (0,0)  (0,1)  (1,0)  (1,1)")
    for step in 0...1000 {
      let y = model.forward(inputs)
      let loss = model.loss(of: y, against: classes)
      if [0, 1, 10, 50, 100, 200, 500, 1000].contains(step) {
        print(row(step, loss, y.map { $0[1] }))
      }
      model.backward(from: loss)
    }
    printAnswers(of: model)
  }

  static func printAnswers(of model: Model) {
    print("\n  x1  x2   XOR   P(0)    P(1)    answer")
    var rightCount = 0
    for ((input, target), y) in zip(zip(inputs, targets), model.forward(inputs)) {
      let answer = classIndex(of: y.map { $0.data })
      let isRight = Double(answer) == target
      if isRight { rightCount += 1 }
      print(
        "   \(Int(input[0]))   \(Int(input[1]))     \(Int(target))    \(fixed(y[0].data, 3))   "
          + "\(fixed(y[1].data, 3))   \(answer)   " + (isRight ? "right" : "wrong"))
    }
    print("\(rightCount) of 4 right")
  }
}
