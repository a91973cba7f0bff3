// What stands in the page before its script runs: the picture, the controls, the leaves.
//
// It is written so that it is HTML and XML alike (https://www.w3.org/TR/html-polyglot/): every element
// is closed, every attribute quoted, and no named entity is used.

/// The body of the page.
struct PageBody {
  let title: String
  let picture: SVG
  let graph: PageGraph

  var text: String {
    """
    <header>
    <h1><bdi dir="auto">\(title.escaped)</bdi></h1>
    <p class="keys">Step with the buttons, the slider, the arrow keys or the space bar; Home and \
    End go to the start and the end.</p>
    <noscript><p>Without JavaScript this page shows the whole graph, but does not step.</p></noscript>
    </header>
    <div id="picture" tabindex="0" role="region" aria-label="Graph" style="--width: \(SVGElement.number(picture.width))px">
    \(picture.description)
    </div>
    \(controls)
    <main>
    <section id="step" aria-labelledby="heading">
    <div role="status" aria-live="polite" aria-atomic="true">
    <h2 id="heading">Start</h2>
    <p id="sentence"></p>
    <p id="pattern" class="pattern"></p>
    </div>
    <ol id="parts"></ol>
    </section>
    <section class="leaves" aria-labelledby="leaves-heading">
    <h2 id="leaves-heading">Leaves</h2>
    <p class="hint">Change a number: everything is computed anew.</p>
    \(notes)
    <div class="list">
    \(leaves)
    </div>
    <p><button id="reset" type="button">Reset the leaves</button></p>
    </section>
    <section class="whole" aria-labelledby="all-heading">
    <h2 id="all-heading">All steps</h2>
    <table class="all">
    <thead><tr><th scope="col">Step</th><th scope="col">What happens</th></tr></thead>
    <tbody id="steps"></tbody>
    </table>
    </section>
    </main>
    """
  }

  private var controls: String {
    """
    <nav class="controls" aria-label="Steps">
    <button id="first" type="button" aria-label="To the start">|◀</button>
    <button id="back" type="button" aria-label="One step back">◀<span class="long"> Back</span></button>
    <div class="range">
    <input id="slider" type="range" min="0" max="1" value="0" step="1" aria-label="Step"/>
    <div id="bar" class="bar" aria-hidden="true"><i></i><b></b></div>
    </div>
    <span id="count">0</span>
    <button id="next" type="button" aria-label="One step on"><span class="long">Next </span>▶</button>
    <button id="last" type="button" aria-label="To the end">▶|</button>
    <label class="digits"><input id="digits" type="checkbox"/> all digits</label>
    </nav>
    """
  }

  // MARK: - Leaves

  private var notes: String {
    graph.notes.map { "<p class=\"note\">\($0.escaped)</p>" }.joined(separator: "\n")
  }

  private var leaves: String {
    graph.nodes.indices.filter { graph.nodes[$0].isLeaf }.map(leaf).joined(separator: "\n")
  }

  private func leaf(_ place: Int) -> String {
    let node = graph.nodes[place]
    // An input for numbers cannot show NaN or an infinity.
    let kind = node.value.isFinite ? "type=\"number\" step=\"any\"" : "type=\"text\""
    let fixed = node.isFixed ? " disabled=\"disabled\"" : ""
    return """
      <div class="leaf">
      <label for="leaf-\(place)"><bdi class="name" dir="auto">\(node.name.escaped)</bdi></label>
      <input id="leaf-\(place)" \(kind) inputmode="text" autocomplete="off" value="\
      \(NumberStyle.full.text(node.value))" aria-describedby="leaf-problem-\(place)"\(fixed)/>
      <span class="result">gradient <span id="leaf-gradient-\(place)"></span>\
      </span>
      <p id="leaf-problem-\(place)" class="problem" role="alert"></p>
      </div>
      """
  }
}
