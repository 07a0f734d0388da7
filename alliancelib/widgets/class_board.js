// The class board: reads result codes out of whatever is pasted and shows what the class did, with theory or without.
//
// codes.js and results.js stand in front of it: they read and count, here it is only shown. The lessons come as score
// sheets (alliancelib/widgets/sheets.py), and nothing pasted is ever markup. The same file works in a live notebook
// and on a page without a kernel (class_board_page.js).

const PAUSE = 150; // milliseconds without typing, after which codes are counted
const LISTED = 200; // lines set aside that are listed; a pasted book would make a long list
const MOST_BINS = 25; // columns of a picture of bets
const BIGGEST = 20e6; // bytes of a file that is read
const COPY = "Copy CSV";
const ORDINALS = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh"];

// --- reading what was pasted -------------------------------------------------------------------------------------

const lessonOf = ({ board, scenario }) => `${board}/${scenario}`;

/** What a text holds: how many `lines`, the `counted` codes and those set `aside`, and by lesson what the class did. */
function gathered({ text, sheets, past, repeats }) {
  const readings = readResults(text, sheets, past);
  const isAside = ({ refused, first }) => Boolean(refused) || (first !== null && !repeats);
  const counted = readings.filter((reading) => !isAside(reading));
  const bySheet = new Map();
  for (const result of counted) {
    if (!bySheet.has(result.sheet)) bySheet.set(result.sheet, []);
    bySheet.get(result.sheet).push(result);
  }
  const lessons = [...bySheet].map(([sheet, results]) =>
    ({ sheet, results, summary: summarise(sheet, results.map(({ plays }) => plays)) }));
  return {
    text,
    lines: new Set(readings.map(({ line }) => line)).size,
    counted,
    aside: readings.filter(isAside),
    lessons: lessons.sort((one, other) => other.results.length - one.results.length),
  };
}

const whyAside = ({ refused, first, line }) =>
  refused || (first === line ? "the same code twice on this line" : `the same code as on line ${first}`);

// --- what a spreadsheet gets -------------------------------------------------------------------------------------

const COLUMNS = ["player", "code", "lesson", "deal", "bet", "bet_right", "choices", "payoff", "best", "left"];
const VERDICTS = new Map([[true, "right"], [false, "wrong"], [null, "void"]]);

/** One row for each play of each code that counts. */
function rowsOf(counted) {
  return counted.flatMap(({ text, sheet, plays }, i) => plays.map((play) => {
    const deal = sheet.deals.find(({ id }) => id === play.deal);
    const { payoff, best, left, bet_right } = scored(deal, play);
    const nodes = pathOf(deal, play.choices);
    const bet = play.bet === null ? "" : deal.bet.labels?.[play.bet] ?? deal.bet.values[play.bet];
    const right = play.bet === null ? "" : VERDICTS.get(bet_right);
    const choices = play.choices.map((choice, k) => nodes[k].options[choice].label).join(" > ");
    return [i + 1, text, lessonOf(sheet), deal.id, bet, right, choices, payoff, best, left];
  }));
}

/** A field as RFC 4180 writes it; text that a spreadsheet would take for a formula gets an apostrophe. */
function csvField(value) {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csvOf = (counted) =>
  [COLUMNS, ...rowsOf(counted)].map((row) => `${row.map(csvField).join(",")}\r\n`).join("");

// --- building elements -------------------------------------------------------------------------------------------

/** An element; text is never markup, so nothing that is pasted can become code. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value == null || value === false) continue;
    if (name === "style") for (const [key, said] of Object.entries(value)) element.style.setProperty(key, said);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false && child !== ""));
  return element;
}

const p = (look, ...children) => h("p", { class: look }, ...children);
const num = (value) => (value == null ? "\u2013" : String(Math.round(value * 10) / 10 + 0).replace("-", "\u2212"));
const share = (part, whole) => (whole ? `${Math.round((100 * part) / whole)}%` : "\u2013");
const many = (count, one, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;
const percent = (fraction) => `${Math.max(0, Math.min(100, 100 * fraction))}%`;
const among = (value, low, high) => (high > low ? (value - low) / (high - low) : 0);

/** Numbers as short as they can be said: 1-5, 8. */
function spansOf(numbers) {
  const runs = [];
  for (const number of numbers) {
    if (number === runs.at(-1)?.[1] + 1) runs.at(-1)[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? from : `${from}\u2013${to}`)).join(", ");
}

const dealsSaid = (ids) => `${ids.length === 1 ? "Deal" : "Deals"} ${spansOf(ids)}`;

/** Of several lists, what each has for itself; of one alone, nothing. */
const distinguished = (lists) =>
  lists.map((mine) => mine.filter((part) => !lists.every((others) => others.includes(part))).join(", "));

/** What tells groups of deals apart: the figures that players saw in all of a group, or else the parameters. */
function toldApart(groups) {
  const inAll = (deals) => deals[0].facts.filter((fact) => deals.every(({ facts }) => facts.includes(fact)));
  const figures = distinguished(groups.map(inAll));
  const parameters = distinguished(groups.map(([{ about }]) => about.split(", ")));
  return groups.map((_, i) => figures[i] || parameters[i]);
}

/** Items that agree in what `by` says, together and in order. */
function grouped(items, by) {
  const groups = new Map();
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item]);
  return [...groups.values()];
}

const bestMark = () => h("em", { class: "aa-best" }, "\u2605 theory\u2019s best");

// --- choices -----------------------------------------------------------------------------------------------------

/** Each option that was chosen, and where theory is shown the best: how many, what share, and what it loses. */
function barsView({ count, counts }, options, theory) {
  const isShown = (option, k) => counts[k] > 0 || (theory && option.regret === 0) || options.length <= 7;
  const bar = (option, k) => isShown(option, k) && h("li", { class: theory && option.regret === 0 && "aa-is-best" },
    h("span", { class: "aa-name" }, option.label, " ", theory &&
      (option.regret === 0 ? bestMark() : h("small", null, `loses ${num(option.regret)}`))),
    h("span", { class: "aa-bar", style: { "--size": percent(counts[k] / count) } }),
    h("b", null, `${counts[k]} \u00b7 ${share(counts[k], count)}`));
  const rest = options.filter((option, k) => !isShown(option, k)).length;
  return [h("ul", { class: "aa-bars" }, options.map(bar)),
    rest > 0 && p("aa-note", `Nobody chose ${rest === 1 ? "the other option" : `the other ${rest}`}.`)];
}

const decisionSaid = ({ depth }) => `${ORDINALS[depth] ?? `${depth + 1}th`} decision`;

function decisionView(deal, decision, theory) {
  const { say, ask, options } = deal.nodes[decision.node];
  return [p("aa-say", say), p("aa-ask", ask), barsView(decision, options, theory)];
}

/** What was decided later in a deal, built when it is opened: there can be a hundred situations. */
function laterView(deal, decisions, theory, opened) {
  if (!decisions.length) return null;
  const body = h("div");
  const one = (decision) => h("div", { class: "aa-later" },
    p("aa-eyebrow", `${decisionSaid(decision)}, ${many(decision.count, "player")}`, theory &&
      `, ${num(decision.left)} left on the table each`),
    decisionView(deal, decision, theory));
  const build = () => body.replaceChildren(...decisions.map(one));
  const isOpen = opened.has(deal.id);
  if (isOpen) build();
  const toggled = ({ target }) => {
    if (target.open) build();
    opened[target.open ? "add" : "delete"](deal.id);
  };
  const met = total(decisions, ({ count }) => count);
  return h("details", { open: isOpen, ontoggle: toggled, "data-aa-later": deal.id },
    h("summary", null, `Later: ${many(met, "choice")} in ${many(decisions.length, "situation")}`), body);
}

/** All deals, or one alone and larger, for a debrief of that one. */
function dealPicker(summary, apart, picked, pick) {
  const option = (value, text) => h("option", { value, selected: value === picked }, text);
  const named = ({ id }, i) => option(id, [`Deal ${id}`, apart[i]].filter(Boolean).join(": "));
  const select = h("select", { "data-aa-picked": true, onchange: () => pick(Number(select.value) || null) },
    option("", "All deals"), summary.deals.map(named));
  return h("label", { class: "aa-picker" }, h("span", null, "Show"), select);
}

function choicesView({ sheet, summary, theory, opened, picked, pick }) {
  const deals = summary.deals.map((found) => sheet.deals.find(({ id }) => id === found.id));
  const apart = toldApart(deals.map((deal) => [deal]));
  const isOne = summary.deals.some(({ id }) => id === picked);
  const picker = summary.deals.length > 1 && dealPicker(summary, apart, picked, pick);
  return [picker, h("div", { class: isOne ? "aa-cards aa-one" : "aa-cards" }, summary.deals.map((found, i) => {
    const deal = deals[i];
    if (isOne && deal.id !== picked) return null;
    const first = found.decisions.filter(({ depth }) => depth === 0);
    const later = found.decisions.filter(({ depth }) => depth > 0);
    return h("article", { "data-aa-deal": deal.id },
      h("h4", null, `Deal ${deal.id} `,
        h("small", null, [many(found.plays, "player"), apart[i]].filter(Boolean).join("; "))),
      first.map((decision) => decisionView(deal, decision, theory)),
      laterView(deal, later, theory, opened));
  }))];
}

// --- payoffs and what was left on the table ----------------------------------------------------------------------

function tableView(caption, heads, rows) {
  return h("table", null, caption && h("caption", null, caption),
    h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", null, rows.map(([name, ...cells]) =>
      h("tr", null, h("th", { scope: "row" }, name), cells.map((cell) => h("td", null, cell))))));
}

function payoffsView({ sheet, summary, theory }) {
  const amounts = summary.deals.flatMap(({ payoff, best }) => [payoff, best]);
  const [low, high] = [Math.min(0, ...amounts), Math.max(1, ...amounts)];
  const at = (value) => percent(among(value, low, high));
  const bar = ({ payoff, best }) => h("div", { class: "aa-pay", "aria-hidden": "true", style: {
    "--from": at(Math.min(0, payoff)), "--to": at(Math.max(0, payoff)), "--best": at(best) } },
    h("i"), theory && h("i", { class: "aa-tick" }));
  const row = (deal) => [String(deal.id), String(deal.plays), num(deal.payoff), bar(deal),
    ...(theory ? [num(deal.best), num(deal.left), share(deal.right_choices, deal.decided)] : [])];
  const heads = ["Deal", "Players", "Class", ""];
  const more = theory ? ["Theory\u2019s best play", "Left on the table", "Best choices"] : [];
  const caption = `Mean ${sheet.unit} in each deal${theory ? "; theory\u2019s best play has the same luck" : ""}.`;
  const depth = (one) => [decisionSaid(one), String(one.count), num(one.left), share(one.right, one.count)];
  const lost = `What choices left on the table, in ${sheet.unit}, by their order in a deal.`;
  return [
    tableView(caption, [...heads, ...more], summary.deals.map(row)),
    theory && tableView(lost, ["Decision", "Choices", "Left on the table", "Best choices"], summary.depths.map(depth)),
  ];
}

// --- bets --------------------------------------------------------------------------------------------------------

/** How many bets of each value, in columns of neighbouring values; where the truth lies, and what counts as right. */
function betColumns({ values, truth, within, suffix = "" }, { counts, mean: average, plays }, theory) {
  const size = Math.ceil(values.length / MOST_BINS);
  const starts = values.map((_, k) => k).filter((k) => k % size === 0);
  const bins = starts.map((k) => total(counts.slice(k, k + size), (n) => n));
  const most = Math.max(1, ...bins);
  const step = values.length > 1 ? values[1] - values[0] : 1;
  const at = (value) => percent(((value - values[0]) / step + 0.5) / (starts.length * size));
  const said = (value) => `${num(value)}${suffix}`;
  const played = values.filter((_, k) => counts[k]);
  const leans = among(truth, values[0], values.at(-1)) > 0.7 ? "aa-theory aa-left" : "aa-theory";
  return [
    p("aa-say", `${many(plays, "bet")} from ${said(played[0])} to ${said(played.at(-1))}, `,
      `on average ${said(average)}.`),
    h("div", { class: "aa-columns", "aria-hidden": "true" },
      theory && h("i", { class: "aa-within", style: { "--from": at(truth - within), "--to": at(truth + within) } }),
      bins.map((n) => h("span", { style: { "--size": percent(n / most) } }, h("small", null, n > 0 && String(n)))),
      theory && h("b", { class: leans, style: { "--x": at(truth) } }, h("span", null, said(truth)))),
    h("div", { class: "aa-ends", "aria-hidden": "true" },
      h("span", null, said(values[0])), h("span", null, said(values.at(-1)))),
    theory && p("aa-truth", `\u2605 It is ${said(truth)}; within ${num(within)} counts as right.`),
  ];
}

/** The one answer that a deal can give to its bet, whoever comes to see it; null where that depends on the play. */
function answerOf({ bet, nodes }) {
  const answers = new Set(nodes.map(({ settles }) => settles).filter((settles) => settles != null));
  return bet.truth ?? (answers.size === 1 ? [...answers][0] : null);
}

/** How many bet on each answer. */
function betBars({ values, labels }, { counts, plays }, truth, theory) {
  const isTrue = (k) => theory && values[k] === truth;
  const bar = (label, k) => h("li", { class: isTrue(k) && "aa-is-best" },
    h("span", { class: "aa-name" }, label, " ", isTrue(k) && h("em", { class: "aa-best" }, "\u2605 true")),
    h("span", { class: "aa-bar", style: { "--size": percent(counts[k] / plays) } }),
    h("b", null, `${counts[k]} \u00b7 ${share(counts[k], plays)}`));
  return [h("ul", { class: "aa-bars" }, labels.map(bar)),
    theory && truth === null && p("aa-note", "What was played settled this bet, for each player apart.")];
}

const verdictsSaid = ({ right, wrong, void: unsettled }) => [many(right, "bet") + " right", `${wrong} wrong`,
  unsettled > 0 && `${unsettled} void, where play did not come so far`].filter(Boolean).join(", ");

/** Bets of several deals on the same question in the same circumstances, added up. */
function addedBets(deals) {
  const counts = deals[0].bets.counts.map((_, k) => total(deals, ({ bets }) => bets.counts[k]));
  const sums = ["right", "wrong", "void"].map((kind) => [kind, total(deals, ({ bets }) => bets[kind])]);
  const plays = total(deals, (deal) => deal.plays);
  const mean = total(deals, (deal) => (deal.bets.mean ?? 0) * deal.plays) / plays;
  return { counts, plays, mean, ...Object.fromEntries(sums) };
}

function betsView({ sheet, summary, theory }) {
  const shown = summary.deals.map((found) => ({ ...found, deal: sheet.deals.find(({ id }) => id === found.id) }))
    .filter(({ deal }) => deal.bet);
  const asked = ({ deal }) => JSON.stringify([deal.about, deal.bet.question, answerOf(deal), deal.bet.values]);
  const groups = grouped(shown, asked);
  const apart = toldApart(groups.map((group) => group.map(({ deal }) => deal)));
  return [h("div", { class: "aa-cards" }, groups.map((group, i) => {
    const { bet } = group[0].deal;
    const bets = addedBets(group);
    return h("article", { "data-aa-bets": i },
      h("h4", null, dealsSaid(group.map(({ id }) => id)), " ", h("small", null, apart[i])),
      p("aa-ask", bet.question),
      bet.kind === "number" ? betColumns(bet, bets, theory) : betBars(bet, bets, answerOf(group[0].deal), theory),
      theory && p("aa-note", `${verdictsSaid(bets)}.`));
  }))];
}

// --- the line of the class ---------------------------------------------------------------------------------------

/** The part of the line that is drawn: the offers, the estimate with its range and, once it is shown, theory's. */
function spanOf(found, line, theory) {
  const levels = found.levels.map(({ level }) => level);
  const error = 2 * (found.error ?? 0);
  const all = [...levels, found.estimate - error, found.estimate + error, ...(theory ? [found.line] : [])];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const pad = Math.max(2, (high - low) * 0.12);
  return [Math.max(line.low, low - pad), Math.min(line.high, high + pad)];
}

function cutoffPicture(found, line, theory) {
  const [low, high] = spanOf(found, line, theory);
  const at = (value) => percent(among(value, low, high));
  const error = 2 * (found.error ?? 0);
  const unheard = { "aria-hidden": "true" };
  const point = ({ level, takes, count }) => count > 0 &&
    h("li", { style: { "--x": at(level), "--y": percent(takes / count) } },
      h("span", { class: "aa-dot" }), h("span", { class: "aa-count" }, `${takes}/${count}`),
      h("span", { class: "aa-level" }, h("span", { class: "aa-unseen" }, " took "), num(level)));
  // Their names lean away from each other.
  const named = (look, text, value, other) =>
    h("b", { ...unheard, class: `${look}${value < other ? " aa-left" : ""}`, style: { "--x": at(value) } },
      h("span", null, text));
  const band = (look, from, to) => h("i", { ...unheard, class: look, style: { "--from": at(from), "--to": at(to) } });
  const scale = ["100%", "50%", "0%"].map((text) => h("span", null, text));
  return h("div", { class: "aa-picture" }, h("span", { ...unheard, class: "aa-scale" }, scale),
    h("div", { class: "aa-plot" },
      band("aa-open", found.low, found.high), band("aa-chance", found.estimate - error, found.estimate + error),
      named("aa-mine", "class", found.estimate, theory ? found.line : low),
      theory && named("aa-theory", "theory", found.line, found.estimate),
      h("ol", null, found.levels.map(point))));
}

function cutoffSaid({ estimate, error, low, high, above }) {
  const chance = error === null ? "" : `, give or take ${num(2 * error)} for chance`;
  return [h("strong", null, `The class\u2019s line: about ${num(estimate)}${chance}. `),
    `On average they took what was ${above ? "at least" : "at most"} that much. Between one offer and the next `,
    `nobody was asked, so the offers alone leave anything from ${num(low)} to ${num(high)} open.`];
}

function cutoffsView({ sheet, summary, theory }) {
  const found = summary.cutoffs.filter(({ players }) => players);
  const asked = found.map((one) => sheet.deals.filter(({ about, cutoff }) => cutoff && about === one.about));
  const apart = toldApart(asked);
  const cards = found.map((one, i) => {
    const ids = asked[i].map(({ id }) => id);
    return h("article", { "data-aa-cutoff": ids[0] },
      h("h4", null, dealsSaid(ids), " ", h("small", null, apart[i])),
      cutoffPicture(one, sheet.line, theory), p("aa-say", cutoffSaid(one)),
      theory && p("aa-truth", `\u2605 Theory\u2019s line: ${num(one.line)}. `, found.error !== null && apartSaid(one)));
  });
  return [p("aa-note", "A dot is the share that took an offer of so much. Everybody is taken to have a line of their ",
    "own; the class\u2019s is their mean. The band is two standard errors either way, the bar on top what the offers ",
    "leave open."),
  h("div", { class: "aa-cards aa-wide" }, cards)];
}

function apartSaid({ line, low, high, error }) {
  const within = 2 * (error ?? 0);
  const isIn = line >= low - within && line <= high + within;
  return isIn ? "The two agree within chance." : "The two lie further apart than chance would explain.";
}

// --- the whole ---------------------------------------------------------------------------------------------------

function headlineView({ sheet, summary, theory }) {
  const { right, wrong } = summary.bets;
  const figures = [
    [summary.players, summary.players === 1 ? "player" : "players", "players"],
    [num(summary.payoff), `${sheet.unit} a deal, the class`, "payoff"],
    theory && [num(summary.best), `${sheet.unit} a deal, theory\u2019s best play with the same luck`, "best"],
    theory && [num(summary.left), `${sheet.unit} a deal left on the table`, "left"],
    theory && [share(summary.right_choices, summary.decided), "of the choices were best", "right"],
    theory && right + wrong > 0 && [share(right, right + wrong), "of the bets were right", "bets"],
  ];
  return h("ul", { class: "aa-sum" }, figures.filter(Boolean).map(([figure, said, name]) =>
    h("li", { "data-aa-figure": name }, h("b", null, String(figure)), h("span", null, said))));
}

const SECTIONS = [
  ["bets", "What they bet", betsView, ({ sheet }) => sheet.deals.some(({ bet }) => bet)],
  ["choices", "What they chose", choicesView, () => true],
  ["cutoffs", "The line they drew", cutoffsView, ({ summary }) => summary.cutoffs.some(({ players }) => players)],
  ["payoffs", "What it brought", payoffsView, () => true],
];

/** Of a code that came before the whole line is shown, since only what stands beside it says whose it is. */
function asideView(aside, text) {
  const lines = text.split(/\r\n|\r|\n/);
  const said = ({ refused, text, line }) => (refused ? text : lines[line - 1].trim().slice(0, 2 * SHOWN));
  const row = (reading) => [`Line ${reading.line}`, h("code", null, said(reading)), whyAside(reading)];
  const more = aside.length - LISTED;
  return [tableView("", ["Where", "What", "Why"], aside.slice(0, LISTED).map(row)),
    more > 0 && p("aa-note", `And ${more} more.`)];
}

/** What was set aside by kind: a chat's names and questions are no damaged codes. */
function asideSaid(aside) {
  const none = aside.filter(({ refused }) => refused === NO_CODE).length;
  const repeated = aside.filter(({ refused }) => !refused).length;
  const kinds = [[aside.length - none - repeated, "refused"], [repeated, "repeated"], [none, "without a code"]];
  return kinds.filter(([count]) => count).map(([count, kind]) => `${count} ${kind}`).join(", ");
}

const countSaid = ({ lines, counted, aside, lessons }) => [
  `${many(counted.length, "result")} from ${many(lines, "line")}`,
  lessons.length > 1 && ` of ${lessons.length} lessons`,
  aside.length > 0 && `; ${aside.length} set aside: ${asideSaid(aside)}`,
  ".",
].filter(Boolean).join("");

/** The text of a file, which a spreadsheet may have written in UTF-16. */
async function textOfFile(file) {
  if (file.size > BIGGEST) throw new Error(`it is larger than ${BIGGEST / 1e6} megabytes`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const name = { "255 254": "utf-16le", "254 255": "utf-16be" }[bytes.slice(0, 2).join(" ")] ?? "utf-8";
  return new TextDecoder(name).decode(bytes);
}

/** Named after the lesson if it is one alone, so that two of a day are told apart. */
const fileName = ({ lessons }) =>
  `class-results${lessons.length === 1 ? `-${lessons[0].sheet.board}-${lessons[0].sheet.scenario}` : ""}.csv`;

/** Gives the browser a file to keep. The mark in front tells a spreadsheet that it is UTF-8. */
function download(name, text) {
  const address = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: "text/csv;charset=utf-8" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** Puts a text on the clipboard; answers whether it could. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const held = h("textarea", { style: { position: "fixed", opacity: "0" } });
    held.value = text;
    const focused = document.activeElement;
    document.body.append(held);
    held.select();
    const worked = document.execCommand("copy");
    held.remove();
    focused?.focus();
    return worked;
  }
}

/** Turns theory on or off for the key t, unless somebody is typing. */
function theoryKey(event, model) {
  const isTyping = event.target.closest?.("textarea, input, select, [contenteditable]");
  if (event.key?.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
  event.preventDefault();
  model.set("theory", !model.get("theory"));
  model.save_changes();
}

function makeClassBoard(model, el) {
  const opened = new Set(); // the deals whose later decisions are open
  let picked = null; // the deal whose choices are shown alone
  let [found, waiting, painted] = [null, 0, null]; // painted: the lesson that is in sight

  // --- what stays ---

  const button = (hook, text, onclick, more) =>
    h("button", { type: "button", [`data-aa-${hook}`]: true, onclick, ...more }, text);
  const box = h("textarea", { "data-aa-paste": true, rows: 4, spellcheck: "false", autocomplete: "off",
    autocapitalize: "off", placeholder: "AA1\u2026", oninput: () => later() });
  const files = h("input", { "data-aa-file": true, type: "file", accept: ".txt,.csv,.tsv,text/*", hidden: true,
    onchange: () => addFiles(files.files) });
  const repeats = h("input", { "data-aa-repeats": true, type: "checkbox",
    onchange: () => put("repeats", repeats.checked) });
  const clear = button("clear", "Clear", () => {
    clearTimeout(waiting);
    box.value = ""; // also what was typed just now and not yet read
    put("text", "");
    put("theory", false); // the next class is not told by what was shown to this one
    put("repeats", false);
    box.focus();
  });
  // What was set aside may name people too, so it is folded with the codes.
  const folded = () => (aside.open &&= input.open);
  const input = h("details", { class: "aa-input", open: true, "data-aa-input": true, ontoggle: folded },
    h("summary", null, "Result codes"),
    h("label", null, h("span", null, "Paste result codes here, one or many, with anything around them"), box),
    h("div", { class: "aa-row" }, button("open", "Open a file\u2026", () => files.click()), files, clear,
      h("label", { class: "aa-check" }, repeats, h("span", null, "Count repeated codes too"))),
    p("aa-note", "A code that comes twice counts once, as somebody may have handed it in twice; but two who played ",
      "exactly alike have the same code. Nothing that you paste leaves this device."));

  const said = h("p", { class: "aa-count-said", role: "status" });
  const list = h("div", { class: "aa-scroll", tabindex: "0", role: "group", "aria-label": "Set aside" });
  const aside = h("details", { "data-aa-aside": true, ontoggle: () => paintAside() },
    h("summary", null, "What was set aside, and why"), list);

  const lesson = h("select", { "data-aa-lesson": true, onchange: () => {
    put("shown", lesson.value); // first, since painting sets the list back to what is shown
    put("theory", false); // each lesson keeps its secret until it is asked for
  } });
  const lessonLabel = h("label", { class: "aa-lesson" }, h("span", null, "Lesson"), lesson);
  const theory = button("theory", "Reveal theory", () => put("theory", !model.get("theory")),
    { "aria-keyshortcuts": "t", title: "Key t" });
  const csv = button("csv", "Download CSV", () => download(fileName(found), csvOf(found.counted)));
  const copy = button("copy", COPY, async () =>
    tell((await copied(csvOf(found.counted))) ? "Copied" : "Could not copy"));
  const title = h("h2");
  const goal = p("aa-note");
  const headline = h("div");
  const sections = SECTIONS.map(([name, heading]) =>
    h("details", { open: true, class: "aa-section", "data-aa-section": name },
      h("summary", null, h("h3", null, heading)), h("div")));
  const results = h("div", { class: "aa-results", "data-aa-results": true },
    h("div", { class: "aa-row aa-tools" }, lessonLabel, theory, csv, copy), title, goal, headline, sections);

  const root = h("section", { class: "aa-class-board", "data-aa-class-board": true, "aria-label": "Class board" },
    h("div", { class: "aa-all" }, input, h("div", { class: "aa-told" }, said, aside), results));

  // --- what changes ---

  const put = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };

  function tell(text) {
    copy.textContent = text;
    setTimeout(() => (copy.textContent = COPY), 1500);
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(() => put("text", box.value), PAUSE);
  }

  async function addFiles(list) {
    for (const file of [...list]) {
      try {
        const text = await textOfFile(file);
        put("text", [box.value, text].filter(Boolean).join("\n"));
      } catch (error) {
        said.textContent = `${file.name} could not be read: ${error.message}.`;
      }
    }
    files.value = "";
  }

  const shown = () => found.lessons.find(({ sheet }) => lessonOf(sheet) === model.get("shown")) ?? found.lessons[0];

  function read() {
    clearTimeout(waiting);
    const get = (name) => model.get(name);
    found = gathered({ text: get("text"), sheets: get("sheets"), past: get("past"), repeats: get("repeats") });
    if (box.value !== get("text")) box.value = get("text");
    repeats.checked = get("repeats");
    // Codes of another lesson may have taken its place, and it keeps its secret too.
    const next = shown();
    if (painted && next && lessonOf(next.sheet) !== painted) put("theory", false);
    paint();
  }

  const pick = (deal) => {
    picked = deal;
    paint();
    root.querySelector("[data-aa-picked]").focus(); // drawn anew, it keeps one's place
  };

  function paintAside() {
    aside.hidden = !found.aside.length;
    list.replaceChildren(...(aside.open ? asideView(found.aside, found.text).filter(Boolean) : []));
  }

  function paintCount() {
    const text = found.lines ? countSaid(found) : "No codes yet.";
    if (said.textContent !== text) said.textContent = text; // said again only when it changes
    paintAside();
  }

  function paintLessons(chosen) {
    lessonLabel.hidden = found.lessons.length < 2;
    lesson.replaceChildren(...found.lessons.map(({ sheet, results: { length } }) =>
      h("option", { value: lessonOf(sheet) }, `${sheet.title} (${sheet.seat}), ${many(length, "player")}`)));
    lesson.value = lessonOf(chosen.sheet);
  }

  function paint() {
    paintCount();
    const chosen = shown();
    results.hidden = !chosen;
    if (!chosen) return;
    if (painted !== lessonOf(chosen.sheet)) {
      opened.clear();
      picked = null;
    }
    painted = lessonOf(chosen.sheet);
    const view = { ...chosen, theory: model.get("theory"), opened, picked, pick };
    paintLessons(chosen);
    title.textContent = `${chosen.sheet.title} `;
    title.append(h("small", null, `${chosen.sheet.game}: ${chosen.sheet.seat}`));
    goal.textContent = chosen.sheet.goal;
    theory.setAttribute("aria-pressed", String(view.theory));
    theory.textContent = view.theory ? "Hide theory" : "Reveal theory";
    headline.replaceChildren(headlineView(view));
    const held = root.querySelector("[data-aa-later] > summary:focus")?.parentElement.dataset.aaLater;
    SECTIONS.forEach(([, , draw, isThere], i) => {
      sections[i].hidden = !isThere(view);
      sections[i].lastChild.replaceChildren(...(isThere(view) ? draw(view).flat().filter(Boolean) : []));
    });
    if (held) root.querySelector(`[data-aa-later="${held}"] > summary`)?.focus(); // the key t keeps one's place
  }

  /** Never a blank: what goes wrong is said in place. */
  function guarded(action) {
    try {
      action();
    } catch (error) {
      console.error(error);
      results.hidden = true;
      said.textContent = `The class board could not be shown: ${error.message}`;
    }
  }

  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  root.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  root.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    addFiles(event.dataTransfer.files);
  });
  root.addEventListener("keydown", (event) => theoryKey(event, model));

  const listeners = Object.fromEntries([
    ...["text", "sheets", "past", "repeats"].map((name) => [`change:${name}`, () => guarded(read)]),
    ...["shown", "theory"].map((name) => [`change:${name}`, () => guarded(paint)]),
  ]);
  for (const [event, heard] of Object.entries(listeners)) model.on(event, heard);
  root.aaFound = () => found; // a hold for tests
  el.append(root);
  guarded(read);
  return () => {
    clearTimeout(waiting);
    for (const [event, heard] of Object.entries(listeners)) model.off(event, heard);
    root.remove();
  };
}

export default { render: ({ model, el }) => makeClassBoard(model, el) };
