// The board: it walks the trees of a deck and adds up. The rules, the payoffs, the cutoffs and the words of the
// game all come in the deck (alliancelib/core/tree.py says what a tree is); only words of the interface are here.
//
// The same file plays in a live notebook and on a page without a kernel (page.js): the board knows only its model.

const FORMAT = 2;
const BELOW = new Set(["floor", "cutoff", "bet"]); // marks of reckoning hang under the line, what happened stands on it

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

/** The answer to a bet: what is true whatever is played, or what the walk has revealed. */
function answer(deal, walked) {
  const met = [...walked.taken.map(({ node }) => node), walked.node];
  return deal.bet.truth ?? met.find((node) => node.settles != null)?.settles ?? null;
}

/** Whether a bet was right; null where it was void, or there was none. */
function isRight(deal, bet, walked) {
  if (!deal.bet || bet === null) return null;
  const settled = answer(deal, walked);
  if (settled === null) return null;
  return deal.bet.kind === "number" ? Math.abs(bet - settled) <= deal.bet.within + 1e-9 : settled === bet;
}

/**
 * Skill apart from luck: payoff = best - regret + luck. Where several people share the screen only what they got and
 * left together, and each of them: what the first decision was worth is one person's.
 */
function tally(deal, walked, seats) {
  if (seats) return shared(walked, seats);
  const { payoff } = walked.node;
  const best = deal.nodes[deal.root].best ?? payoff;
  const regret = tidy(sum(walked.taken.map(({ option }) => option.regret)));
  return { payoff, best, regret, luck: tidy(payoff - best + regret) };
}

/** What each of several people got and left, and all of them together. */
function shared({ taken, node }, seats) {
  const left = (seat) => tidy(sum(taken.filter(({ node }) => node.seat === seat).map(({ option }) => option.regret)));
  const each = Object.fromEntries(seats.map((seat) => [seat, { payoff: node.payoffs[seat], regret: left(seat) }]));
  const all = Object.values(each);
  const [payoff, regret] = ["payoff", "regret"].map((what) => tidy(sum(all.map((one) => one[what]))));
  return { payoff, best: null, regret, luck: null, seats: each };
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
    ...tally(deal, walked, deck.seats),
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
  const bets = isOnLine(deal.bet) && bet !== null ? [betMark(bet)] : [];
  const now = [...(walked.node.marks ?? []), ...bets];
  if (!walked.over) return joined(now);
  const theory = [deal.bet?.reveal, ...walked.taken.flatMap(({ node }) => node.reveal ?? [])].filter(Boolean);
  const isNews = (mark, i) => ![...now, ...theory.slice(0, i)].some((other) => coincide(mark, other));
  return joined([...now, ...theory.filter(isNews)]);
}

/** A bet on a number in the line's own unit. */
const isOnLine = (bet) => bet?.kind === "number" && bet.suffix == null;
const betMark = (at) => ({ at, label: "your bet", kind: "bet" });
const coincide = (one, other) => one.kind === other.kind && Math.abs(one.at - other.at) < 0.01;

/** Marks of one kind at one place share a label. */
function joined(all) {
  const heads = all.filter((mark, i) => all.findIndex((other) => coincide(mark, other)) === i);
  const names = (head) => all.filter((mark) => coincide(mark, head)).map(({ label }) => label);
  return heads.map((head) => ({ ...head, label: [...new Set(names(head))].join(", ") }));
}

/** The values a number may be bet on. */
function steps({ low, high, step }) {
  const count = Math.floor((high - low) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => tidy(low + i * step));
}

const nearest = (values, value) =>
  values.reduce((best, v, i) => (Math.abs(v - value) < Math.abs(values[best] - value) ? i : best), 0);

const HANGS = [0.5, 0.9, 0.1]; // how much of a label lies to the left of its mark

/** One way to place labels, each as low as it can be, and how restless it looks. Boxes have x, width and height. */
function placed(boxes, width, hangs, gap = 6) {
  const done = [];
  boxes.forEach((box, i) => {
    const left = Math.max(0, Math.min(box.x - box.width * hangs[i], width - box.width));
    const beside = done.filter((other) => left < other.left + other.width + gap && other.left < left + box.width + gap);
    done.push({ ...box, left, lift: Math.max(0, ...beside.map((other) => other.lift + other.height)) });
  });
  const struck = ({ x, lift }) => done.filter((o) => o.lift < lift && o.left < x && x < o.left + o.width).length;
  const cost = sum(done.map((box, i) => 2 * box.lift + 20 * struck(box) + 8 * Math.abs(hangs[i] - 0.5)));
  return { done, cost };
}

/** Labels that do not cover one another: the calmest of all ways to hang each left of, on or right of its mark. */
function stack(boxes, width) {
  const sorted = [...boxes].sort((a, b) => a.x - b.x);
  const free = Math.min(sorted.length, 6); // 729 ways at most
  const ways = Array.from({ length: HANGS.length ** free }, (_, code) =>
    sorted.map((_, i) => HANGS[i < free ? Math.floor(code / HANGS.length ** i) % HANGS.length : 0]));
  return ways.map((hangs) => placed(sorted, width, hangs)).reduce((a, b) => (b.cost < a.cost ? b : a)).done;
}

// --- numbers and sentences: pure ---------------------------------------------------------------------------------

/** A number as players see it: three digits or so, and a true minus sign. The deck's sentences round alike. */
function num(number) {
  const size = Math.abs(number);
  return written(number, size >= 10 ? 1 : tidy(size) === Number(size.toFixed(3)) ? 3 : 2);
}
function written(number, decimals) {
  const text = String(Number(Math.abs(number).toFixed(decimals)));
  return (number < 0 && text !== "0" ? "\u2212" : "") + text;
}

/** Numbers side by side: where two that differ would print alike, all are written more finely. */
function apart(numbers) {
  const kinds = (some) => new Set(some).size;
  const short = numbers.map(num);
  return kinds(short) === kinds(numbers) ? short : numbers.map((number) => written(number, 3));
}
/** What is only ever said here needs no third decimal. */
const brief = (number) => written(number, Math.abs(number) >= 10 ? 1 : 2);
const signed = (number) => (number >= 0.005 ? "+" : "") + brief(number);
const small = (number) => (number > 0 && number < 0.005 ? "less than 0.01" : brief(number));
const lower = (label) => label.charAt(0).toLowerCase() + label.slice(1);
const or = ([first, ...more]) =>
  [[first, ...more.slice(0, -1).map(lower)].join(", "), ...more.slice(-1).map(lower)].join(" or ");

function betSaid(deal, bet) {
  if (deal.bet.kind === "number") return num(bet) + (deal.bet.suffix ?? "");
  return deal.bet.options.find(({ key }) => key === bet)?.label ?? String(bet);
}

const close = (within) => `Anything within ${num(within)} counts as right.`;

/** How a bet went: a mark that needs no colour, a word, and the sentence. */
function betVerdict(deal, bet, walked) {
  const right = isRight(deal, bet, walked);
  const said = `You said: ${betSaid(deal, bet)}`;
  if (right === null) return { sign: "\u25cb", word: "Bet void", text: `${said}. ${deal.bet.void ?? ""}` };
  const { kind, reveal, within } = deal.bet;
  const settled = betSaid(deal, answer(deal, walked));
  const fact =
    kind === "number"
      ? `; ${reveal?.label ?? deal.bet.answer ?? "answer"}: ${settled}. ${close(within)}`
      : `. ${deal.bet.answer ?? "It was"}: ${settled}.`;
  return { sign: right ? "\u2713" : "\u2717", word: right ? "Bet won" : "Bet lost", text: said + fact };
}

function skill({ regret, luck }, unit) {
  const back = luck > regret ? "back more" : "some back";
  const lucky = luck > 0.05 ? `; luck gave ${back}.` : luck < -0.05 ? "; bad luck took more." : ".";
  if (regret > 0) return `Your choices cost you ${small(regret)} ${unit}${lucky}`;
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

/** The unit of an amount as it is printed: one point, two points. */
const unitOf = (unit, printed) => (printed === "1" ? unit.replace(/s$/, "") : unit);

function scoreLine(deck, index, score, reserved) {
  const parts = [`Deal ${index + 1} of ${deck.deals.length}`];
  if (!score.firsts.size) return parts;
  parts.push(`${brief(score.points)} ${unitOf(deck.unit, brief(score.points))}${deck.seats ? " together" : ""}`);
  if (!reserved) parts.push(`${small(score.left)} left on the table`);
  if (!reserved && score.bets) parts.push(`bets ${score.right} of ${score.bets}`);
  return parts;
}

const isSeated = (deck, player) => (deck.seats ?? [deck.seat]).includes(player);
const yours = (deck) => (a, b) => isSeated(deck, b) - isSeated(deck, a);
const players = (deck, node) => Object.keys(node.payoffs).sort(yours(deck));
const role = (deck, player) => deck.roles?.[player] ?? player;

/** Whose turn it is at a decision, where several people share the screen. */
const whose = (deck, { seat }) => (seat ? `${role(deck, seat)}: ` : "");

/** What each of several people got and left. */
function eachSaid(deck, { seats }) {
  const lost = (regret) => (regret > 0 ? `${small(regret)} left on the table` : "nothing left on the table");
  const said = ({ payoff, regret }) => `${num(payoff)} ${unitOf(deck.unit, num(payoff))}, ${lost(regret)}.`;
  return Object.entries(seats).map(([seat, one]) => `${role(deck, seat)}: ${said(one)}`);
}

/** Said to people who played one another: the reasons speak of a player who follows theory, as theirs need not have. */
const MEASURE = "Theory is the measure: what each choice was worth, and why, had everybody followed it from there.";

/** What may be read of a deal that is not over on a shared screen: the turns of whoever holds it, none on the way. */
function ownTurns(deck, deal, walked, holder) {
  const facts = (deal.facts ?? []).map(({ label, value }) => `${label}: ${value}.`);
  const isThere = walked.node.seat === holder;
  const mine = isThere ? walked.taken.filter(({ node }) => node.seat === holder) : [];
  const told = mine.flatMap(({ node, option }) => [...node.say, `${node.ask} You chose: ${option.label}.`]);
  const now = isThere ? [...walked.node.say, walked.node.ask] : [passSaid(deck, walked.node)];
  return [deal.intro, ...facts, deal.opening, ...told, ...now].filter(Boolean);
}

const passSaid = (deck, { seat }) => `Pass the screen to ${lower(role(deck, seat))}.`;

/** The deal so far, a sentence a line. */
function transcript(deck, deal, bet, walked, reserved, holder) {
  if (deck.seats && !walked.over) return ownTurns(deck, deal, walked, holder);
  const isFirst = deal.bet && bet === null;
  const facts = (deal.facts ?? []).filter(({ later }) => !(isFirst && later));
  const lines = [deal.intro, ...facts.map(({ label, value }) => `${label}: ${value}.`)];
  if (isFirst) return lines.filter(Boolean);
  if (deal.bet) lines.push(`Bet: ${deal.bet.question} You said: ${betSaid(deal, bet)}.`);
  if (deal.opening) lines.push(deal.opening);
  for (const { node, option } of walked.taken) {
    const said = [...node.say, `${node.ask} You chose: ${option.label}.`];
    lines.push(...said.map((sentence) => whose(deck, node) + sentence));
  }
  lines.push(...walked.node.say);
  if (!walked.over) return [...lines, walked.node.ask].filter(Boolean);
  const got = players(deck, walked.node).map((who) => `${role(deck, who)}: ${num(walked.node.payoffs[who])}`);
  lines.push(`Result in ${deck.unit}: ${got.join("; ")}.`);
  if (reserved) return lines.filter(Boolean);
  const sums = tally(deal, walked, deck.seats);
  const { best, regret, luck } = sums;
  if (deck.seats) lines.push(...eachSaid(deck, sums), MEASURE);
  else lines.push(`Worth at the start: ${num(best)}. Left on the table: ${small(regret)}. Luck: ${signed(luck)}.`);
  for (const step of walked.taken) {
    lines.push(whose(deck, step.node) + [step.node.ask, judged(step, deck.unit), step.node.why].join(" "));
  }
  const went = deal.bet && betVerdict(deal, bet, walked);
  if (went) lines.push(`${went.word}. ${went.text}`);
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
const eyebrow = (text) => h("span", { class: "aa-eyebrow" }, text);
const heading = (...children) => h("h3", { class: "aa-ask", tabindex: "-1", "data-aa-focus": true }, ...children);

function button(attributes, ...children) {
  return h("button", { type: "button", class: "aa-button", ...attributes }, ...children);
}

const isAmount = (option) => typeof option.do === "number";
/** Options in order: verbs, then numbers from the least. */
const upwards = (one, other) => isAmount(one) - isAmount(other) || (isAmount(one) ? one.do - other.do : 0);

/** A row of choices. Digit keys press them too. */
function choices(items) {
  const key = (i) => h("kbd", { class: "aa-key", "aria-hidden": "true" }, String(i + 1));
  return h(
    "div",
    { class: "aa-choices", "--columns": items.length === 4 ? 2 : Math.min(items.length, 3) },
    items.map(({ label, note, hook, pick }, i) =>
      button(
        { class: "aa-button aa-choice", "data-aa-key": i + 1, onclick: pick, ...hook },
        h("span", { class: "aa-choice-text" }, label, note && h("small", null, note)),
        i < 9 && key(i),
      ),
    ),
  );
}

/**
 * Numbers on a slider, which lies on the line itself where its values span the line. Items are {label, note?, mark?,
 * hook, pick}; `around` are the marks that stay.
 */
function slider(items, start, { label, confirm, unit = "", line, around }) {
  let index = start;
  const output = h("output", { class: "aa-chosen", "aria-live": "off" });
  const range = h("input", { type: "range", class: "aa-range", min: 0, max: items.length - 1, step: 1, value: start,
    "aria-label": label, "data-aa-slider": true, oninput: () => show(Number(range.value)) });
  const done = button({ class: "aa-button aa-primary", onclick: () => items[index].pick() }, confirm);
  const nudge = (by, sign, name) => button({ class: "aa-button aa-nudge", tabindex: "-1", "aria-label": name,
    onclick: () => show(Math.max(0, Math.min(items.length - 1, index + by))) }, sign);
  const held = line?.hold(range, items.map(({ mark }) => mark?.at));
  function show(next) {
    index = next;
    const item = items[index];
    range.value = index;
    const what = [unit, item.note].filter(Boolean).join(" ");
    range.setAttribute("aria-valuetext", `${item.label} ${what}`);
    output.replaceChildren(item.label, h("small", null, ` ${what}`));
    for (const [name, value] of Object.entries(item.hook)) done.setAttribute(name, value);
    line?.show([...around, item.mark].filter(Boolean));
  }
  show(start);
  const dial = h("div", { class: "aa-dial" }, nudge(-1, "\u2212", "Less"), output, nudge(1, "+", "More"));
  const figure = line && (around.length > 0 || items[0].mark) && line.element;
  return [figure, !held && range, h("div", { class: "aa-set" }, dial, done)];
}

/** A bar from zero to `value` on the scale from `low` to `high`. */
function bar(value, low, high, look) {
  const at = (x) => (100 * (x - low)) / (high - low || 1);
  const [from, to] = value < 0 ? [at(value), at(0)] : [at(0), at(value)];
  const name = `aa-fill aa-is-${look}${value < 0 ? " aa-minus" : ""}`;
  const fill = h("span", { class: name, "--from": `${from}%`, "--size": `${to - from}%` });
  return h("span", { class: "aa-bar", "aria-hidden": "true", "--zero": `${at(0)}%` }, fill);
}

const barRow = (name, label, value, drawn) =>
  h("li", { class: name }, h("span", null, ...label), " ", drawn, h("b", null, value));

const bounds = (values) => [Math.min(0, ...values), Math.max(1e-9, ...values)];

// --- the line ----------------------------------------------------------------------------------------------------

/** The line that everything is played on: `show(marks)` puts marks on it, labels clear of one another. */
function makeLine() {
  const caption = h("figcaption", { class: "aa-caption" });
  const plot = h("div", { class: "aa-plot", "aria-hidden": "true" });
  const list = h("ul", { class: "aa-unseen" });
  const field = h("div", { class: "aa-field" }, plot);
  const element = h("figure", { class: "aa-line" }, caption, field, list);
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
      const height = Math.max(...laid.map((box) => box.lift + box.height));
      if (laid.length) field.style.setProperty(name, `${height}px`);
      else field.style.removeProperty(name);
    };
    side(boxes.filter((box) => !below(box)), "--above");
    side(boxes.filter(below), "--below");
  }

  const alike = (one, other) => one.kind === other.kind && one.label === other.label;
  const named = (all, mark, i) => `${mark.kind} ${mark.label} ${all.slice(0, i).filter((m) => alike(m, mark)).length}`;

  function put(mark, key) {
    const side = BELOW.has(mark.kind) ? "aa-under" : "aa-over";
    const node = h("div", { class: `aa-mark aa-new ${side} aa-is-${mark.kind}` },
      h("i", { class: "aa-stem" }), h("i", { class: "aa-dot" }), h("span", { class: "aa-label" }));
    node.addEventListener("animationend", () => node.classList.remove("aa-new"));
    shown.set(key, { node, mark });
    plot.append(node);
  }

  function move({ node }, mark) {
    const share = (mark.at - spec.low) / (spec.high - spec.low);
    node.style.setProperty("--at", Math.max(0, Math.min(1, share)));
    node.classList.toggle("aa-live", Boolean(mark.live)); // a slider's thumb may stand in its place
    node.lastChild.replaceChildren(mark.label, " ", h("b", null, num(mark.at)));
  }

  /** A mark that was there before stays the same element, so that only news moves. */
  function show(all) {
    const keys = all.map((mark, i) => named(all, mark, i));
    for (const [key, { node }] of shown) {
      if (keys.includes(key)) continue;
      node.remove();
      shown.delete(key);
    }
    all.forEach((mark, i) => {
      if (!shown.has(keys[i])) put(mark, keys[i]);
      move(shown.get(keys[i]), mark);
    });
    list.replaceChildren(...all.map((mark) => h("li", null, `${mark.label}: ${num(mark.at)}`)));
    lay();
  }

  function draw(next) {
    spec = next;
    shown.clear();
    const [low, high] = [num(spec.low), num(spec.high)];
    const ends = spec.ends ?? [low, high];
    caption.replaceChildren(spec.label, unseen(`, from ${low} (${ends[0]}) to ${high} (${ends[1]})`));
    plot.replaceChildren(h("div", { class: "aa-rail" }, h("i"), h("i"), h("i"), h("i"), h("i")),
      h("div", { class: "aa-ends" }, h("span", null, ends[0]), h("span", null, ends[1])));
  }

  /** Lets a slider's thumb run on the line, from its first place to its last; false where they are not even. */
  function hold(range, places) {
    const [first, last] = [places[0], places.at(-1)];
    const even = (i) => first + (i * (last - first)) / (places.length - 1);
    const fits = places.length > 1 && places.every((at, i) => at != null && Math.abs(at - even(i)) < 1e-6);
    if (!fits) return false;
    range.style.setProperty("--from", (first - spec.low) / (spec.high - spec.low));
    range.style.setProperty("--span", (last - first) / (spec.high - spec.low));
    field.append(range);
    return true;
  }

  const release = () => field.replaceChildren(plot);

  const watcher = new ResizeObserver(lay); // also catches a change of text size
  watcher.observe(plot);
  return { element, draw, show, lay, hold, release, stop: () => watcher.disconnect() };
}

// --- the three steps: bet, choose, debrief -----------------------------------------------------------------------

/** Named figures. No dl: themes push those about with rules that are hard to outdo. */
function figures(name, facts) {
  const item = ({ label, value }) => h("li", null, h("span", null, label), " ", h("b", null, value));
  return h("ul", { class: name }, facts.map(item));
}

/** The figures of a deal: on its first screen only those that are needed for the bet, and large. */
function factsView(deal, size, bet) {
  const facts = (deal.facts ?? []).filter(({ later }) => size === "small" || !later);
  if (size === "big" && facts.length > 2) size = "big aa-many";
  if (deal.bet && !isOnLine(deal.bet) && bet !== null) facts.push({ label: "Your bet", value: betSaid(deal, bet) });
  return figures(`aa-facts aa-${size}`, facts);
}

const openingView = (deal) => [p("aa-intro", deal.intro), factsView(deal, "big", null)];

function betView({ deal, line, deck, last, bet }) {
  const { kind, question, options, start } = deal.bet;
  const legend = h("legend", null, eyebrow("Your bet"), heading(question));
  if (kind === "choice") {
    const item = ({ key, label, note }) => ({ label, note, hook: { "data-aa-bet": key }, pick: () => bet(key) });
    return [...openingView(deal), h("fieldset", null, legend, choices(options.map(item)))];
  }
  const values = steps(deal.bet);
  const isHere = isOnLine(deal.bet);
  const mark = (v) => (isHere ? { ...betMark(v), live: true } : null);
  const item = (v) => ({ label: betSaid(deal, v), mark: mark(v), hook: { "data-aa-bet": v }, pick: () => bet(v) });
  const parts = slider(values.map(item), nearest(values, last ?? start),
    { label: question, confirm: "Place bet", unit: isHere ? deck.unit : "", line: isHere ? line : null, around: [] });
  const rule = p("aa-note", close(deal.bet.within));
  return [...openingView(deal), h("fieldset", null, legend, parts, rule)];
}

/** On a shared screen whoever holds it has not chosen what another has. */
const lastChoice = ({ taken, node }) => (taken.at(-1)?.node.seat === node.seat ? taken.at(-1) : null);

function newsView({ deal, walked }) {
  const before = lastChoice(walked);
  return h("div", { class: "aa-news" },
    before && eyebrow(`You chose: ${before.option.label}`),
    walked.node.say.map((sentence, i) => h("p", { "--turn": i }, sentence)),
    !walked.taken.length && deal.opening && p("aa-note", deal.opening));
}

/** Between two turns on a shared screen: what the next one reads is theirs alone. */
function passView({ deal, deck, walked, state, pass }) {
  const who = lower(role(deck, walked.node.seat));
  const first = state.path.length ? [] : openingView(deal);
  return [...first, heading(passSaid(deck, walked.node)),
    p("aa-note", "Everybody else looks away."),
    p(null, button({ class: "aa-button aa-primary", "data-aa-pass": walked.node.seat, onclick: pass },
      `I am ${who}: go on`))];
}

function chooseView(play) {
  const { deal, deck, state, line, walked, take } = play;
  const { node } = walked;
  const around = marks(deal, state.bet, walked);
  line?.show(around);
  const isFirst = !state.path.length && !deal.bet && !deck.seats;
  const top = isFirst ? openingView(deal) : [factsView(deal, "small", state.bet)];
  const legend = h("legend", null, node.seat && eyebrow(role(deck, node.seat)), heading(node.ask));
  const mark = ({ at }) => (at == null ? null : { at, label: "you", kind: "you", live: true });
  const item = (option, i) =>
    ({ ...option, mark: mark(option), hook: { "data-aa-do": String(option.do) }, pick: () => take(i) });
  const items = node.options.map(item);
  if (node.as !== "slider") {
    const figure = line && around.length > 0 && line.element;
    return [...top, newsView(play), figure, h("fieldset", null, legend, choices(items))];
  }
  // From the low end: a slider that opened in the middle would suggest an answer.
  const parts = slider(items.filter(isAmount).sort(upwards), 0, { label: node.ask, confirm: "Confirm", line, around });
  const verbs = items.filter((one) => !isAmount(one));
  return [...top, newsView(play), h("fieldset", null, legend, parts, verbs.length > 0 && choices(verbs))];
}

function resultView({ deck, walked }) {
  const { payoff, payoffs } = walked.node;
  // On the line's own scale, so that bars can be compared from deal to deal.
  const [low, high] = bounds([deck.line?.high ?? 0, ...Object.values(payoffs)]);
  const look = (player) => (player === deck.seat ? "you" : deck.looks?.[player] ?? "floor");
  const row = (player) =>
    barRow(null, [role(deck, player)], num(payoffs[player]), bar(payoffs[player], low, high, look(player)));
  const got = deck.seats
    ? heading("Who got what")
    : heading(eyebrow("You got"), h("b", { "data-aa-payoff": payoff }, num(payoff)),
      ` ${unitOf(deck.unit, num(payoff))}`);
  return h("div", { class: "aa-result" }, got,
    h("ul", { class: "aa-bars" }, players(deck, walked.node).map(row)));
}

/** payoff = worth at the start - what the choices cost + luck, as four figures. */
function sumView(sums, unit) {
  const facts = [
    { label: "Best play was worth", value: num(sums.best) },
    { label: "Your choices", value: brief(-sums.regret) },
    { label: "Luck", value: signed(sums.luck) },
    { label: "You got", value: num(sums.payoff) },
  ];
  return [p("aa-verdict", skill(sums, unit)), figures("aa-sum", facts)];
}

/** On a shared screen: a verdict for each. */
const eachView = (deck, sums) => [...eachSaid(deck, sums).map((said) => p("aa-verdict", said)), p("aa-note", MEASURE)];

function worthRows({ node, option }) {
  const [low, high] = bounds(node.options.map(({ worth }) => worth));
  const said = apart(node.options.map(({ worth }) => worth));
  return h("ul", { class: "aa-bars aa-worths" }, node.options.map((one, i) => {
    const tags = [one === option && "you", one.regret === 0 && "best"].filter(Boolean);
    const label = [one.label, ...tags.flatMap((tag) => [" ", h("em", null, tag)])];
    const drawn = bar(one.worth, low, high, one === option ? "you" : "floor");
    return barRow(one === option && "aa-taken", label, said[i], drawn);
  }));
}

/** Many options, as on a slider: a skyline of what each was worth, and the two that matter in words. */
function worthSkyline({ node, option }) {
  const sorted = [...node.options].sort(upwards);
  const worths = sorted.map(({ worth }) => worth);
  const [low, high] = [Math.min(...worths), Math.max(...worths)];
  const best = sorted.find(({ regret }) => regret === 0) ?? option;
  const column = (one) => h("i", { class: one === option ? "aa-is-you" : one.regret === 0 ? "aa-is-cutoff" : null,
    "--size": `${6 + (94 * (one.worth - low)) / (high - low || 1)}%` });
  const line = (name, one) => h("li", null, `${name}: ${one.label}, worth ${num(one.worth)}`);
  return [h("div", { class: "aa-skyline", "aria-hidden": "true" }, sorted.map(column)),
    h("ul", { class: "aa-key-list" }, line("You", option), line("Best", best))];
}

/** The claim a decision turns on; one of those `told` already in this debrief is only named. */
function claimView(deck, key, href, told) {
  const claim = deck.claims?.[key];
  if (!claim) return null;
  const name = href && claim.href ? h("a", { href: href(claim.href) }, claim.name) : h("b", null, claim.name);
  return p("aa-claim", name, told.includes(key) ? ", as above." : [". ", claim.says]);
}

function decisionView(deck, taken, i, href) {
  const step = taken[i];
  const { node } = step;
  const told = taken.slice(0, i).map((earlier) => earlier.node.claim);
  // Where every option is as good as the others there is nothing to compare.
  const isTie = node.options.every(({ regret }) => regret === 0);
  return h("li", null, p("aa-asked", whose(deck, node), node.ask), p("aa-judged", judged(step, deck.unit)),
    isTie ? null : node.options.length > 6 ? worthSkyline(step) : worthRows(step),
    node.why && p("aa-why", node.why), claimView(deck, node.claim, href, told));
}

function verdictView(deal, bet, walked) {
  const { sign, word, text } = betVerdict(deal, bet, walked);
  return p("aa-bet", h("span", { class: "aa-sign", "aria-hidden": "true" }, sign), h("b", null, word), ". ", text);
}

function debriefView(play) {
  const { deal, state, deck, line, walked, score, href, next, again, finish } = play;
  const all = score.firsts.size >= deck.deals.length;
  const onward = all && finish
    ? button({ class: "aa-button aa-primary", "data-aa-finish": true, onclick: finish.go }, finish.label)
    : button({ class: "aa-button aa-primary", "data-aa-next": true, onclick: next }, "Next deal");
  if (play.reserved) {
    const later = "What your choices were worth, you are told when all deals are played.";
    return [newsView(play), resultView(play), h("div", { class: "aa-actions" }, onward), p("aa-note", later)];
  }
  const now = marks(deal, state.bet, walked);
  line?.show(now);
  return [
    newsView(play),
    resultView(play),
    // Early in the document, so that the keyboard meets it first; the style sheet keeps it within sight.
    h("div", { class: "aa-actions" }, onward, button({ "data-aa-replay": true, onclick: again }, "Replay this deal")),
    line && now.length > 0 && line.element,
    ...(deck.seats ? eachView(deck, tally(deal, walked, deck.seats)) : sumView(tally(deal, walked), deck.unit)),
    deal.bet && verdictView(deal, state.bet, walked),
    h("ol", { class: "aa-decisions" }, walked.taken.map((_, i, taken) => decisionView(deck, taken, i, href))),
    deal.symbols && p("aa-symbols", deal.symbols),
    all && p("aa-note", "You have played every deal of this lesson. Only the first play of each counts."),
  ];
}

// --- around the steps: score, history, transcript, choosers ------------------------------------------------------

function headView(deck, index, score, reserved) {
  const parts = scoreLine(deck, index, score, reserved).flatMap((part) => [h("span", null, part), " "]);
  return [h("h2", { class: "aa-title" }, deck.title), p("aa-score", ...parts)];
}

function historyView(deck, plays) {
  if (deck.seats) return sharedHistoryView(deck, plays);
  const bet = (r) => (r.bet === null ? "\u2013" : r.bet_right === null ? "void" : r.bet_right ? "right" : "wrong");
  const cells = (r) => [num(r.payoff), small(r.regret), signed(r.luck), bet(r)].map((text) => h("td", null, text));
  const row = (r) => h("tr", null, h("th", { scope: "row" }, String(r.deal)), cells(r));
  const head = ["Deal", "Got", "Left", "Luck", "Bet"].map((name) => h("th", { scope: "col" }, name));
  if (!plays.length) return p("aa-note", "Nothing yet.");
  return h("table", { class: "aa-table" }, h("thead", null, h("tr", null, head)), h("tbody", null, plays.map(row)));
}

function sharedHistoryView(deck, plays) {
  if (!plays.length) return p("aa-note", "Nothing yet.");
  const cells = (r) => deck.seats.flatMap((seat) => [num(r.seats[seat].payoff), small(r.seats[seat].regret)]);
  const row = (r) =>
    h("tr", null, h("th", { scope: "row" }, String(r.deal)), cells(r).map((text) => h("td", null, text)));
  const head = ["Deal", ...deck.seats.flatMap((seat) => [role(deck, seat), "left"])];
  return h("table", { class: "aa-table" },
    h("thead", null, h("tr", null, head.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", null, plays.map(row)));
}

function chooser(label, hook, options, selected, chosen) {
  const entries = options.map(([value, text]) => h("option", { value, selected: isSame(value, selected) }, text));
  const select = h("select", { [hook]: true, onchange: () => chosen(select.value) }, entries);
  return h("label", { class: "aa-chooser" }, h("span", null, label), select);
}

function chooserView({ deck, deal, score, catalogue, wish, open }) {
  const lessons = (catalogue ?? []).map(({ name, title }) => [name, title]);
  if (lessons.every(([name]) => name !== deck.scenario)) lessons.unshift([deck.scenario, deck.title]);
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
  const numbered = () => [...told.children].map((item, i) => `${i + 1}. ${item.textContent}`).join("\n");
  const copyText = copyButton("Copy", numbered, announce);
  const copyLink = copyButton("Copy link to this deal", () => model.get("link"), announce);
  const copies = (self) => h("div", { class: "aa-copies" }, self);
  const drawers = [drawer("Show transcript", told, copies(copyText)), drawer("Deals so far", past)];
  const inClass = h("a", { class: "aa-in-class", "data-aa-in-class": true }, "Play this lesson in class");
  const foot = h("footer", { class: "aa-foot" }, tools, copies([copyLink, " ", inClass]), drawers);
  const parts = [head, notice, live, stage, foot];
  const root = h("section", { class: "aa-board", "data-aa-board": true, onkeydown: pressed }, parts);
  let state = { deal: 0, bet: null, path: [] };
  let offered = []; // what the choosers show

  const deck = () => model.get("deck") ?? {};
  const plays = () => model.get("history") ?? [];
  const href = () => (model.get("links") ? (path) => (model.get("root") ?? "") + path : null);

  function step(next) {
    state = { ...state, ...next };
    tellPlace();
    const walked = walk(deck().deals[state.deal], state.path);
    if (walked.over && isReady()) keep(walked);
    paint();
  }

  /** A class page keeps how far the player is. */
  function tellPlace() {
    const { id } = deck().deals[state.deal];
    if (model.get("finish")) model.set("playing", { deal: id, bet: state.bet, path: state.path });
  }

  /** Whether somebody else is to have the screen before a decision is shown. */
  const isToPass = (node) => Boolean(node.seat) && node.seat !== state.holder;

  const isReady = () => !deck().deals[state.deal].bet || state.bet !== null;

  function keep(walked) {
    const deal = deck().deals[state.deal];
    model.set("history", [...plays(), record(deck(), deal, state.bet, walked)]);
    model.save_changes();
  }

  /** Opens a deal by its place in the deck. */
  function deal(index) {
    state = { deal: index, bet: null, path: [], holder: null };
    const { board, scenario, deals } = deck();
    model.set("place", { board, scenario, deal: deals[index].id });
    model.save_changes();
    announce("");
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

  /** What the player does moves the focus to the next question; the board's own opening never does. */
  const acted = (action) => () => guarded(() => {
    action();
    stage.querySelector("[data-aa-focus]").focus({ preventScroll: true });
    bringIntoView(stage.dataset.aaStep === "choose" ? stage : root);
    announce(news());
  });

  /** What happened comes before the question: unless all of it can be seen, the step goes to the top of the window. */
  function bringIntoView(step) {
    const page = getComputedStyle(document.documentElement);
    const room = parseFloat(page.scrollPaddingTop) || 0; // what the page's own header covers
    if (step.getBoundingClientRect().top >= room && stage.getBoundingClientRect().bottom <= innerHeight) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    step.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  }

  function news() {
    const one = deck().deals[state.deal];
    const { node, over } = walk(one, state.path);
    if (!isReady()) return one.intro;
    if (isToPass(node)) return passSaid(deck(), node);
    if (!over || deck().seats) return node.say.join(" ");
    return [...node.say, `You got ${num(node.payoff)} ${unitOf(deck().unit, num(node.payoff))}.`].join(" ");
  }

  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
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
      deck: now, deal: one, state, line: now.line ? line : null, walked, score, href: href(), open, wish,
      catalogue: model.get("catalogue"),
      last: mine.filter((r) => typeof r.bet === "number").at(-1)?.bet,
      bet: (bet) => acted(() => step({ bet }))(),
      pass: acted(() => step({ holder: walked.node.seat })),
      take: (option) => acted(() => step({ path: [...state.path, option] }))(),
      next: acted(() => deal(following(now, state.deal, score.firsts))),
      reserved: Boolean(model.get("reserve")), // a class is told what theory says only when all have played
      finish: model.get("finish") && { label: model.get("finish"), go: () => model.set("finished", {}) },
      again: acted(() => deal(state.deal)),
    };
    line.release();
    const turn = isToPass(walked.node) ? "pass" : "choose";
    const name = !isReady() ? "bet" : walked.over ? "debrief" : turn;
    const view = { bet: betView, pass: passView, choose: chooseView, debrief: debriefView }[name];
    root.setAttribute("aria-label", now.title);
    root.setAttribute("data-aa-node", walked.at);
    root.setAttribute("data-aa-open", one.id);
    stage.className = "aa-stage";
    stage.setAttribute("data-aa-step", name);
    stage.replaceChildren(...view(play).filter(Boolean));
    head.replaceChildren(...headView(now, state.deal, score, play.reserved));
    root.style.setProperty("--done", score.firsts.size / now.deals.length);
    paintChoosers(play);
    const lines = transcript(now, one, state.bet, walked, play.reserved, state.holder);
    told.replaceChildren(...lines.map((text) => h("li", null, text)));
    past.replaceChildren(historyView(now, mine));
    past.parentElement.hidden = play.reserved;
    copyLink.hidden = !model.get("link");
    const isTaught = (model.get("catalogue") ?? []).some(({ name }) => name === now.scenario);
    inClass.hidden = !href() || !isTaught || Boolean(now.seats);
    inClass.href = inClass.hidden ? "" : href()(`class/${now.board}.${now.scenario}.html`);
    paintNotice();
    line.lay(); // labels can be measured only now, on the page
  }

  /** The choosers, dozens of entries, are drawn anew only where something in them changed. */
  function paintChoosers(play) {
    const about = [play.deck, play.deal, play.score.firsts.size, play.catalogue];
    if (about.every((part, i) => part === offered[i])) return;
    offered = about;
    const held = ["data-aa-scenario", "data-aa-deal"].find((hook) => tools.querySelector(`[${hook}]:focus`));
    tools.replaceChildren(...chooserView(play).filter(Boolean));
    if (held) tools.querySelector(`[${held}]`)?.focus(); // a chooser worked with the arrow keys keeps the focus
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
    if (!now.deals?.length) throw new Error("it has no deals");
    if (now.format !== FORMAT) throw new Error(`it reads decks of format ${FORMAT}, not ${now.format}`);
    if (now.line) line.draw(now.line);
    const index = now.deals.findIndex(({ id }) => isSame(id, model.get("start")));
    deal(Math.max(0, index));
    resume();
  }

  /** Shows a deal as it was left or as it ended: nothing is played, so nothing is kept. */
  function resume() {
    const held = model.get("resume");
    const index = deck().deals.findIndex(({ id }) => id === held?.deal);
    if (index < 0) return;
    state = { deal: index, bet: held.bet, path: held.path };
    announce(""); // what was said of another deal
    tellPlace();
    paint();
  }

  /** A wish that failed is withdrawn, so that it can be made again. */
  function noticed() {
    offered = []; // the choosers go back to what is on the board
    if (model.get("notice") && model.get("wanted")) {
      model.set("wanted", "");
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
    "change:reserve": () => guarded(paint),
    "change:resume": () => guarded(resume),
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
