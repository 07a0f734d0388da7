// The board: it walks the trees of a deck and adds up. The rules, the payoffs, the cutoffs and the words of the
// game all come in the deck (alliancelib/core/tree.py says what a tree is); only words of the interface are here.
//
// The same file plays in a live notebook and on a page without a kernel (page.js): the board knows only its model.

const FORMAT = 1;
const BELOW = new Set(["floor", "cutoff", "bet"]); // marks of reckoning hang under the line, what happened stands on it
const OTHERS = ["ally", "adhoc"]; // looks of the other players' bars, in the deck's order

// --- walking and adding up: pure ---------------------------------------------------------------------------------

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const tidy = (number) => Math.round(number * 1e6) / 1e6 + 0; // + 0 turns -0 into 0
const isSame = (one, other) => String(one) === String(other);

/** Where `path`, a list of option numbers, leads: the decisions taken and the node reached. */
function walk(deal, path) {
  const taken = [];
  let at = deal.root;
  for (const number of path) {
    const node = deal.nodes[at];
    taken.push({ node, option: node.options[number] });
    at = node.options[number].to;
  }
  const node = deal.nodes[at];
  return { taken, at, node, over: !node.options };
}

/** The answer to a bet, where the walk has revealed it. */
function answer(walked) {
  const met = [...walked.taken.map(({ node }) => node), walked.node];
  return met.find((node) => node.settles != null)?.settles ?? null;
}

/** Whether a bet was right; null where it was void, or there was none. */
function isRight(deal, bet, walked) {
  if (!deal.bet || bet === null) return null;
  const { kind, truth, within } = deal.bet;
  if (kind === "number") return truth == null ? null : Math.abs(bet - truth) <= within + 1e-9;
  const settled = answer(walked);
  return settled === null ? null : settled === bet;
}

/** Skill apart from luck: payoff = best - regret + luck. */
function tally(deal, walked) {
  const { payoff } = walked.node;
  const best = deal.nodes[deal.root].best ?? payoff;
  const regret = tidy(sum(walked.taken.map(({ option }) => option.regret)));
  return { payoff, best, regret, luck: tidy(payoff - best + regret) };
}

/** One finished play, for whoever keeps the history. */
function record(deck, deal, bet, walked) {
  const { board, scenario, fingerprint } = deck;
  return {
    board,
    scenario,
    ...(fingerprint == null ? {} : { fingerprint }),
    deal: deal.id,
    bet,
    choices: walked.taken.map(({ option }) => option.do),
    ...tally(deal, walked),
    bet_right: isRight(deal, bet, walked),
  };
}

const played = (history, deck) =>
  history.filter((r) => r.board === deck.board && r.scenario === deck.scenario && r.fingerprint == deck.fingerprint);

/** The running score. Only the first play of a deal counts: the second time one knows. */
function standing(history, deck) {
  const firsts = new Map();
  for (const play of played(history, deck)) if (!firsts.has(play.deal)) firsts.set(play.deal, play);
  const plays = [...firsts.values()];
  const bets = plays.filter((play) => play.bet_right !== null);
  return {
    firsts,
    points: sum(plays.map((play) => play.payoff)),
    left: sum(plays.map((play) => play.regret)),
    bets: bets.length,
    right: bets.filter((play) => play.bet_right).length,
  };
}

/** The next deal not yet played, in the deck's order; when all are played, simply the next. */
function following(deck, index, firsts) {
  const order = deck.deals.map((_, step) => (index + 1 + step) % deck.deals.length);
  return order.find((i) => !firsts.has(deck.deals[i].id)) ?? order[0];
}

/** Everything on the line now. Theory's cutoffs join when the deal is over. */
function marks(deal, bet, walked) {
  const bets = deal.bet?.kind === "number" && bet !== null ? [{ at: bet, label: "your bet", kind: "bet" }] : [];
  const now = [...(walked.node.marks ?? []), ...bets];
  if (!walked.over) return now;
  const theory = [...walked.taken.flatMap(({ node }) => node.reveal ?? []), deal.bet?.reveal].filter(Boolean);
  return distinct([...now, ...theory]);
}

const place = (mark) => `${mark.kind} ${mark.at.toFixed(2)}`;
const distinct = (all) => all.filter((mark, i) => all.findIndex((other) => place(other) === place(mark)) === i);

/** The values a number may be bet on. */
function steps({ low, high, step }) {
  const count = Math.floor((high - low) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => tidy(low + i * step));
}

const nearest = (values, value) =>
  values.reduce((best, v, i) => (Math.abs(v - value) < Math.abs(values[best] - value) ? i : best), 0);

/** Places labels so that none covers another: each as low as it can be. Boxes have x, width and height. */
function stack(boxes, width, gap = 6) {
  const done = [];
  for (const box of [...boxes].sort((a, b) => a.x - b.x)) {
    const left = Math.max(0, Math.min(box.x - box.width / 2, width - box.width));
    const beside = done.filter((other) => left < other.left + other.width + gap && other.left < left + box.width + gap);
    const lift = Math.max(0, ...beside.map((other) => other.lift + other.height));
    done.push({ ...box, left, lift });
  }
  return done;
}

// --- numbers and sentences: pure ---------------------------------------------------------------------------------

function say(number) {
  const rounded = Math.round(number * 10) / 10 + 0;
  return String(Math.abs(rounded)).replace(/^/, rounded < 0 ? "\u2212" : "");
}
const signed = (number) => (Math.round(number * 10) > 0 ? "+" : "") + say(number);
const small = (number) => (number > 0 && number < 0.05 ? "less than 0.1" : say(number));
const or = (labels) => labels.join(labels.length === 2 ? " or " : ", ");
const isNil = (number) => Math.abs(number) < 0.05;

function betSaid(deal, bet) {
  if (deal.bet.kind === "number") return say(bet);
  return deal.bet.options.find(({ key }) => key === bet)?.label ?? String(bet);
}

/** How a bet went: a mark that needs no colour, a word, and the sentence. */
function betVerdict(deal, bet, walked) {
  const right = isRight(deal, bet, walked);
  const said = `You said: ${betSaid(deal, bet)}.`;
  if (right === null) return { sign: "\u25cb", word: "Bet void", text: `${said} ${deal.bet.void ?? ""}` };
  const { kind, reveal, truth, within } = deal.bet;
  const fact =
    kind === "number"
      ? `${reveal?.label ?? "Answer"}: ${say(truth)}. Right means within ${say(within)}.`
      : `It was: ${betSaid(deal, answer(walked))}.`;
  return { sign: right ? "\u2713" : "\u2717", word: right ? "Bet won" : "Bet lost", text: `${said} ${fact}` };
}

function skill({ regret, luck }, unit) {
  if (regret > 0) return `Your choices cost you ${small(regret)} ${unit}${luck > 0.05 ? "; luck gave some back." : "."}`;
  if (luck < -0.05) return "You left nothing on the table. A right choice can be unlucky.";
  return "You left nothing on the table.";
}

/** What a decision was worth, in a sentence. */
function judged({ node, option }, unit) {
  const best = node.options.filter(({ regret }) => regret === 0);
  if (option.regret > 0) {
    const better = best.length > 3 ? best[0].label : or(best.map(({ label }) => label));
    return `It cost you ${small(option.regret)} ${unit}. Better: ${better}.`;
  }
  if (best.length === node.options.length && best.length > 2) return "Whatever you chose was right.";
  if (best.length === 2) return "Either was right.";
  return best.length > 2 ? "Any of the best was right." : "The best choice.";
}

function scoreLine(deck, index, score) {
  const parts = [`Deal ${index + 1} of ${deck.deals.length}`];
  if (score.firsts.size) {
    parts.push(`${say(score.points)} ${deck.unit}`, `${small(score.left)} left on the table`);
    if (score.bets) parts.push(`bets ${score.right} of ${score.bets}`);
  }
  return parts;
}

const yours = (deck) => (a, b) => (b === deck.seat) - (a === deck.seat);
const players = (deck, node) => Object.keys(node.payoffs).sort(yours(deck));
const role = (deck, player) => deck.roles?.[player] ?? player;

/** The deal so far, a sentence a line. */
function transcript(deck, deal, bet, walked) {
  const lines = [deal.intro, ...(deal.facts ?? []).map(({ label, value }) => `${label}: ${value}.`)];
  if (deal.bet && bet === null) return lines.filter(Boolean);
  if (deal.bet) lines.push(`Bet: ${deal.bet.question} You said: ${betSaid(deal, bet)}.`);
  if (deal.opening) lines.push(deal.opening);
  for (const { node, option } of walked.taken) lines.push(...node.say, `${node.ask} You chose: ${option.label}.`);
  lines.push(...walked.node.say);
  if (!walked.over) return [...lines, walked.node.ask].filter(Boolean);
  const { outcome, payoffs } = walked.node;
  lines.push(outcome, players(deck, walked.node).map((p) => `${role(deck, p)}: ${say(payoffs[p])}`).join("; ") + ".");
  const sums = tally(deal, walked);
  lines.push(`Worth at the start: ${say(sums.best)}. Left on the table: ${small(sums.regret)}. Luck: ${signed(sums.luck)}.`);
  for (const step of walked.taken) lines.push([step.node.ask, judged(step, deck.unit), step.node.why].join(" "));
  if (deal.bet) lines.push(Object.values(betVerdict(deal, bet, walked)).slice(1).join(". "));
  return [...lines, deal.symbols].filter(Boolean);
}

// --- building elements -------------------------------------------------------------------------------------------

/** An element. Children are text or elements, never markup, so nothing a deck says can become code. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) element.style.setProperty(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

const p = (name, ...children) => h("p", { class: name }, ...children);
const unseen = (...children) => h("span", { class: "aa-unseen" }, ...children);
const heading = (...children) => h("h3", { class: "aa-ask", tabindex: "-1", "data-aa-focus": true }, ...children);

function button(attributes, ...children) {
  return h("button", { type: "button", class: "aa-button", ...attributes }, ...children);
}

/** A row of choices. Digit keys press them too. */
function choices(items) {
  const key = (i) => h("kbd", { class: "aa-key", "aria-hidden": "true" }, String(i + 1));
  return h(
    "div",
    { class: "aa-choices" },
    items.map(({ label, note, hook, pick }, i) =>
      button(
        { class: "aa-button aa-choice", "data-aa-key": i + 1, onclick: pick, ...hook },
        h("span", { class: "aa-choice-text" }, label, note && h("small", null, note)),
        i < 9 && key(i),
      ),
    ),
  );
}

/** Numbers on a slider under the line. `moved` hears of each; `items` are {label, note?, hook, pick}. */
function slider(items, start, { label, confirm, unit, moved }) {
  let index = start;
  const output = h("output", { class: "aa-chosen" });
  const note = p("aa-note");
  const range = h("input", { type: "range", class: "aa-range", min: 0, max: items.length - 1, step: 1, value: start,
    "aria-label": label, "data-aa-slider": true, oninput: () => show(Number(range.value)) });
  const done = button({ class: "aa-button aa-primary", onclick: () => items[index].pick() }, confirm);
  const nudge = (by, sign, name) => button({ class: "aa-button aa-nudge", tabindex: "-1", "aria-label": name,
    onclick: () => show(Math.max(0, Math.min(items.length - 1, index + by))) }, sign);
  function show(next) {
    index = next;
    const item = items[index];
    range.value = index;
    range.setAttribute("aria-valuetext", item.label);
    output.replaceChildren(item.label, unit && h("small", null, ` ${unit}`));
    note.textContent = item.note ?? "";
    for (const [name, value] of Object.entries(item.hook)) done.setAttribute(name, value);
    moved(index);
  }
  show(start);
  const row = [nudge(-1, "\u2212", "Less"), output, nudge(1, "+", "More"), done];
  return [range, h("div", { class: "aa-dial" }, row), note];
}

/** A bar from zero to `value` on the scale from `low` to `high`. */
function bar(value, low, high, look) {
  const at = (x) => (100 * (x - low)) / (high - low || 1);
  const [from, to] = value < 0 ? [at(value), at(0)] : [at(0), at(value)];
  const fill = h("span", { class: `aa-fill aa-is-${look}`, "--from": `${from}%`, "--size": `${to - from}%` });
  return h("span", { class: "aa-bar", "aria-hidden": "true", "--zero": `${at(0)}%` }, fill);
}

const bounds = (values) => [Math.min(0, ...values), Math.max(1e-9, ...values)];

// --- the line ----------------------------------------------------------------------------------------------------

/** The line that everything is played on: `show(marks)` puts marks on it, labels clear of one another. */
function makeLine() {
  const caption = h("figcaption", { class: "aa-caption" });
  const plot = h("div", { class: "aa-plot", "aria-hidden": "true" });
  const list = h("ul", { class: "aa-unseen" });
  const element = h("figure", { class: "aa-line" }, caption, plot, list);
  const shown = new Map();
  let spec = null;

  function lay() {
    const width = plot.clientWidth;
    if (!width) return;
    const boxes = [...shown.values()].map(({ node, mark }) => {
      const label = node.lastChild;
      return { node, mark, x: node.offsetLeft, width: label.offsetWidth, height: label.offsetHeight };
    });
    const below = ({ mark }) => BELOW.has(mark.kind);
    const side = (some, name) => {
      const laid = stack(some, width);
      for (const { node, x, left, lift } of laid) {
        node.style.setProperty("--shift", `${left - x}px`);
        node.style.setProperty("--lift", `${lift}px`);
      }
      plot.style.setProperty(name, `${Math.max(0, ...laid.map((box) => box.lift + box.height))}px`);
    };
    side(boxes.filter((box) => !below(box)), "--above");
    side(boxes.filter(below), "--below");
  }

  function put(mark, key) {
    const side = BELOW.has(mark.kind) ? "aa-under" : "aa-over";
    const node = h("div", { class: `aa-mark aa-new ${side} aa-is-${mark.kind}` },
      h("i", { class: "aa-stem" }), h("i", { class: "aa-dot" }), h("span", { class: "aa-label" }));
    node.addEventListener("animationend", () => node.classList.remove("aa-new"));
    shown.set(key, { node, mark });
    plot.append(node);
  }

  function show(all) {
    const keys = all.map((mark, i) => `${mark.kind} ${mark.label} ${all.slice(0, i).filter((m) => m.kind === mark.kind && m.label === mark.label).length}`);
    for (const [key, { node }] of shown) if (!keys.includes(key)) { node.remove(); shown.delete(key); }
    all.forEach((mark, i) => {
      if (!shown.has(keys[i])) put(mark, keys[i]);
      const entry = shown.get(keys[i]);
      const share = (mark.at - spec.low) / (spec.high - spec.low);
      entry.node.style.setProperty("--at", Math.max(0, Math.min(1, share)));
      entry.node.lastChild.replaceChildren(mark.label, " ", h("b", null, say(mark.at)));
    });
    list.replaceChildren(...all.map((mark) => h("li", null, `${mark.label}: ${say(mark.at)}`)));
    lay();
  }

  function draw(next) {
    spec = next;
    shown.clear();
    const ends = spec.ends ?? [say(spec.low), say(spec.high)];
    caption.replaceChildren(spec.label, unseen(`, from ${say(spec.low)} (${ends[0]}) to ${say(spec.high)} (${ends[1]})`));
    plot.replaceChildren(h("div", { class: "aa-rail" }, h("i"), h("i"), h("i"), h("i"), h("i")),
      h("div", { class: "aa-ends" }, h("span", null, ends[0]), h("span", null, ends[1])));
  }

  const watcher = new ResizeObserver(lay); // also catches a change of text size
  watcher.observe(plot);
  return { element, draw, show, stop: () => watcher.disconnect() };
}

// --- the three steps: bet, choose, debrief -----------------------------------------------------------------------

function factsView(deal, size, bet) {
  const facts = [...(deal.facts ?? [])];
  if (deal.bet && bet !== null) facts.push({ label: "Your bet", value: betSaid(deal, bet) });
  return h("dl", { class: `aa-facts aa-${size}` },
    facts.map(({ label, value }) => h("div", null, h("dt", null, label), h("dd", null, value))));
}

function betView({ deal, line, deck, last, bet }) {
  const opening = [p("aa-intro", deal.intro), factsView(deal, "big", null)];
  const legend = h("legend", null, p("aa-eyebrow", "Your bet"), heading(deal.bet.question));
  const { kind, options } = deal.bet;
  if (kind === "choice") {
    const items = options.map(({ key, label, note }) => ({ label, note, hook: { "data-aa-bet": key }, pick: () => bet(key) }));
    return [...opening, h("fieldset", null, legend, choices(items))];
  }
  const values = steps(deal.bet);
  const items = values.map((v) => ({ label: say(v), hook: { "data-aa-bet": v }, pick: () => bet(v) }));
  const moved = (i) => deck.line && line.show([{ at: values[i], label: "your bet", kind: "bet" }]);
  const parts = slider(items, nearest(values, last ?? deal.bet.start),
    { label: deal.bet.question, confirm: "Place the bet", unit: deck.unit, moved });
  return [...opening, h("fieldset", null, legend, deck.line && line.element, ...parts)];
}

function newsView({ deal, walked }) {
  const before = walked.taken.at(-1);
  return h("div", { class: "aa-news" },
    before && p("aa-eyebrow", `You chose: ${before.option.label}`),
    walked.node.say.map((sentence, i) => h("p", { "--turn": i }, sentence)),
    !before && deal.opening && p("aa-note", deal.opening));
}

function chooseView(play) {
  const { deal, state, deck, line, walked, take } = play;
  const { node } = walked;
  const now = marks(deal, state.bet, walked);
  if (deck.line) line.show(now);
  const top = state.path.length || deal.bet ? [factsView(deal, "small", state.bet)] : [p("aa-intro", deal.intro), factsView(deal, "big", null)];
  const legend = h("legend", null, heading(node.ask));
  const figure = deck.line && (now.length > 0 || node.as === "slider") && line.element;
  const items = node.options.map((option, i) => ({ ...option, hook: { "data-aa-do": String(option.do) }, pick: () => take(i) }));
  if (node.as !== "slider") return [...top, newsView(play), figure, h("fieldset", null, legend, choices(items))];
  const sorted = [...items].sort((a, b) => a.do - b.do);
  const moved = (i) => deck.line && sorted[i].at != null && line.show([...now, { at: sorted[i].at, label: "you", kind: "you" }]);
  const parts = slider(sorted, Math.floor(sorted.length / 2), { label: node.ask, confirm: "Confirm", moved });
  return [...top, newsView(play), h("fieldset", null, legend, figure, ...parts)];
}

function resultView({ deck, walked }) {
  const { payoff, payoffs } = walked.node;
  const [low, high] = bounds([deck.line?.high ?? 0, ...Object.values(payoffs)]);
  const look = (player, i) => (player === deck.seat ? "you" : OTHERS[(i - 1) % OTHERS.length]);
  const rows = players(deck, walked.node).map((player, i) =>
    h("li", null, h("span", null, role(deck, player)), bar(payoffs[player], low, high, look(player, i)), h("b", null, say(payoffs[player]))));
  return h("div", { class: "aa-result" },
    p("aa-payoff", h("b", { "data-aa-payoff": payoff }, say(payoff)), ` ${deck.unit}`),
    h("ul", { class: "aa-bars" }, rows));
}

/** payoff = worth at the start - what the choices cost + luck, as four figures. */
function sumView(sums, unit) {
  const cells = [["Best play was worth", say(sums.best)], ["Your choices", sums.regret > 0 ? `\u2212${small(sums.regret)}` : "0"],
    ["Luck", isNil(sums.luck) ? "0" : signed(sums.luck)], ["You got", say(sums.payoff)]];
  return [p("aa-verdict", skill(sums, unit)),
    h("dl", { class: "aa-sum" }, cells.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))))];
}

function worthRows({ node, option }) {
  const [low, high] = bounds(node.options.map(({ worth }) => worth));
  return h("ul", { class: "aa-bars aa-worths" }, node.options.map((one) => {
    const tags = [one === option && "you", one.regret === 0 && "best"].filter(Boolean);
    return h("li", { class: one === option && "aa-taken" },
      h("span", null, one.label, tags.map((tag) => h("em", null, tag))),
      bar(one.worth, low, high, one === option ? "you" : "floor"), h("b", null, say(one.worth)));
  }));
}

/** Many options, as on a slider: a skyline of what each was worth, and the two that matter in words. */
function worthSkyline({ node, option }) {
  const sorted = [...node.options].sort((a, b) => a.do - b.do);
  const worths = sorted.map(({ worth }) => worth);
  const [low, high] = [Math.min(...worths), Math.max(...worths)];
  const best = sorted.find(({ regret }) => regret === 0) ?? option;
  const column = (one) => h("i", { class: one === option ? "aa-is-you" : one.regret === 0 ? "aa-is-cutoff" : null,
    "--size": `${6 + (94 * (one.worth - low)) / (high - low || 1)}%` });
  const line = (name, one) => h("li", null, `${name}: ${one.label}, worth ${say(one.worth)}`);
  return [h("div", { class: "aa-skyline", "aria-hidden": "true" }, sorted.map(column)),
    h("ul", { class: "aa-key-list" }, line("You", option), line("Best", best))];
}

function claimView(deck, key, href) {
  const claim = deck.claims?.[key];
  if (!claim) return null;
  const name = href && claim.href ? h("a", { href: href(claim.href) }, claim.name) : h("b", null, claim.name);
  return p("aa-claim", name, ". ", claim.says);
}

function decisionView(deck, step, href) {
  const { node } = step;
  return h("li", null, p("aa-asked", node.ask), p("aa-judged", judged(step, deck.unit)),
    node.options.length > 6 ? worthSkyline(step) : worthRows(step),
    node.why && p("aa-why", node.why), claimView(deck, node.claim, href));
}

function verdictView(deal, bet, walked) {
  const { sign, word, text } = betVerdict(deal, bet, walked);
  return p("aa-bet", h("span", { class: "aa-sign", "aria-hidden": "true" }, sign), h("b", null, word), ". ", text);
}

function debriefView(play) {
  const { deal, state, deck, line, walked, score, href, next, again } = play;
  const now = marks(deal, state.bet, walked);
  if (deck.line) line.show(now);
  const all = score.firsts.size >= deck.deals.length;
  return [
    newsView(play),
    heading(walked.node.outcome),
    // Early in the document, so that the keyboard meets it first; the style sheet shows it where the eye expects it.
    h("div", { class: "aa-actions" },
      button({ class: "aa-button aa-primary", "data-aa-next": true, onclick: next }, "Next deal"),
      button({ "data-aa-replay": true, onclick: again }, "Replay this deal")),
    resultView(play),
    deck.line && now.length > 0 && line.element,
    ...sumView(tally(deal, walked), deck.unit),
    deal.bet && verdictView(deal, state.bet, walked),
    walked.taken.length > 0 && h("ol", { class: "aa-decisions" }, walked.taken.map((step) => decisionView(deck, step, href))),
    deal.symbols && p("aa-symbols", deal.symbols),
    all && p("aa-note", "You have played every deal of this lesson. Only the first play of each counts."),
  ];
}

// --- around the steps: score, history, transcript, choosers ------------------------------------------------------

function headView(deck, index, score) {
  const parts = scoreLine(deck, index, score).map((part) => h("span", null, part));
  return [h("h2", { class: "aa-title" }, deck.title), p("aa-score", ...parts.flatMap((part, i) => (i ? [" ", part] : [part])))];
}

function historyView(deck, plays) {
  const bet = (r) => (r.bet === null ? "\u2013" : r.bet_right === null ? "void" : r.bet_right ? "right" : "wrong");
  const cells = (r) => [say(r.payoff), small(r.regret), signed(r.luck), bet(r)].map((text) => h("td", null, text));
  const row = (r) => h("tr", null, h("th", { scope: "row" }, String(r.deal)), cells(r));
  const head = ["Deal", "Got", "Left", "Luck", "Bet"].map((name) => h("th", { scope: "col" }, name));
  if (!plays.length) return p("aa-note", "Nothing yet.");
  return h("table", { class: "aa-table" }, h("thead", null, h("tr", null, head)), h("tbody", null, plays.map(row)));
}

function chooser(label, hook, options, selected, chosen) {
  const entries = options.map(([value, text]) => h("option", { value, selected: isSame(value, selected) }, text));
  const select = h("select", { [hook]: true, onchange: () => chosen(select.value) }, entries);
  return h("label", { class: "aa-chooser" }, h("span", null, label), select);
}

function chooserView({ deck, deal, score, catalogue, wish, open }) {
  const lessons = (catalogue ?? []).map(({ name, title }) => [name, title]);
  const deals = deck.deals.map(({ id }, i) => [id, `${i + 1}${score.firsts.has(id) ? " (played)" : ""}`]);
  return [
    h("div", { class: "aa-choosers" },
      lessons.length > 1 && chooser("Lesson", "data-aa-scenario", lessons, deck.scenario, wish),
      deals.length > 1 && chooser("Deal", "data-aa-deal", deals, deal.id, open)),
    deck.goal && p("aa-note", deck.goal),
  ];
}

/** Copies text; where the page may not use the clipboard (plain http), the older way. Answers whether it worked. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h("textarea", { readonly: true, class: "aa-unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    const worked = document.execCommand("copy");
    area.remove();
    return worked;
  }
}

function copyButton(name, text, announce) {
  const self = button({ class: "aa-button aa-quiet", onclick: async () => {
    const worked = await copy(text());
    self.focus();
    self.textContent = worked ? "Copied" : "Could not copy";
    announce(self.textContent);
    setTimeout(() => (self.textContent = name), 2000);
  } }, name);
  return self;
}

// --- the board ---------------------------------------------------------------------------------------------------

function makeBoard(model, el) {
  const line = makeLine();
  const [head, notice, stage, tools] = ["header", "p", "div", "div"].map((tag) => h(tag));
  const live = h("p", { class: "aa-unseen", "aria-live": "polite" });
  const told = h("ol", { class: "aa-told" });
  const past = h("div");
  const drawer = (name, ...inside) => h("details", null, h("summary", null, name), ...inside);
  const announce = (text) => (live.textContent = text);
  const copyText = copyButton("Copy", () => [...told.children].map((li, i) => `${i + 1}. ${li.textContent}`).join("\n"), announce);
  const copyLink = copyButton("Copy link to this deal", () => model.get("link"), announce);
  const foot = h("footer", { class: "aa-foot" }, tools,
    drawer("Show transcript", told, h("div", { class: "aa-copies" }, copyText, copyLink)), drawer("Deals so far", past));
  const root = h("section", { class: "aa-board", "data-aa-board": true, onkeydown: pressed }, head, notice, live, stage, foot);
  let state = { deal: 0, bet: null, path: [] };

  const deck = () => model.get("deck") ?? {};
  const plays = () => model.get("history") ?? [];
  const href = () => (model.get("links") ? (path) => (model.get("root") ?? "") + path : null);

  function step(next) {
    state = { ...state, ...next };
    const walked = walk(deck().deals[state.deal], state.path);
    if (walked.over && isReady()) keep(walked);
    paint();
    settleFocus(walked);
  }

  const isReady = () => !deck().deals[state.deal].bet || state.bet !== null;

  function keep(walked) {
    const deal = deck().deals[state.deal];
    model.set("history", [...plays(), record(deck(), deal, state.bet, walked)]);
    model.save_changes();
  }

  /** Opens a deal by its place in the deck. */
  function deal(index) {
    state = { deal: index, bet: null, path: [] };
    const { board, scenario, deals } = deck();
    model.set("place", { board, scenario, deal: deals[index].id });
    step({});
  }

  const open = (id) => {
    const index = (deck().deals ?? []).findIndex((one) => isSame(one.id, id));
    if (index >= 0) deal(index);
  };

  function wish(name) {
    model.set("start", 0); // a new lesson opens at its first deal
    model.set("notice", "");
    model.set("wanted", name);
    model.save_changes();
    paintNotice();
  }

  /** Focus follows the play, except when the board first appears: nobody asked for the page to jump. */
  function settleFocus(walked) {
    if (!root.isConnected || !root.contains(document.activeElement)) return;
    const target = stage.querySelector("[data-aa-focus]");
    target?.focus({ preventScroll: true });
    const top = walked.over || !walked.taken.length ? root : stage;
    if (top.getBoundingClientRect().top < 0) top.scrollIntoView({ block: "start" });
    const said = isReady() ? walked.node.say : [deck().deals[state.deal].intro];
    announce([...said, walked.over && isReady() ? `${walked.node.outcome} ${say(walked.node.payoff)} ${deck().unit}.` : ""].join(" "));
  }

  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const choice = /^[1-9]$/.test(event.key) && stage.querySelector(`[data-aa-key="${event.key}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.click();
  }

  function paintNotice() {
    const wanted = model.get("wanted");
    const waiting = wanted && wanted !== deck().scenario;
    notice.className = "aa-notice";
    notice.setAttribute("role", "status");
    notice.textContent = model.get("notice") || (waiting ? "Loading\u2026" : "");
    notice.hidden = !notice.textContent;
  }

  function paint() {
    const now = deck();
    const one = now.deals[state.deal];
    const walked = walk(one, state.path);
    const score = standing(plays(), now);
    const mine = played(plays(), now);
    const play = {
      deck: now, deal: one, state, line, walked, score, href: href(), open, wish,
      catalogue: model.get("catalogue"),
      last: mine.filter((r) => typeof r.bet === "number").at(-1)?.bet,
      bet: (bet) => step({ bet }),
      take: (option) => step({ path: [...state.path, option] }),
      next: () => deal(following(now, state.deal, score.firsts)),
      again: () => deal(state.deal),
    };
    const name = !isReady() ? "bet" : walked.over ? "debrief" : "choose";
    const view = { bet: betView, choose: chooseView, debrief: debriefView }[name];
    root.setAttribute("aria-label", now.title);
    root.setAttribute("data-aa-node", walked.at);
    root.setAttribute("data-aa-open", one.id);
    stage.className = "aa-stage";
    stage.setAttribute("data-aa-step", name);
    stage.replaceChildren(...view(play).filter(Boolean));
    head.replaceChildren(...headView(now, state.deal, score));
    tools.replaceChildren(...chooserView(play).filter(Boolean));
    told.replaceChildren(...transcript(now, one, state.bet, walked).map((text) => h("li", null, text)));
    past.replaceChildren(historyView(now, mine));
    copyLink.hidden = !model.get("link");
    paintNotice();
  }

  /** Never a blank: what goes wrong is said in place. */
  function guarded(action) {
    try {
      action();
    } catch (error) {
      console.error(error);
      stage.replaceChildren(p("aa-notice", `This board could not be shown: ${error.message}`));
    }
  }

  function newDeck() {
    const now = deck();
    if (now.format !== FORMAT) throw new Error(`it reads decks of format ${FORMAT}, not ${now.format ?? "an empty deck"}`);
    if (!now.deals?.length) throw new Error("the deck has no deals");
    if (now.line) line.draw(now.line);
    const index = now.deals.findIndex(({ id }) => isSame(id, model.get("start")));
    deal(Math.max(0, index));
  }

  /** A wish that failed is withdrawn, so that it can be made again. */
  function noticed() {
    if (model.get("notice") && model.get("wanted") && model.get("wanted") !== deck().scenario) {
      model.set("wanted", deck().scenario);
      model.save_changes();
    }
    paint();
  }

  const listeners = {
    "change:deck": () => guarded(newDeck),
    "change:start": () => guarded(() => open(model.get("start"))),
    "change:notice": () => guarded(noticed),
    "change:catalogue": () => guarded(paint),
    "change:history": () => guarded(paint),
    "change:links": () => guarded(paint),
  };
  for (const [event, heard] of Object.entries(listeners)) model.on(event, heard);
  el.append(root);
  guarded(newDeck);
  return () => {
    for (const [event, heard] of Object.entries(listeners)) model.off(event, heard);
    line.stop();
    root.remove();
  };
}

export default { render: ({ model, el }) => makeBoard(model, el) };
