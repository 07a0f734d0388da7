// The page's loader: shows the anywidgets of a built page where no Python is running.
//
// It knows the anywidget contract (a model with get, set, on, off, save_changes, send; a module with initialize and
// render), where the decks of boards and the frames of explorers lie, and that the address names a board's deal.
(() => {
  "use strict";

  const VIEW = "application/vnd.jupyter.widget-view+json";
  const STATE = "application/vnd.jupyter.widget-state+json";
  const ROOT = document.documentElement.dataset.content_root ?? "./";
  const opened = (window.aaBoards = []); // the boards, {model, element}: the only global, a hold for tests

  const scripts = (type) => [...document.querySelectorAll(`script[type="${type}"]`)];
  const files = () => JSON.parse(document.getElementById("alliance-decks")?.textContent ?? "{}");

  /** The part of a widget model that an anywidget may use, without a kernel behind it. */
  function makeModel(values) {
    const heard = new Map();
    const listeners = (event) => heard.get(event) ?? heard.set(event, new Set()).get(event);
    const emit = (event, ...words) => [...listeners(event)].forEach((listener) => listener(...words));
    const model = {
      get: (name) => values[name],
      set(name, value) {
        if (values[name] === value) return;
        values[name] = value;
        emit(`change:${name}`, model, value);
        emit("change", model);
      },
      on: (event, listener) => void listeners(event).add(listener),
      off: (event, listener) => void (listener ? listeners(event).delete(listener) : heard.delete(event)),
      save_changes() {},
      send() {},
    };
    return model;
  }

  /** Remembers what `make` answered for a key, so that equal scripts, styles and decks are fetched once. */
  function once(make, known = new Map()) {
    return (key) => known.get(key) ?? known.set(key, make(key)).get(key);
  }

  const load = once((source) => import(URL.createObjectURL(new Blob([source], { type: "text/javascript" }))));

  const dress = once((css) => {
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
    return style;
  });

  // --- decks and frames: what the page carries, and what lies beside it ---

  const carried = new Map();
  const keyOf = (board, scenario) => `${board}/${scenario}`;

  const fetchFile = once(async (key) => {
    const file = new Map(Object.entries(files())).get(key);
    if (!file) throw new Error(`this page knows nothing called \u201c${key.split("/").at(-1)}\u201d`);
    const answer = await fetch(new URL(ROOT + file, location.href));
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return answer.json();
  }, carried);

  /** What lies at a key, or the reason there is nothing. A failure is forgotten, so that the reader can try again. */
  async function fetched(key, failed, fromFile) {
    try {
      return { found: await fetchFile(key) };
    } catch (error) {
      carried.delete(key);
      return { notice: `${failed}: ${location.protocol === "file:" ? fromFile : error.message}.` };
    }
  }

  async function deckNamed(board, scenario) {
    const fromFile = "a page opened from a file has only the lessons it carries";
    const { found, notice } = await fetched(keyOf(board, scenario), "This lesson could not be loaded", fromFile);
    return { deck: found, notice };
  }

  async function answerWish(model) {
    const wanted = model.get("wanted");
    if (!wanted || wanted === model.get("deck").scenario) return;
    const { deck, notice } = await deckNamed(model.get("deck").board, wanted);
    if (model.get("wanted") !== wanted) return; // another wish came meanwhile
    if (deck) model.set("deck", deck);
    else model.set("notice", notice);
  }

  /** An explorer wishes for all its frames: the page carries only the first. */
  async function answerExplorer(model) {
    const wanted = model.get("wanted");
    if (!wanted) return;
    const fromFile = "a page opened from a file shows only this picture; they need the site to be served";
    const { found, notice } = await fetched(keyOf("explorer", wanted), "The sliders cannot be moved", fromFile);
    if (found) model.set("plot", found);
    else model.set("notice", notice);
  }

  // --- the address names board, scenario and deal ---

  const asked = Object.fromEntries(new URLSearchParams(location.search));

  const isAddressed = ({ deck }) =>
    deck && (asked.deal || asked.scenario) && (asked.board ?? deck.board) === deck.board;

  async function atAddress(values) {
    const other = asked.scenario && asked.scenario !== values.deck.scenario;
    const { deck = values.deck, notice = "" } = other ? await deckNamed(values.deck.board, asked.scenario) : {};
    const isLost = !notice && asked.deal && !deck.deals?.some(({ id }) => String(id) === asked.deal);
    const lost = "This lesson has no such deal; here is its first.";
    return { deck, notice: isLost ? lost : notice, start: Number(asked.deal) || 0 };
  }

  /** Keeps the link to the deal in play, and once somebody plays, the address. */
  function followPlace(model) {
    let playing = false;
    model.on("change:place", () => {
      const address = new URL(location.href);
      for (const [name, value] of Object.entries(model.get("place"))) address.searchParams.set(name, value);
      model.set("link", address.href);
      if (playing) rename(address);
      playing = true;
    });
  }

  function rename(address) {
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // some browsers refuse this to a page opened from a file; the deal plays all the same
    }
  }

  // --- showing ---

  function note(spot, ...words) {
    const said = document.createElement("p");
    said.className = "aa-page-note";
    said.append(...words);
    spot.replaceChildren(said);
  }

  function needsPython(spot) {
    const binder = document.querySelector('a[href*="mybinder.org"]');
    if (!binder) return note(spot, "This part needs a running Python.");
    const link = document.createElement("a");
    link.href = binder.href;
    link.textContent = "Start one on Binder";
    note(spot, "This part needs a running Python. ", link, ".");
  }

  let addressed = null; // the state of the board that the address means

  async function prepare(state) {
    const values = { ...state };
    if (!values.deck) {
      const model = makeModel(values);
      if (values.plot) model.on("change:wanted", () => answerExplorer(model));
      return model;
    }
    if (state === addressed) Object.assign(values, await atAddress(values));
    const model = makeModel({ ...values, wanted: values.deck.scenario, links: true, root: ROOT });
    model.on("change:wanted", () => answerWish(model));
    if (!values.finish) followPlace(model); // the deals of a class are named by the address as it is
    return model;
  }

  const start = once(async (state) => {
    const [model, module] = await Promise.all([prepare(state), load(state._esm)]);
    const widget = typeof module.default === "function" ? await module.default() : module.default;
    await widget.initialize?.({ model });
    return { model, widget };
  });

  async function show(spot, state) {
    if (!spot.hasChildNodes()) note(spot, "Loading\u2026");
    try {
      if (state._css) dress(state._css);
      const { model, widget } = await start(state);
      spot.replaceChildren();
      await widget.render?.({ model, el: spot });
      if (state.deck) {
        opened.push({ model, element: spot.querySelector("[data-aa-board]") ?? spot });
        document.dispatchEvent(new CustomEvent("aa-board", { detail: model }));
      }
    } catch (error) {
      console.error(error);
      note(spot, `This part could not be shown: ${error.message}`);
    }
  }

  /** Every widget of the page, in order: where it stands, and its state if it is an anywidget. */
  function widgets() {
    const states = Object.assign({}, ...scripts(STATE).map((script) => JSON.parse(script.textContent).state));
    return scripts(VIEW).map((script) => {
      const { model_module: module, state } = states[JSON.parse(script.textContent).model_id] ?? {};
      return { spot: standIn(script), state: module === "anywidget" ? state : null };
    });
  }

  /** The element of a widget: the page's own words for it, which it replaces, or a new one. */
  function standIn(script) {
    if (script.nextElementSibling?.matches("[data-aa-stand-in]")) return script.nextElementSibling;
    const spot = document.createElement("div");
    script.after(spot);
    return spot;
  }

  function begin() {
    const found = widgets();
    const live = found.filter(({ state }) => state).map(({ state }) => state);
    for (const { deck } of live.filter(({ deck }) => deck?.scenario).reverse()) {
      carried.set(keyOf(deck.board, deck.scenario), deck); // of two decks of one name the first on the page
    }
    addressed = live.find(isAddressed) ?? null; // of several boards that it could mean, the first
    const shown = found.map(({ spot, state }) => (state ? show(spot, state) : needsPython(spot))); // no anywidget: no life
    land(Promise.all(shown));
  }

  /** Widgets push down what the address's fragment means; bring it back into view, unless the reader moved meanwhile. */
  function land(standing) {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    let moved = false;
    for (const event of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      addEventListener(event, () => (moved = true), { once: true, passive: true });
    }
    standing.then(() => moved || place.scrollIntoView());
  }

  try {
    begin();
  } catch (error) {
    console.error(error);
    for (const script of scripts(VIEW)) note(standIn(script), `This part could not be shown: ${error.message}`);
  }
})();
