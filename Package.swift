// swift-tools-version:6.0
import PackageDescription

/// One folder and one executable each, in the order of a lecture, with the modules that it imports;
/// `swift run xor` runs the sixth.
let examples: [(folder: String, name: String, modules: [Target.Dependency])] = [
  ("01-expression", "expression", ["Nabla"]),
  ("02-sigmoid-neuron", "sigmoid-neuron", ["Nabla"]),
  ("03-shared-nodes", "shared-nodes", ["Nabla"]),
  ("04-numerical-error", "numerical-error", ["Nabla"]),
  ("05-gradient-check", "gradient-check", ["Nabla"]),
  ("06-xor", "xor", ["Nabla", "NablaNetworks", "NablaDrawing"]),
  ("07-lectures", "lectures", ["Nabla", "NablaNetworks"]),
  ("08-digits", "digits", ["NablaNetworks", "NablaDrawing"]),
  ("09-iris", "iris", ["NablaNetworks"]),
  ("10-mnist", "mnist", ["NablaNetworks"]),
  ("11-curve-fit", "curve-fit", ["Nabla", "NablaNetworks"]),
  ("12-walkthrough", "walkthrough", ["Nabla", "NablaDrawing"]),
  ("13-pictures", "pictures", ["Nabla", "NablaNetworks", "NablaDrawing"]),
]

let package = Package(
  name: "Nabla",
  products: [
    .library(name: "Nabla", targets: ["Nabla"]),
    .library(name: "NablaNetworks", targets: ["NablaNetworks"]),
    .library(name: "NablaDrawing", targets: ["NablaDrawing"]),
  ],
  targets: [
    .target(name: "Nabla"),
    .target(name: "NablaNetworks", dependencies: ["Nabla"]),
    .target(name: "NablaDrawing", dependencies: ["Nabla"]),
    .testTarget(
      name: "NablaTests", dependencies: ["Nabla"],
      exclude: [
        "OperationsTests/references.py", "ProgramsTests/LanesTests/lanefits.py",
        "ProgramsTests/LanesTests/lanereferences.py",
      ]),
    .testTarget(name: "NablaNetworksTests", dependencies: ["NablaNetworks"]),
    .testTarget(name: "NablaDrawingTests", dependencies: ["NablaDrawing"]),
    // The code of the documentation is compiled against these modules.
    .testTarget(
      name: "DocumentationTests", dependencies: ["Nabla", "NablaNetworks", "NablaDrawing"]),
    // The tests run the examples, so these must have been built.
    .testTarget(
      name: "ExamplesTests", dependencies: examples.map { .target(name: $0.name) }),
    .executableTarget(
      name: "benchmark", dependencies: ["Nabla"], path: "Examples/benchmark",
      exclude: ["Peers", "Data"]),
  ]
    + examples.map {
      .executableTarget(
        name: $0.name, dependencies: $0.modules, path: "Examples/\($0.folder)",
        exclude: $0.name == "pictures" ? ["Gallery", "stepping-page.png"] : [])
    },
  swiftLanguageModes: [.v6]
)
