// Small files of each kind, from which damage and fuzzing begin. Each has the byte before it that
// `check` takes off.

import Foundation

@testable import NablaNetworks

extension ReaderRule {
  /// Files that are read, most of them.
  var seeds: [[UInt8]] {
    switch self {
    case .csv: Self.texts.flatMap { text in [0, 1, 4, 0x48].map { [$0] + [UInt8](text.utf8) } }
    case .idx: (Self.arrays + [Self.packed[3]]).map { [0] + $0 }
    case .gzip: Self.packed.flatMap { [[0] + $0, [1] + $0.dropFirst(10)] }
    case .checkpoint:
      Self.checkpoints.flatMap {
        [[0] + CheckpointEnvelope.bytes(around: $0, version: 1), [1] + $0]
      }
    case .safetensors:
      Self.headers.map { [1] + [UInt8]($0.utf8) + [UInt8](repeating: 0, count: 17) }
    }
  }

  private static let texts = [
    "a,b,kind\n1.4,2,x\n4.7,-3e-2,y\n", "\"a \"\"q\"\"\",b\r\n1,2\r\n,NA\r\n",
    "\u{feff}1;2;3\n4;5;6",
    "# c\n\n 1 , 2 \n3,4\r5,6", "1e308,1e-400\n0.1,123456789012345678901234567890\n",
    "\"x\ny\",2\n3,4",
  ]

  /// Whole files: a type, the number of axes, their lengths, the elements.
  private static let arrays: [[UInt8]] = [
    [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4],
    [0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 2],
    [0, 0, 0x0b, 1, 0, 0, 0, 1, 1, 2], [0, 0, 0x0d, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0],
    [0, 0, 0x0e, 1, 0, 0, 0, 1, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0], [0, 0, 8, 0, 7],
    [0, 0, 8, 3, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255],
    [0, 0, 0x0e, 2, 255, 255, 255, 255, 255, 255, 255, 255],
  ]

  /// Members of gzip whose blocks are stored, of fixed and of dynamic codes, as zlib makes them.
  // swift-format-ignore
  private static let packed: [[UInt8]] = [
    // stored
    [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0x01, 0x05, 0x00, 0xfa,
      0xff, 0x6e, 0x61, 0x62, 0x6c, 0x61, 0x7c, 0xc4, 0x14, 0xdb, 0x05, 0x00, 0x00, 0x00,
    ],
    // fixed
    [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xcb, 0x4b, 0x4c, 0xca,
      0x49, 0x54, 0xc8, 0x43, 0x90, 0x00, 0xc6, 0xcf, 0xce, 0x15, 0x11, 0x00, 0x00, 0x00,
    ],
    // dynamic
    [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0x3d, 0x8c, 0xc9, 0x11,
      0x00, 0x30, 0x08, 0x02, 0x6b, 0x5d, 0xe8, 0xbf, 0x87, 0x08, 0x26, 0xf1, 0x21, 0x87,
      0x3b, 0x22, 0x81, 0x98, 0x2d, 0x1c, 0x97, 0xe0, 0x48, 0x93, 0xd5, 0x4c, 0xcc, 0xdc,
      0x9d, 0x72, 0x8b, 0x42, 0x77, 0xc2, 0xb5, 0x7a, 0x9f, 0xfa, 0x4c, 0x4b, 0x56, 0xf4,
      0xf9, 0x8a, 0x39, 0x22, 0xa6, 0x57, 0xef, 0x78, 0x00, 0x00, 0x00,
    ],
    // idx
    [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0x63, 0x60, 0xe0, 0x60,
      0x64, 0x60, 0x60, 0x60, 0x66, 0x64, 0x62, 0x06, 0x00, 0x8b, 0xe5, 0xbd, 0xa4, 0x0b,
      0x00, 0x00, 0x00,
    ],
  ]

  private static let checkpoints = [
    #"{"parameters":[{"name":"a","shape":[2,1],"values":[0.1,-1e-300]}],"state":{"x":[1,2]}}"#,
    #"{"parameters":[],"state":{}}"#,
    #"{"parameters":[{"name":"a","shape":[],"values":["inf"]},{"name":"b","shape":[0],"values":[]}],"state":{"y":[]}}"#,
  ].map { [UInt8]($0.utf8) }

  private static let headers = [
    #"{"w":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}"#,
    #"{"__metadata__":{"a":"b\"\\u00e9"},"w":{"dtype":"F16","shape":[8,1],"data_offsets":[0,16]}}"#,
    #"{"b":{"dtype":"BF16","shape":[],"data_offsets":[0,2]},"c":{"dtype":"F16","shape":[7],"data_offsets":[2,16]}}"#,
    #"{"e":{"dtype":"F32","shape":[0,9223372036854775807],"data_offsets":[0,0]}}"#, "{}",
  ]
}
