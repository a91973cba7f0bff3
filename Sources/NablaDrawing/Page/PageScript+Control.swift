// What the reader does: buttons, slider, keys, numbers of leaves, paper.

extension PageScript {
  /// What the reader does.
  static let control = #"""
    function go(to) {
      position = Math.min(Math.max(Math.round(to) || 0, 0), run.steps.length);
      render();
    }

    function recompute() {
      compute();
      countTerms();
      showAll();
      render();
    }

    function parse(text) {
      const words = {inf: Infinity, "+inf": Infinity, "-inf": -Infinity, nan: NaN};
      const trimmed = text.trim().replace("−", "-");
      if (Object.hasOwn(words, trimmed.toLowerCase())) return words[trimmed.toLowerCase()];
      return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(trimmed) ? Number(trimmed) : null;
    }

    function readLeaf(input, place) {
      const read = parse(input.value);
      const problem = find(`leaf-problem-${place}`);
      input.setAttribute("aria-invalid", String(read === null));
      if (read === null) {
        problem.textContent = `Not a number; ${show(given[place])} is still used. Write -2.5 or 1e-3.`;
        return;
      }
      problem.textContent = "";
      if (Object.is(given[place], read)) return;
      given[place] = read;
      recompute();
    }

    function reset() {
      NODES.forEach((node, place) => {
        given[place] = node.value;
        if (node.rule !== null) return;
        const input = find(`leaf-${place}`);
        input.value = full(node.value);
        input.setAttribute("aria-invalid", "false");
        find(`leaf-problem-${place}`).textContent = "";
      });
      recompute();
    }

    function pressed(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const is = (selector) => event.target instanceof Element && event.target.matches(selector);
      if (is("input:not([type=range], [type=checkbox])")) return;
      if (event.key === " " && is("button, input[type=checkbox]")) return;
      const keys = {ArrowRight: position + 1, ArrowLeft: position - 1, Home: 0, End: run.steps.length,
        " ": position + (event.shiftKey ? -1 : 1)};
      if (!Object.hasOwn(keys, event.key)) return;
      event.preventDefault();
      go(keys[event.key]);
    }

    function listen() {
      find("first").addEventListener("click", () => go(0));
      find("back").addEventListener("click", () => go(position - 1));
      find("next").addEventListener("click", () => go(position + 1));
      find("last").addEventListener("click", () => go(run.steps.length));
      find("slider").addEventListener("input", (event) => go(Number(event.target.value)));
      find("digits").addEventListener("change", (event) => {
        showsAllDigits = event.target.checked;
        showAll();
        render();
      });
      find("reset").addEventListener("click", reset);
      NODES.forEach((node, place) => {
        if (node.rule !== null) return;
        const input = find(`leaf-${place}`);
        for (const kind of ["input", "change"]) {
          input.addEventListener(kind, () => readLeaf(input, place));
        }
      });
      document.addEventListener("keydown", pressed);
      printWhole();
    }

    // Paper shows the end of the walkthrough.
    function printWhole() {
      let before = 0;
      addEventListener("beforeprint", () => { before = position; go(run.steps.length); });
      addEventListener("afterprint", () => go(before));
    }

    listen();
    nameGates();
    compute();
    countTerms();
    showAll();
    go(Number(location.hash.slice(1)));
    addEventListener("hashchange", () => go(Number(location.hash.slice(1))));
    """#
}
