// The pictures of graphs.

import Nabla
import NablaDrawing

extension Pictures {
  /// Pictures of graphs: their place in the gallery is here.
  static func graphs() -> [Picture] { [] }
}
