// What the 2-4-1 network has learned, drawn: the decision boundary in the terminal, and it and the loss as
// pictures. A chart takes plain numbers and closures; it knows nothing of networks.

import Foundation
import NablaDrawing

extension XOR {
  static func draw(_ network: Network, losses: [Double]) {
    heading("The same, drawn")
    let boundary = DecisionBoundary(
      points: zip(inputs, targets).map {
        DecisionBoundary.Point(x: $0[0], y: $0[1], classIndex: Int($1))
      },
      classNames: ["XOR is 0", "XOR is 1"], x: -0.5...1.5, y: -0.5...1.5,
      title: "The network's answer, between the four inputs and around them"
    ) { x1, x2 in network([x1, x2]).data }
    print(boundary.text(width: 64, height: 24))
    let loss = LossChart(
      training: losses, title: "The loss of a 2-4-1 network that learns XOR", step: "step", first: 0
    )
    write([("loss", loss.svg()), ("boundary", boundary.svg())])
  }

  /// Writes pictures into a folder for temporary files.
  private static func write(_ pictures: [(name: String, svg: SVG)]) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-xor-\(NSUserName())").path
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for picture in pictures {
        let path = "\(folder)/\(picture.name).svg"
        try picture.svg.write(to: path)
        print("wrote \(path)")
      }
    } catch {
      print("could not write the pictures: \(error)")
    }
  }
}
