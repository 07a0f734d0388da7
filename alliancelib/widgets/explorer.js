// The explorer: a figure with sliders. It scales, draws and switches frames; every number, mark, border and sentence
// comes in the data (alliancelib/widgets/explorers.py says what that is). It shows its first frame until the others are
// there, which it asks for when it is about to be seen: Python brings them, or a page's loader (page.js).

const FORMAT = 1;
const DASHES = ["none", "7 4", "2 4", "9 3 2 3"];
const GAP = 16; // pixels from one label to the next
const NARROW = 420; // pixels of width, up to which curves are named under the plot
const NEAR = "500px"; // how far from the window frames are already fetched
const REST = 300; // milliseconds without a move, after which the sentence is said

// --- building elements -------------------------------------------------------------------------------------------

/** Sets attributes and children; text is never markup, so nothing in the data can become code. */
function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false && child !== ""));
  return element;
}

const h = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);
const g = (tag, attributes, ...children) =>
  filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
const stroke = (d, more) => g("path", { d, fill: "none", ...more });
const written = (text, x, y, anchor, look) => g("text", { class: look, x, y, "text-anchor": anchor }, text);

const num = (value) => (value === null ? "\u2013" : String(value).replace("-", "\u2212"));
const distinct = () => `aa-${Math.random().toString(36).slice(2)}`;

const brush = document.createElement("canvas").getContext("2d");
function wide(text) {
  brush.font = "600 13px system-ui, sans-serif";
  return brush.measureText(text).width + 2;
}
const widest = (texts) => Math.max(0, ...texts.map(wide));

// --- where things lie --------------------------------------------------------------------------------------------

const scale = ({ low, high }, from, to) => (value) => from + ((value - low) / (high - low)) * (to - from);

/** What is named beside the plot: marks of the upright axis and, where there is room, curves at their ends. */
function sideLabels({ lines, x: { high } }, { pieces, marks }, width) {
  const points = (k) => pieces.flatMap(({ x, y }) => x.map((at, i) => [at, y[k][i]]));
  const last = (k) => points(k).filter(([, y]) => y !== null).at(-1);
  const curve = ({ label, look }, k) => ({ text: label, look: `aa-is-${look}`, end: last(k) });
  const level = ({ at, text }) => ({ text, look: "aa-mark-label", end: [high, at] });
  const levels = marks.filter(({ on }) => on === "y").map(level);
  return [...(pieces && width > NARROW ? lines : []).map(curve).filter(({ end }) => end), ...levels];
}

/** The plot in a picture of some width, and how data become pixels; `rows` of labels have room over it. */
function space({ x, y }, sides, width, rows) {
  const height = Math.round(Math.max(240, Math.min(360, width * 0.6)));
  const beyond = widest(sides.filter(({ end }) => end[0] > x.high - 1e-6).map(({ text }) => text));
  const [left, right] = [widest(y.ticks.map(([, text]) => text)) + 10, width - Math.max(beyond + 8, 14)];
  const [top, bottom] = [8 + GAP * rows, height - 24];
  return { height, left, right, top, bottom, toX: scale(x, left, right), toY: scale(y, bottom, top) };
}

/** Labels side by side, each on the first row where it meets no other. */
function onRows(items, left, right) {
  const done = [];
  for (const item of [...items].sort((one, other) => one.x - other.x)) {
    const half = wide(item.text) / 2;
    const middle = Math.max(left + half, Math.min(right - half, item.x));
    const meets = (row) => done.some((o) => o.row === row && Math.abs(o.middle - middle) < o.half + half + 8);
    let row = 0;
    while (meets(row)) row += 1;
    done.push({ ...item, middle, half, row });
  }
  return done;
}

/** Labels one under another, moved apart as little as two passes can do. */
function apart(items, top, bottom) {
  const sorted = [...items].sort((one, other) => one.y - other.y).map((item) => ({ ...item, at: item.y }));
  sorted.forEach((item, i) => (item.at = Math.max(item.y, i ? sorted[i - 1].at + GAP : top)));
  sorted.reverse().forEach((item, i) => (item.at = Math.min(item.at, i ? sorted[i - 1].at - GAP : bottom)));
  return sorted;
}

// --- drawing a frame ---------------------------------------------------------------------------------------------

/** Draws a frame; answers how many rows of labels it has over the plot, so that the next one does not jump. */
function draw(svg, plot, frame, width, rows) {
  const sides = sideLabels(plot, frame, width);
  const { left, right, toX } = space(plot, sides, width, rows);
  const uprights = frame.marks.filter(({ on }) => on === "x").map(({ at, text }) => ({ text, x: toX(at) }));
  const over = onRows(uprights, left, right);
  const needed = Math.max(rows, ...over.map(({ row }) => row + 1));
  const here = space(plot, sides, width, needed);
  const { top, bottom, toY, height } = here;
  const beside = apart(sides.map(({ end: [x, y], ...side }) => ({ ...side, x: toX(x) + 6, y: toY(y) })), top, bottom);
  const clip = distinct();
  const area = g("rect", { x: left - 2, y: top - 2, width: right - left + 4, height: bottom - top + 4 });
  const inside = (...children) => g("g", { "clip-path": `url(#${clip})` }, ...children);
  const marks = frame.marks.map(({ on, at }) =>
    stroke(on === "x" ? `M${toX(at)} ${top}V${bottom}` : `M${left} ${toY(at)}H${right}`, { "data-aa-mark": at }));
  filled(svg, { viewBox: `0 0 ${width} ${height}`, height, "data-aa-room": [left, right, top, bottom].join(" ") }, []);
  svg.replaceChildren(
    g("clipPath", { id: clip }, area), inside(frame.strips && mapView(plot, frame, here)), axesView(plot, here),
    g("g", { class: "aa-marks" }, marks), inside(frame.pieces && curvesView(plot, frame, here)),
    ...over.map(({ text, middle, row }) => written(text, middle, top - 6 - GAP * row, "middle", "aa-mark-label")),
    ...beside.map(({ text, look, x, at }) => written(text, x, at + 4, "start", look)),
    ...(frame.labels ?? []).map((label) => regionLabel(plot, label, here)),
  );
  return needed;
}

function axesView({ x, y }, { toX, toY, left, right, top, bottom }) {
  // Where figures would touch, some ticks go without.
  const every = Math.ceil((widest(x.ticks.map(([, text]) => text)) + 6) / (toX(x.ticks[1][0]) - left));
  const cross = ([at, text], i) => [stroke(`M${toX(at)} ${bottom}v4`),
    i % every === 0 && written(text, toX(at), bottom + 18, "middle")];
  const rung = ([at, text]) => [stroke(`M${left} ${toY(at)}h-4`), written(text, left - 8, toY(at) + 4, "end")];
  const frame = stroke(`M${left} ${top}V${bottom}H${right}`);
  return g("g", { class: "aa-axes" }, frame, x.ticks.flatMap(cross), y.ticks.flatMap(rung));
}

/** One polyline to a piece of a curve, so that nothing is drawn across a jump. */
function curvesView({ lines }, { pieces }, { toX, toY }) {
  return lines.flatMap(({ look }, k) => pieces.map(({ x, y }) => {
    const points = x.flatMap((at, i) => (y[k][i] === null ? [] : [`${toX(at)},${toY(y[k][i])}`]));
    return points.length > 0 && g("polyline", { class: `aa-curve aa-is-${look}`, "data-aa-line": k,
      "stroke-dasharray": DASHES[k], points: points.join(" ") });
  }));
}

function mapView(plot, { strips, edges }, { toX, toY }) {
  const place = (at, across) => (plot.along === "y" ? [toX(across), toY(at)] : [toX(at), toY(across)]).join(" ");
  const reach = plot.along === "y" ? plot.x : plot.y;
  const areas = new Map();
  const borders = edges.map(([at, from, to]) => `M${place(at, from)}L${place(at, to)}`);
  for (const [low, high, regions, below, above] of strips) {
    const [under, over] = [below, above].map((row) => [reach.low, ...row, reach.high]);
    regions.forEach((region, i) => {
      const corners = [[low, under[i]], [low, under[i + 1]], [high, over[i + 1]], [high, over[i]]];
      const shape = `M${corners.map((corner) => place(...corner)).join("L")}Z`;
      areas.set(region, (areas.get(region) ?? "") + shape);
    });
    below.forEach((at, i) => borders.push(`M${place(low, at)}L${place(high, above[i])}`));
  }
  const area = ([region, d]) => g("path", { class: `aa-region aa-region-${region}`, "data-aa-region": region, d });
  return [...[...areas].map(area), stroke(borders.join(""), { class: "aa-border" })];
}

/** A region's name where it has room, else its code. */
function regionLabel({ regions }, [region, across, up, share], { left, right, top, bottom }) {
  const { name, code } = regions[region];
  const text = wide(name) < 2 * share * (right - left) ? name : code;
  return written(text, left + across * (right - left), bottom - up * (bottom - top) + 4, "middle", "aa-region-label");
}

// --- beside the figure -------------------------------------------------------------------------------------------

/** A key to the regions of a map or, where curves are not named beside the plot, to them. */
function legendView({ regions, lines }, { present, pieces }, width) {
  const region = (k) => [h("i", { class: `aa-swatch aa-region-${k}` }), " ", h("b", null, regions[k].code),
    ` ${regions[k].name}`];
  const dash = ({ look }, k) => stroke("M0 4H32", { class: `aa-curve aa-is-${look}`, "stroke-dasharray": DASHES[k] });
  const line = (one, k) => [g("svg", { class: "aa-sample", "aria-hidden": "true" }, dash(one, k)), ` ${one.name}`];
  const entries = pieces ? (width > NARROW ? [] : lines).map(line) : present.map(region);
  return entries.map((entry) => h("li", null, entry));
}

/** The plotted points of curves, a jump twice; of a map, what happens along some lines through it. */
function tableRows({ regions }, { pieces, rows }) {
  if (rows) return rows.map(([at, from, to, region]) => [num(at), num(from), num(to), regions[region].name]);
  const side = (i, n, { length }) => (i === 0 && n > 0 ? ", from above"
    : i === length - 1 && n < pieces.length - 1 ? ", from below" : "");
  return pieces.flatMap(({ x, y }, n) => x.map((at, i) => [num(at) + side(i, n, x), ...y.map((row) => num(row[i]))]));
}

function tableView(plot, frame, caption) {
  const [first, across] = plot.along === "y" ? [plot.y.symbol, plot.x.symbol] : [plot.x.symbol, plot.y.symbol];
  const names = frame.pieces ? [plot.x.symbol, ...plot.lines.map(({ name }) => name)]
    : [first, `${across} from`, `${across} to`, "what happens"];
  const cells = ([head, ...rest]) =>
    h("tr", null, h("th", { scope: "row" }, head), rest.map((text) => h("td", null, text)));
  return h("table", null, h("caption", null, caption),
    h("thead", null, h("tr", null, names.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", null, tableRows(plot, frame).map(cells)));
}

function sliderView({ symbol, meaning, range, values, texts, start }, moved) {
  const id = distinct();
  const input = h("input", { type: "range", id, max: values.length - 1, value: start, disabled: true,
    title: `${symbol} may lie in ${range}`, oninput: () => { show(); moved(); } });
  const output = h("output", { for: id });
  const stands = () => `${symbol} = ${texts[input.value]}`;
  const show = () => {
    output.textContent = texts[input.value];
    input.setAttribute("aria-valuetext", stands());
  };
  const set = (value) => { input.value = value; show(); };
  set(start);
  const label = h("label", { for: id }, h("b", null, symbol), ` ${meaning}`);
  return { element: h("div", { class: "aa-slider" }, label, output, input), input, stands, reset: () => set(start) };
}

// --- the explorer ------------------------------------------------------------------------------------------------

function makeExplorer(model, el) {
  const first = model.get("plot");
  if (first.format !== FORMAT) throw new Error(`it reads data of format ${FORMAT}, not ${first.format}`);
  const [title, svg] = [h("p", { class: "aa-title", id: distinct() }, first.title), g("svg", { role: "img" })];
  const [legend, say] = [h("ul", { class: "aa-legend" }), h("p", { class: "aa-say", "aria-live": "polite" })];
  const notice = h("p", { class: "aa-notice", role: "status", hidden: true });
  const box = h("div", { class: "aa-scroll", tabindex: 0, role: "region", "aria-label": "The plotted numbers" });
  const drawer = h("details", { ontoggle: () => fill() }, h("summary", null, "The numbers in a table"), box);
  const sliders = first.sliders.map((slider) => sliderView(slider, () => paint()));
  const again = h("button", { type: "button", onclick: reset }, "Back to the start");
  const axis = ({ label, symbol }) => h("p", { class: "aa-axis" }, label, symbol && [", ", h("b", null, symbol)]);
  const figure = h("figure", null, axis(first.y), svg, axis(first.x), legend);
  const dials = h("div", { class: "aa-sliders" }, sliders.map(({ element }) => element), again);
  const root = h("section", { class: "aa-explorer", "data-aa-explorer": first.explorer, "aria-labelledby": title.id },
    title, h("p", { class: "aa-source" }, first.source), figure, dials, notice, say, drawer);
  let [rows, drawn, timer] = [1, 0, 0];

  const plot = () => model.get("plot");
  const count = first.sliders.reduce((product, { values }) => product * values.length, 1);
  const isWhole = () => plot().frames.length === count;
  const index = () => sliders.reduce((at, { input }) => at * (Number(input.max) + 1) + Number(input.value), 0);
  const frame = () => plot().frames[isWhole() ? index() : 0];

  function fill() {
    const caption = [first.title, ...sliders.map(({ stands }) => stands())].join(", ");
    if (drawer.open) box.replaceChildren(tableView(plot(), frame(), caption));
  }

  function paint() {
    drawn = figure.clientWidth;
    if (drawn) rows = draw(svg, plot(), frame(), drawn, rows);
    svg.setAttribute("aria-label", frame().say);
    root.setAttribute("data-aa-frame", index());
    legend.replaceChildren(...legendView(plot(), frame(), drawn));
    fill();
    clearTimeout(timer);
    if (say.textContent !== frame().say) timer = setTimeout(() => (say.textContent = frame().say), REST);
  }

  function reset() {
    for (const slider of sliders) slider.reset();
    paint();
  }

  /** The sliders move once every frame is there. */
  function arrived() {
    for (const part of [...sliders.map(({ input }) => input), again]) part.disabled = !isWhole();
    root.toggleAttribute("data-aa-whole", isWhole());
    paint();
  }

  function wishFor(wanted) {
    model.set("wanted", wanted);
    model.save_changes();
  }

  /** Why the sliders do not move. The wish is withdrawn, so that it can be made again. */
  function noticed() {
    const text = model.get("notice");
    const retry = () => { model.set("notice", ""); wishFor(first.explorer); };
    const isFile = location.protocol === "file:";
    notice.hidden = !text;
    notice.replaceChildren(text, " ", isFile ? "" : h("button", { type: "button", onclick: retry }, "Try again"));
    if (text) wishFor("");
  }

  const near = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    near.disconnect();
    if (!isWhole()) wishFor(first.explorer);
  }, { rootMargin: NEAR });
  const watcher = new ResizeObserver(() => figure.clientWidth !== drawn && paint());
  const listeners = { "change:plot": arrived, "change:notice": noticed };
  for (const [event, heard] of Object.entries(listeners)) model.on(event, heard);
  say.textContent = first.frames[0].say;
  el.append(root);
  arrived();
  near.observe(root);
  watcher.observe(figure);
  return () => {
    for (const [event, heard] of Object.entries(listeners)) model.off(event, heard);
    for (const observer of [near, watcher]) observer.disconnect();
    clearTimeout(timer);
    root.remove();
  };
}

export default { render: ({ model, el }) => makeExplorer(model, el) };
