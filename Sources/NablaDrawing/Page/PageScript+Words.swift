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

    // A formula is a list of texts and of inputs by number, which are open.
    function formula(pieces, place, fill) {
      const inputs = NODES[place].parents;
      return element("span", "formula", ...pieces.map((piece, k) =>
        typeof piece === "string" ? piece : fill(inputs[piece], pieces[k - 1], pieces[k + 1])));
    }

    function withNames(pieces, place) { return formula(pieces, place, (p) => name(p)); }

    function withNumbers(pieces, place) {
      return formula(pieces, place, (p, before, after) => {
        const isAlone = !before && !/^\^/.test(after || "") || /[(\[] ?$|, $/.test(before || "");
        const x = run.values[p];
        return isAlone ? number(x, "value") : factor(x, "value");
      });
    }

    // A negative number beside an operator stands in parentheses.
    function factor(x, kind) {
      const made = number(x, kind);
      return made.textContent.startsWith("-") ? element("span", "", "(", made, ")") : made;
    }

    // An input that is listed several times has its number, counted from 1.
    function derivative(of, by, input, sign = "∂") {
      const made = element("span", "derivative", sign, name(of), `/${sign}`, name(by));
      if (input !== undefined && isListedAgain(of, by)) made.append(element("sub", "", input + 1));
      return made;
    }

    // What has arrived at a node over all paths; a d where ∂ is the name of the direct path's part, as
    // WalkthroughWords.gradient has it.
    function total(place) {
      const [direct, others] = [true, false].map((isDirect) => run.steps.some((step) =>
        step.kind === "backward" && (step.place === ROOT) === isDirect
          && step.parts.some((part) => part.to === place && part.product !== null)));
      const isAmbiguous = direct && others && !isListedAgain(ROOT, place);
      return derivative(ROOT, place, undefined, isAmbiguous ? "d" : "∂");
    }

    function isListedAgain(place, parent) {
      return NODES[place].parents.filter((p) => p === parent).length > 1;
    }

    function sentence(step) {
      const node = NODES[step.place];
      if (step.kind === "forward") return forwardSentence(node, step.place);
      if (step.kind === "seed") return seedSentence();
      if (!step.reached) {
        return ["No gradient arrives at ", name(step.place), ", and none is passed on."];
      }
      const passed = step.parts.filter((part) => part.product !== null);
      return ["Upstream ", total(step.place), " = ", number(step.upstream, "gradient"),
        " arrives at ", name(step.place), passed.length > 0 ? ": " : ", and nothing is passed on",
        ...received(passed), "."];
    }

    // What each parent gets: an input that is listed twice gets two.
    function received(parts) {
      const parents = [...new Set(parts.map((part) => part.to))];
      return parents.flatMap((parent, k) => [k > 0 ? ", " : "", name(parent), " gets ",
        ...parts.filter((part) => part.to === parent).flatMap((part, j) =>
          j > 0 ? [" and ", number(part.product, "gradient")] : [number(part.product, "gradient")])]);
    }

    function forwardSentence(node, place) {
      const result = number(run.values[place], "value");
      const {formula, value} = RULES[node.rule];
      if (!formula) {
        const why = value === null ? ", by a rule that only Swift can run." : ".";
        return [name(place), " = ", element("bdi", "gate", node.gate), " of its inputs = ", result, why];
      }
      return [name(place), " = ", withNames(formula, place), " = ", withNumbers(formula, place),
        " = ", result, "."];
    }

    function seedSentence() {
      return ["The backward part starts at the root: ", derivative(ROOT, ROOT), " = ",
        number(1, "gradient"), "."];
    }

    // As Walkthrough.BackwardStep.sentence has it; a test compares the two.
    function patternSentence(step) {
      const {operation, gate, pattern, locals} = RULES[NODES[step.place].rule];
      if (!pattern || !step.reached) return [];
      const isWord = ["add", "subtract", "multiply", "divide"].includes(operation);
      const word = isWord ? operation : gate;
      const list = (parts, between) => parts.flatMap((part, k) =>
        k > 0 ? [between, name(part.to)] : [name(part.to)]);
      switch (pattern) {
      case "distributes": {
        const turned = step.parts.filter((part) => part.local < 0);
        const how = turned.length > 0
          ? ["(with the other sign: ", ...list(turned, ", "), ")"] : ["unchanged"];
        return [word, " distributes the gradient: each input gets the upstream gradient ", ...how];
      }
      case "switches": return [word, operation === "dot"
        ? " switches: each factor gets the upstream gradient times its partner"
        : " switches: each input gets the upstream gradient times the other input"];
      case "passes": return [word, " passes the gradient on unchanged"];
      case "scales": {
        const by = locals[0].cases[0].formula.join("");
        return [word, by === "-1" ? " turns the sign of the gradient" : ` scales the gradient by ${by}`];
      }
      default: return routing(step, word, operation, list);
      }
    }

    function routing(step, word, operation, list) {
      const chosen = step.parts.filter((part) => part.product !== null && part.local !== 0);
      const names = list(chosen, " and ");
      if (chosen.some((part) => part.local !== part.local)) {
        return [word, " cannot route the gradient: an input is NaN"];
      }
      if (chosen.length === 0) return [word, " is closed: it lets no gradient pass"];
      if (NODES[step.place].parents.length === 1) {
        return [word, " is open: it routes the gradient to ", ...names];
      }
      if (operation !== "maximum" && operation !== "minimum") {
        return [word, " routes the gradient to the branch taken, ", ...names];
      }
      if (chosen.length > 1) return [word, " routes the gradient: at a tie each input gets half"];
      const which = operation === "maximum" ? "larger" : "smaller";
      return [word, ` routes the gradient to the ${which} input, `, ...names];
    }
    """#
}
