// The statistics of a class, as alliancelib/core/results.py defines them; tests hold the two against each other to the
// last digit, so every sum is formed in whole millionths of a point, and every float in the same order as there.

const MICRO = 1e6;
const LEVELS = 3; // fewer different offers do not bracket a line
const micro = (amount) => Math.floor(amount * MICRO + 0.5);
const mean = (total, count) => (count ? total / MICRO / count : null);
const total = (items, of) => items.reduce((sum, item) => sum + of(item), 0);

function pathOf(deal, choices) {
  const nodes = [deal.nodes[deal.root]];
  for (const choice of choices) nodes.push(deal.nodes[nodes.at(-1).options[choice].to]);
  return nodes;
}

/** The best option at every decision, the first of equals. */
function bestChoices(deal) {
  const chosen = [];
  for (let node = deal.nodes[deal.root]; node.options; node = deal.nodes[node.options[chosen.at(-1)].to]) {
    chosen.push(node.options.findIndex(({ regret }) => regret === 0));
  }
  return chosen;
}

/** Whether a bet was right; null where it is void, or there was none. */
function betRight(deal, bet, nodes) {
  if (bet === null) return null;
  const settled = deal.bet.truth ?? nodes.find((node) => node.settles != null)?.settles ?? null;
  if (settled === null) return null;
  const value = deal.bet.values[bet];
  return deal.bet.kind === "number" ? Math.abs(value - settled) <= deal.bet.within + 1e-9 : value === settled;
}

/** One play: what it brought, what its choices cost, what the best play of the deal brings, and whether the bet was right. */
function scored(deal, play) {
  const nodes = pathOf(deal, play.choices);
  const left = total(play.choices.map((choice, i) => micro(nodes[i].options[choice].regret)), (cost) => cost);
  return {
    payoff: nodes.at(-1).payoff,
    left: left / MICRO,
    best: pathOf(deal, bestChoices(deal)).at(-1).payoff,
    bet_right: betRight(deal, play.bet, nodes),
  };
}

/** The class in numbers; `players` is a list of plays for each code. */
function summarise(sheet, players) {
  const byDeal = new Map(sheet.deals.map(({ id }) => [id, []]));
  for (const player of players) for (const play of player) byDeal.get(play.deal).push(play);
  const deals = sheet.deals.map((deal) => dealSummary(deal, byDeal.get(deal.id))).filter(({ plays }) => plays);
  const plays = total(deals, (deal) => deal.plays);
  const means = ["payoff", "best", "left"].map((name) => [name, mean(total(deals, ({ sums }) => sums[name]), plays)]);
  const bets = ["right", "wrong", "void"].map((kind) => [kind, total(deals, (deal) => deal.bets[kind])]);
  return {
    players: players.length,
    plays,
    ...Object.fromEntries(means),
    decided: total(deals, ({ decided }) => decided),
    right_choices: total(deals, (deal) => deal.right_choices),
    bets: Object.fromEntries(bets),
    deals,
    depths: depthsOf(deals.flatMap(({ decisions }) => decisions)),
    cutoffs: cutoffGroups(sheet).map((group) => cutoffSummary(sheet.line, group, players)),
  };
}

function dealSummary(deal, plays) {
  const scores = plays.map((play) => scored(deal, play));
  const sums = Object.fromEntries(["payoff", "best", "left"].map((name) => [name, total(scores, (s) => micro(s[name]))]));
  const decisions = decisionsOf(deal, plays);
  return {
    id: deal.id,
    plays: plays.length,
    ...Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, mean(sum, plays.length)])),
    sums,
    decisions,
    decided: total(decisions, ({ count }) => count),
    right_choices: total(decisions, ({ right }) => right),
    bets: betsSummary(deal, plays, scores),
  };
}

/** Every decision that somebody met, in the order of the game. */
function decisionsOf(deal, plays) {
  const met = new Map();
  for (const { choices } of plays) {
    let at = deal.root;
    choices.forEach((choice, depth) => {
      const { options } = deal.nodes[at];
      const key = `${depth} ${at}`;
      if (!met.has(key)) met.set(key, { depth, at, counts: options.map(() => 0) });
      met.get(key).counts[choice] += 1;
      at = options[choice].to;
    });
  }
  const inOrder = [...met.values()].sort((one, other) => one.depth - other.depth || other.at - one.at);
  return inOrder.map(({ depth, at, counts }) => {
    const { options } = deal.nodes[at];
    const count = total(counts, (n) => n);
    const left = total(counts.map((n, k) => n * micro(options[k].regret)), (cost) => cost);
    const right = total(counts.filter((_, k) => options[k].regret === 0), (n) => n);
    return { node: at, depth, count, counts, right, left: mean(left, count), sum: left };
  });
}

/** The first decisions of all deals together, the second, and so on. */
function depthsOf(decisions) {
  const depths = [...new Set(decisions.map(({ depth }) => depth))].sort((one, other) => one - other);
  return depths.map((depth) => {
    const here = decisions.filter((decision) => decision.depth === depth);
    const [count, right, left] = ["count", "right", "sum"].map((name) => total(here, (decision) => decision[name]));
    return { depth, count, right, left: mean(left, count) };
  });
}

function betsSummary(deal, plays, scores) {
  if (!deal.bet) return { counts: [], mean: null, right: 0, wrong: 0, void: 0 };
  const { values, kind } = deal.bet;
  const counts = values.map(() => 0);
  for (const { bet } of plays) counts[bet] += 1;
  const sum = kind === "number" ? total(counts.map((n, k) => n * micro(values[k])), (part) => part) : 0;
  const how = (verdict) => scores.filter(({ bet_right }) => bet_right === verdict).length;
  const average = kind === "number" ? mean(sum, plays.length) : null;
  return { counts, mean: average, right: how(true), wrong: how(false), void: how(null) };
}

// --- the line by which a class behaved ---------------------------------------------------------------------------

const levelsOf = (deals) => [...new Set(deals.map(({ cutoff }) => cutoff.level))].sort((a, b) => a - b);

function cutoffGroups(sheet) {
  const groups = new Map();
  for (const deal of sheet.deals.filter(({ cutoff }) => cutoff)) {
    groups.set(deal.about, [...(groups.get(deal.about) ?? []), deal]);
  }
  return [...groups.values()].filter((deals) => levelsOf(deals).length >= LEVELS);
}

function cutoffSummary(line, deals, players) {
  const [{ about, cutoff }] = deals;
  const levels = levelsOf(deals);
  const byId = new Map(deals.map((deal) => [deal.id, deal]));
  const own = players.map((player) => answersOf(player, byId, levels)).filter((a) => a.some(({ count }) => count));
  const totals = levels.map((level, k) => ({ level, takes: total(own, (a) => a[k].takes), count: total(own, (a) => a[k].count) }));
  const found = meanLine(line, totals, cutoff.above);
  const without = own.map((a) => meanLine(line, totals.map(({ level, takes, count }, k) =>
    ({ level, takes: takes - a[k].takes, count: count - a[k].count })), cutoff.above));
  return {
    about, line: cutoff.line, above: cutoff.above, players: own.length, levels: totals,
    low: found?.low ?? null, estimate: found?.estimate ?? null, high: found?.high ?? null,
    error: jackknife(without.filter(Boolean).map(({ estimate }) => estimate)),
  };
}

function answersOf(player, byId, levels) {
  const answers = levels.map(() => ({ takes: 0, count: 0 }));
  for (const { deal, choices } of player) {
    const cutoff = byId.get(deal)?.cutoff;
    if (!cutoff) continue;
    const answer = answers[levels.indexOf(cutoff.level)];
    answer.count += 1;
    answer.takes += choices[0] === cutoff.take ? 1 : 0;
  }
  return answers;
}

function meanLine(line, totals, above) {
  const met = totals.filter(({ count }) => count);
  if (!met.length) return null;
  // From the worst offer to the best, so that the share taken should rise.
  const shares = pooled(met.map(({ takes, count }) => ({ takes: above ? takes : count - takes, count, size: 1 })));
  const ends = [line.low, ...met.map(({ level }) => level), line.high];
  let [low, high] = [0, 0];
  [...shares, 1].forEach((share, i) => {
    const step = share - (i ? shares[i - 1] : 0);
    low += step * ends[i];
    high += step * ends[i + 1];
  });
  return { low, estimate: (low + high) / 2, high };
}

/** Shares that never fall, by pooling adjacent violators. */
function pooled(counts) {
  const blocks = [];
  for (const block of counts) {
    blocks.push(block);
    while (blocks.length > 1 && blocks.at(-2).takes * blocks.at(-1).count > blocks.at(-1).takes * blocks.at(-2).count) {
      const [one, other] = [blocks.pop(), blocks.pop()];
      blocks.push({ takes: one.takes + other.takes, count: one.count + other.count, size: one.size + other.size });
    }
  }
  return blocks.flatMap(({ takes, count, size }) => Array(size).fill(takes / count));
}

/** The standard error of a statistic from its values without one player each. */
function jackknife(values) {
  const n = values.length;
  if (n < 2) return null;
  let [middle, spread] = [0, 0];
  for (const value of values) middle += value / n;
  for (const value of values) spread += (value - middle) * (value - middle);
  return Math.sqrt((spread * (n - 1)) / n);
}
