// The page of the class board: a model without a kernel, and what the address asks for. The board stands in front of
// it. What is pasted is kept for this tab only, so that a reload loses nothing; nothing is sent.
(() => {
  "use strict";

  const KEPT = "aa-class-board";

  function kept() {
    try {
      return sessionStorage.getItem(KEPT) ?? "";
    } catch {
      return ""; // nothing may be kept here
    }
  }

  function keep(text) {
    try {
      sessionStorage.setItem(KEPT, text);
    } catch {
      // too much, or not allowed: only a reload would lose it
    }
  }

  /** The part of a widget model that the board uses. */
  function modelOf(values) {
    const heard = new Map();
    return {
      get: (name) => values[name],
      set(name, value) {
        if (values[name] === value) return;
        values[name] = value;
        for (const listener of heard.get(`change:${name}`) ?? []) listener();
      },
      on: (event, listener) => void heard.set(event, [...(heard.get(event) ?? []), listener]),
      off: (event) => void heard.delete(event),
      save_changes() {},
    };
  }

  const { sheets, past } = JSON.parse(document.getElementById("aa-sheets").textContent);
  const model = modelOf({
    sheets,
    past,
    text: kept(),
    shown: new URLSearchParams(location.search).get("lesson") ?? "",
    theory: location.hash === "#theory",
    repeats: false,
  });
  model.on("change:text", () => keep(model.get("text")));
  document.addEventListener("keydown", (event) => {
    if (!event.defaultPrevented) theoryKey(event, model);
  });
  makeClassBoard(model, document.querySelector("main"));
})();
