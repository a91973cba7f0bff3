// Numbers and sentences, as elements: text goes in as text.

extension PageScript {
  /// Numbers and sentences, as elements.
  static let words = #"""
    let showsAllDigits = false;

    function twoDigits(x) {
      const [mantissa, exponent] = Math.abs(x).toExponential().split("e");
      const digits = mantissa.replace(".", "");
      let two = Number(digits[0] + (digits[1] || "0")) + (digits[2] >= "5" ? 1 : 0);
      let power = Number(exponent);
      if (two === 100) { two = 10; power += 1; }
      const size = String(Math.abs(power)).padStart(2, "0");
      return `${x < 0 ? "-" : ""}${Math.floor(two / 10)}.${two % 10}e${power < 0 ? "-" : "+"}${size}`;
    }

    function slide(x) {
      if (x !== x) return "NaN";
      if (Math.abs(x) === Infinity) return x < 0 ? "-inf" : "inf";
      const size = Math.abs(x);
      if (size !== 0 && (size < 0.005 || size >= 1e6)) return twoDigits(x);
      return size === 0 ? "0.00" : x.toFixed(2);
    }

    function full(x) {
      return x === x && Math.abs(x) !== Infinity ? String(x) : slide(x);
    }

    function show(x) { return showsAllDigits ? full(x) : slide(x); }

    function element(name, className, ...content) {
      const made = document.createElement(name);
      if (className) made.className = className;
      made.append(...content);
      return made;
    }

    function number(x, kind) {
      const made = element("data", kind || "number", show(x));
      made.value = full(x);
      return made;
    }

    function name(place) {
      const made = element("bdi", "name", NODES[place].name);
      made.dir = "auto";
      return made;
    }

    // A formula is a list of texts, and of what stands between them: inputs by number, or the result.
    function formula(pieces, place, fill) {
      const inputs = NODES[place].parents;
      return element("span", "formula", ...pieces.map((piece) =>
        typeof piece === "string" ? piece : fill(piece < 0 ? place : inputs[piece])));
    }

    function factor(x) {
      return x < 0 || 1 / x < 0 ? element("span", "", "(", number(x, "value"), ")") : number(x, "value");
    }

    function withNames(pieces, place) { return formula(pieces, place, name); }

    function withNumbers(pieces, place) {
      return formula(pieces, place, (p) => factor(run.values[p]));
    }

    function derivative(of, by) {
      return element("span", "formula", "d ", name(of), " / d ", name(by));
    }

    function plural(count, word) { return `${count} ${word}${count === 1 ? "" : "s"}`; }

    function sentence(step) {
      const node = NODES[step.place];
      if (step.kind === "forward") return forwardSentence(node, step.place);
      if (step.kind === "seed") return seedSentence();
      if (!step.reached) {
        return ["No path leads from the root to ", name(step.place), ": nothing is passed on."];
      }
      const parts = step.parts.flatMap((part, k) => partSentence(part, k === 0));
      if (parts.length === 0) parts.push(" It passes nothing on: its local gradients are 0.");
      return ["Upstream ", number(step.upstream, "gradient"), " arrives at ", name(step.place), ".",
        ...parts];
    }

    function forwardSentence(node, place) {
      const result = number(run.values[place], "value");
      if (!node.formula) return [name(place), " = ", result, ", by a rule of its own."];
      const names = withNames(node.formula, place);
      const same = node.isName ? [names] : [name(place), " = ", names];
      return [...same, " = ", withNumbers(node.formula, place), " = ", result];
    }

    function seedSentence() {
      return ["The gradient of ", name(ROOT), " with respect to itself is ", number(1, "gradient"),
        ": the backward part begins at the root."];
    }

    function partSentence(part, isFirst) {
      const start = isFirst ? " To " : "; to ";
      if (part.product === null) return [start, name(part.to), " no path leads"];
      return [start, name(part.to), " goes ", number(part.product, "gradient")];
    }
    """#
}
