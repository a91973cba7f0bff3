// swift-tools-version:6.0
import PackageDescription

/// One folder and one executable each, in the order of a lecture; `swift run xor` runs the last.
let examples: [(folder: String, name: String)] = [
  ("01-expression", "expression"),
  ("02-sigmoid-neuron", "sigmoid-neuron"),
  ("03-shared-nodes", "shared-nodes"),
  ("04-numerical-error", "numerical-error"),
  ("05-gradient-check", "gradient-check"),
  ("06-xor", "xor"),
]

let package = Package(
  name: "Nabla",
  products: [
    .library(name: "Nabla", targets: ["Nabla"]),
    .library(name: "NablaNetworks", targets: ["NablaNetworks"]),
  ],
  targets: [
    .target(name: "Nabla"),
    .target(name: "NablaNetworks", dependencies: ["Nabla"]),
    .testTarget(
      name: "NablaTests", dependencies: ["Nabla"],
      exclude: [
        "OperationsTests/references.py", "ProgramsTests/LanesTests/lanefits.py",
        "ProgramsTests/LanesTests/lanereferences.py",
      ]),
    .testTarget(name: "NablaNetworksTests", dependencies: ["NablaNetworks"]),
    // The tests run the examples, so these must have been built.
    .testTarget(
      name: "ExamplesTests", dependencies: examples.map { .target(name: $0.name) }),
    .executableTarget(
      name: "benchmark", dependencies: ["Nabla"], path: "Examples/benchmark",
      exclude: ["Peers", "Data"]),
  ]
    + examples.map {
      .executableTarget(name: $0.name, dependencies: ["Nabla"], path: "Examples/\($0.folder)")
    },
  swiftLanguageModes: [.v6]
)
