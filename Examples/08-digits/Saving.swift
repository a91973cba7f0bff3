// What is left of a training: the second half of example 8.
//
// A checkpoint holds the parameters and everything else that training remembers: what Adam has averaged,
// the generator, the epoch. Going on from it ends where training without a pause ends, to the last bit.
// A safetensors file holds parameters alone, under names such as `layers.0.weight`, which PyTorch's
// tools read.

import Foundation
import NablaNetworks

extension Digits {
  static func save(_ trained: Trained, _ train: Dataset, _ test: Dataset) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-digits-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try goOn(trained, train, file: folder.appendingPathComponent("digits.checkpoint").path)
    try handOver(
      trained.model, test, file: folder.appendingPathComponent("digits.safetensors").path)
    print("The files were in \(folder.path); they are deleted again.")
  }

  /// Loads the checkpoint of the epoch before the last, as a program does that was interrupted there.
  static func goOn(_ trained: Trained, _ train: Dataset, file: String) throws {
    heading("Interrupted and gone on with")
    try trained.beforeLast.save(to: file)

    let checkpoint = try Checkpoint<TrainingState<Adam>>.load(from: file)
    // The restored numbers replace whatever this network begins with.
    var otherSeed = SeededGenerator(seed: 1234)
    let model = network(&otherSeed)
    try checkpoint.restore(into: model)
    var trainer = try Trainer(
      resuming: checkpoint.state, model, on: train, loss: loss, epochs: epochs)
    trainer.run()

    let equalCount = zip(model.parameters, trained.model.parameters)
      .count { $0.data.bitPattern == $1.data.bitPattern }
    print(
      """
      The checkpoint of epoch \(checkpoint.state.epoch) has \(try size(of: file)) bytes. Loaded into a new \
      network that then
      learned for the last epoch: \(equalCount) of \(model.parameterCount) parameters have the same bits as those \
      trained without a
      pause, and the two histories are \(trainer.history == trained.history ? "equal" : "different").
      """)
  }

  /// Writes the parameters as 32-bit numbers, which is what other tools expect, and reads them back.
  static func handOver(_ model: MLP, _ test: Dataset, file: String) throws {
    heading("Handed over")
    try Safetensors(model, metadata: ["trained on": "digits8x8.csv"]).save(to: file, as: .float32)

    let saved = try Safetensors.load(from: file)
    var otherSeed = SeededGenerator(seed: 1234)
    let copy = network(&otherSeed)
    try saved.restore(into: copy)

    let names = saved.parameters.map { "\($0.name) \($0.shape)" }.joined(separator: ", ")
    let answers = model.predictions(for: test.inputs).map { classIndex(of: $0) }
    let copied = copy.predictions(for: test.inputs).map { classIndex(of: $0) }
    let agreeCount = zip(answers, copied).count { $0 == $1 }
    print(
      """
      The safetensors file has \(try size(of: file)) bytes: \(names).
      Loaded into a new network: \(agreeCount) of \(test.count) answers as before, with parameters of seven digits.
      """)
  }

  private static func size(of file: String) throws -> Int {
    try Data(contentsOf: URL(fileURLWithPath: file)).count
  }
}
