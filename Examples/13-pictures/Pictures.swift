// Example 13: the pictures of the README.
//
// You will learn
// - how to draw a graph as on a lecture's slide, light and dark, and a network with its layers folded;
// - that a chart is a value, made from plain numbers and closures, and a picture is text: `svg()` and
//   `write(to:)` are all there is to it, with no tool from outside;
// - how to draw the course of a training, the decisions of a network, the error of numerical
//   differentiation, activations with their derivatives, a confusion matrix and weights.
//
// It writes the pictures into the folder Gallery beside this file, whatever the current directory is, or
// into the folder that it is given; then it prints one of them as it looks in a terminal. The pictures
// are part of the repository: a test makes them anew and compares them byte for byte.

import Foundation
import NablaDrawing

@main
enum Pictures {
  static func main() {
    do {
      let folder = CommandLine.arguments.dropFirst().first ?? gallery
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for picture in try graphs() + charts() {
        let path = folder + "/" + picture.name + ".svg"
        try picture.svg.write(to: path)
        print("wrote \(path)")
      }
      print("\n" + differenceError().text())
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
  }

  /// A picture and the name of its file.
  typealias Picture = (name: String, svg: SVG)

  /// The folder beside this file.
  static let gallery =
    #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Gallery"
}
