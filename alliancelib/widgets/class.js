// A class page: the board of one lesson, for the deals that the address names, and the result code at the end.
//
// It runs before page.js, which then finds the chosen deals in the widget's state. codes.js and sharing.js stand in
// front of it. Nothing leaves the page, and nothing is counted when it opens; what was played is kept in this browser
// only, so that reloading resumes.
(() => {
  "use strict";

  const config = JSON.parse(document.getElementById("aa-class").textContent);
  const find = (name) => document.querySelector(`[data-aa-${name}]`);

  // --- the deals that the address names ---

  function chosenDeals(all) {
    const asked = new URLSearchParams(location.search).get("deals");
    if (asked === null) return all;
    const numbers = dealsIn(asked);
    const chosen = (numbers ?? []).map((id) => all.find((deal) => deal.id === id)).filter(Boolean);
    if (!numbers || chosen.length < numbers.length) {
      find("said").textContent = `This link asks for deals \u201c${asked}\u201d; the lesson has 1 to ${all.length}.`;
    }
    return chosen.length ? chosen : all;
  }

  // --- what was played, kept in this browser ---

  const storage = (key) => ({
    load() {
      try {
        return JSON.parse(localStorage.getItem(key)) ?? {};
      } catch {
        return {}; // nothing may be kept here, or what was kept is damaged
      }
    },
    keep(value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // a private window may refuse; the play goes on, and only a reload would lose it
      }
    },
  });

  /** What was kept, where it can be gone on with. */
  function resumed(sheet, { history, playing }) {
    try {
      history.forEach((record) => playOf(sheet, record));
      if (playing) follow(dealOf(sheet, playing.deal), playing.path);
      return { history, playing };
    } catch {
      return { history: [], playing: null };
    }
  }

  // --- from the board's records to a result code ---

  /** The bets of a deal in the order of the codes, which is that of the slider or of the buttons. */
  function betValues({ kind, low, high, step, options }) {
    if (kind === "choice") return options.map(({ key }) => key);
    const count = Math.floor((high - low) / step + 1e-9) + 1;
    return Array.from({ length: count }, (_, k) => Math.round((low + k * step) * 1e6) / 1e6);
  }

  /** The whole lesson as codes know it. */
  const sheetOf = (deck) => ({
    fingerprint: config.fingerprint,
    deals: deck.deals.map((deal) => ({ ...deal, bet: deal.bet && { values: betValues(deal.bet) } })),
  });

  const dealOf = (sheet, id) => sheet.deals.find((deal) => deal.id === id);

  function follow(deal, numbers) {
    return numbers.reduce((node, number) => deal.nodes[node.options[number].to], deal.nodes[deal.root]);
  }

  /** A record of the board by the numbers of its bet and options; throws where it is no whole play of this lesson. */
  function playOf(sheet, { deal: id, bet, choices }) {
    const deal = dealOf(sheet, id);
    const numbers = [];
    for (const action of choices) {
      const { options } = follow(deal, numbers);
      numbers.push(options.findIndex((option) => String(option.do) === String(action)));
    }
    const number = deal.bet ? deal.bet.values.indexOf(bet) : null;
    if (number === -1 || follow(deal, numbers).options) throw new Error(`no play of deal ${id}`);
    return { deal: id, bet: number, choices: numbers };
  }

  // --- together ---

  const script = document.querySelector('script[type="application/vnd.jupyter.widget-state+json"]');
  const state = JSON.parse(script.textContent);
  const [values] = Object.values(state.state).map((model) => model.state);
  const sheet = sheetOf(values.deck);
  const deals = chosenDeals(values.deck.deals);
  const ids = deals.map(({ id }) => id);
  // Where the debrief waits for the end, nobody's line is theory's own that the page has just shown.
  const reserve = new URLSearchParams(location.search).get("debrief") === "end";
  const store = storage(`aa-class ${config.fingerprint} ${ids.join(",")} ${reserve ? "end" : "each"}`);
  const { history, playing } = resumed(sheet, store.load());
  const isDone = (records) => ids.every((id) => records.some(({ deal }) => deal === id));
  const next = ids.find((id) => !history.some(({ deal }) => deal === id)) ?? ids[0];
  Object.assign(values, {
    deck: { ...values.deck, deals },
    history,
    resume: playing,
    start: playing?.deal ?? next,
    finish: "Get your result code",
    reserve: reserve && !isDone(history),
  });
  script.textContent = JSON.stringify(state);

  /** A button that shows a deal as it was played, with its debrief. */
  function backTo(lookBack, record, i) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "aa-do", textContent: String(i + 1), disabled: !record });
    button.setAttribute("aria-label", `Deal ${i + 1}`);
    button.addEventListener("click", () => {
      const { deal, choices } = playOf(sheet, record);
      lookBack({ deal, bet: record.bet, path: choices });
      find("focus").focus({ preventScroll: true });
      find("board").scrollIntoView({ block: "start" });
    });
    return button;
  }

  function showCode(records, lookBack) {
    const text = encodeResult(sheet, records.map((record) => playOf(sheet, record)));
    const done = new Set(records.map(({ deal }) => deal)).size;
    find("code").replaceChildren(...text.match(/.{1,5}/g).map((five) => {
      const part = document.createElement("span");
      part.textContent = five;
      return part;
    }));
    const all = ids.length > 1 ? `All ${ids.length} deals are in it.` : "Your deal is in it.";
    find("count").textContent = done < ids.length ? `So far: ${done} of ${ids.length} deals.` : all;
    drawQr(find("squares"), text, "Your result code as a QR code");
    find("back").hidden = reserve && !isDone(records);
    find("back-to").replaceChildren(...ids.map((id, i) =>
      backTo(lookBack, records.find(({ deal }) => deal === id), i)));
    find("result").hidden = false;
    find("result-title").focus({ preventScroll: true });
    find("result").scrollIntoView({ block: "start" });
  }

  const isBegun = ({ deal, bet, path }) => (bet !== null || path.length > 0) && follow(dealOf(sheet, deal), path).options;
  const isFresh = ({ bet, path }) => bet === null && !path.length;

  document.addEventListener("aa-board", ({ detail: model }) => {
    const records = () => model.get("history");
    const place = () => held ?? model.get("playing");
    const offer = () => (find("my-code").disabled = !records().length);
    const keep = () => store.keep({ history: records(), playing: place() });
    let held = null; // where the player was in a deal when looking back at another
    const lookBack = (record) => {
      if (isBegun(place())) held = place();
      model.set("resume", record);
    };
    model.on("change:playing", () => {
      const now = model.get("playing");
      if (held?.deal === now.deal && isFresh(now)) {
        const resume = held;
        held = null;
        model.set("resume", resume); // and comes by here again
      }
      keep();
    });
    model.on("change:history", () => {
      keep();
      offer();
      find("result").hidden = true;
      find("undo").hidden = true;
      find("said").textContent = "";
      model.set("reserve", reserve && !isDone(records()));
    });
    const show = () => showCode(records(), lookBack);
    model.on("change:finished", show);
    find("my-code").addEventListener("click", show);
    let before = null; // one press starts again, and one takes that back: the button is soon hit by mistake
    find("undo").addEventListener("click", () => {
      model.set("history", before.history);
      held = null;
      model.set("resume", { ...before.playing });
      find("focus").focus();
    });
    find("start-again").addEventListener("click", () => {
      if (records().length) before = { history: records(), playing: place() };
      held = null;
      model.set("history", []);
      find("undo").hidden = !before;
      find("said").textContent = before ? "You start again. What you had played can be brought back." : "";
      model.set("start", null); // so that the first deal is news even where it was the start
      model.set("start", ids[0]);
      find("focus").focus();
    });
    offer();
    if (isDone(history)) show();
  });

  copies(find("copy"), find("code"), find("copied"));
})();
