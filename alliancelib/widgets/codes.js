// Result codes and class codes, written and read as alliancelib/core/codes.py says, which explains the layout. Tests
// hold the two against each other. Numbers are BigInt, since a code is one number of a hundred bits and more.

const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MARK = "AA";
const VERSION = "1";
const [TAG, LENGTH, CHECK] = [5, 2, 8];
const HEAD = MARK.length + VERSION.length + TAG + LENGTH;
const [CRC_POLYNOMIAL, CRC_MASK] = [0x0004820009n, 0xffffffffffn];
const TOLERATED = /[-\u00ad\u200b\u2060\ufeff]/g;
const CANDIDATE = new RegExp(`${MARK}(?:${VERSION}|[${SYMBOLS}](?=[${SYMBOLS}]{${TAG + LENGTH + CHECK}}))`, "g");
const RUN = new RegExp(`^[${SYMBOLS}]*`);
const [BLANK_BEFORE, BLANK_AFTER] = [/^[ \t\f\v\u00a0\u3000\ufeff]+/, /[ \t\f\v\u00a0\u3000\ufeff]+$/];
const GAPS = /[ \t\u00a0]+/g;
const SHOWN = 60;
const CUT = "cut short";
const LINES = 3; // over which a code may be broken
const BROKEN = new RegExp(`${MARK}${VERSION}[${SYMBOLS}]*$`);
const EDGES = /^[ \t\u00a0>|]+|=?[ \t\u00a0]*$/g;

/** The reason of a line that holds no code, nor anything that might be one. */
const NO_CODE = "no result code here";

class BadCode extends Error {}

const CRC_STEPS = Array.from({ length: 256 }, (_, byte) => {
  let rest = BigInt(byte) << 32n;
  for (let bit = 0; bit < 8; bit += 1) rest = ((rest << 1n) ^ (rest >> 39n ? CRC_POLYNOMIAL : 0n)) & CRC_MASK;
  return rest;
});

/** The checksum CRC-40/GSM of ASCII text. */
function crc40(text) {
  let rest = 0n;
  for (const letter of text) {
    const byte = BigInt(letter.charCodeAt(0));
    rest = ((rest << 8n) & CRC_MASK) ^ CRC_STEPS[Number((rest >> 32n) ^ byte)];
  }
  return rest ^ CRC_MASK;
}

function inSymbols(value, size) {
  let text = "";
  for (let k = size - 1; k >= 0; k -= 1) text += SYMBOLS[Number((value >> BigInt(5 * k)) & 31n)];
  return text;
}

function ofSymbols(text) {
  let value = 0n;
  for (const symbol of text) value = (value << 5n) | BigInt(SYMBOLS.indexOf(symbol));
  return value;
}

/** How many symbols hold every number below `base`. */
const sizeOf = (base) => Math.ceil((base - 1n).toString(2).length / 5);

const tagOf = ({ fingerprint }) =>
  inSymbols(BigInt(`0x${fingerprint}`) >> BigInt(4 * fingerprint.length - 5 * TAG), TAG);

const checksum = (sheet, body) => inSymbols(crc40(sheet.fingerprint + body), CHECK);
const optionsOf = (deal, at) => deal.nodes[at].options ?? [];
const betsOf = (deal) => deal.bet?.values.length ?? 0;

// --- writing -----------------------------------------------------------------------------------------------------

/** The result code of plays {deal, bet, choices}: the numbers of the bet and of the options; the first play counts. */
function encodeResult(sheet, plays) {
  const byDeal = new Map([...plays].reverse().map((play) => [play.deal, play]));
  let [value, base] = [0n, 1n];
  const put = (digit, radix) => {
    value += BigInt(digit) * base;
    base *= BigInt(radix);
  };
  for (const { id } of sheet.deals) put(byDeal.has(id) ? 1 : 0, 2);
  for (const deal of sheet.deals) {
    const play = byDeal.get(deal.id);
    if (!play) continue;
    if (betsOf(deal)) put(play.bet, betsOf(deal));
    let at = deal.root;
    for (const choice of play.choices) {
      const options = optionsOf(deal, at);
      put(choice, options.length);
      at = options[choice].to;
    }
  }
  const size = sizeOf(base);
  const body = MARK + VERSION + tagOf(sheet) + inSymbols(BigInt(size), LENGTH) + inSymbols(value, size);
  return body + checksum(sheet, body);
}

// --- reading -----------------------------------------------------------------------------------------------------

const ALIKE = { I: "1", L: "1", O: "0" };

/** Text as codes are read: without what is tolerated, in capitals, and letters like digits as digits. */
const plainCode = (text) => text.replace(TOLERATED, "").replace(/[a-zILO]/g, (letter) => {
  const capital = letter.toUpperCase();
  return ALIKE[capital] ?? capital;
});

/** The lessons by the tag that codes show: sheets, and `past` ones {fingerprint, title}, of which only this is known. */
const byTag = (sheets, past) => new Map([...past, ...sheets].map((one) => [tagOf(one), one]));

/**
 * Every code in a text, and every line without one that can be read: {line, text, sheet, plays, refused, first}, where
 * `first` is the line on which the same code stood before.
 */
function readResults(text, sheets, past = []) {
  const tagged = byTag(sheets, past);
  const first = new Map();
  const found = [];
  const lines = text.split(/\r\n|\r|\n/);
  for (let at = 0; at < lines.length; ) {
    const { readings, taken } = readLines(at, lines, tagged);
    for (const reading of readings) {
      if (!reading.refused) {
        reading.first = first.get(reading.text) ?? null;
        if (reading.first === null) first.set(reading.text, reading.line);
      }
      found.push(reading);
    }
    at += taken;
  }
  return found;
}

/** The symbols of a line of a broken code, with nothing at its ends or between them. */
const closedLine = (line) => plainCode(line.replace(EDGES, "")).replace(GAPS, "");

/** What the line at `at` says, with the next ones where only together they hold a code; and how many it took. */
function readLines(at, lines, tagged) {
  const accepted = (readings) => readings.filter(({ refused }) => !refused).length;
  const readings = readLine(at + 1, lines[at], tagged);
  if (readings.some(({ refused }) => refused.startsWith(CUT)) && BROKEN.test(closedLine(lines[at]))) {
    for (let end = at + 2; end <= Math.min(at + LINES, lines.length); end += 1) {
      const broken = lines.slice(at, end);
      const joined = readLine(at + 1, broken.map(closedLine).join(""), tagged);
      const singly = () => broken.flatMap((line) => readLine(0, line, tagged));
      if (accepted(joined) && accepted(joined) > accepted(singly())) return { readings: joined, taken: end - at };
    }
  }
  return { readings, taken: 1 };
}

function readLine(number, line, tagged) {
  const plain = plainCode(line);
  let { found, reason } = scanned(number, plain, tagged);
  if (!found.length) {
    // Somebody who types a code from a screen leaves the gaps between its groups.
    const closed = scanned(number, plain.replace(GAPS, ""), tagged).found;
    [found, reason] = [closed, closed.length ? "" : reason];
  }
  const begun = [...line.replace(BLANK_BEFORE, "").slice(0, 2 * SHOWN)].slice(0, SHOWN).join("");
  const shown = begun.replace(BLANK_AFTER, "");
  if (!found.length && !reason && shown) reason = NO_CODE;
  const refused = { line: number, text: shown, sheet: null, plays: [], refused: reason, first: null };
  return reason ? [...found, refused] : found;
}

/** The codes of a line, and why the first that is none is refused. */
function scanned(number, plain, tagged) {
  const found = [];
  let [reason, at] = ["", 0];
  for (;;) {
    CANDIDATE.lastIndex = at;
    const start = CANDIDATE.exec(plain)?.index;
    if (start === undefined) break;
    try {
      const { sheet, plays, end } = readCode(plain, start, tagged);
      found.push({ line: number, text: plain.slice(start, end), sheet, plays, refused: "", first: null });
      at = end;
    } catch (error) {
      if (!(error instanceof BadCode)) throw error;
      // In the middle of a word the mark is chance, not a code gone wrong.
      if (!/[0-9A-Z]$/.test(plain.slice(at, start))) reason ||= error.message;
      at = start + 1;
    }
  }
  return { found, reason };
}

function readCode(plain, start, tagged) {
  if (!plain.startsWith(MARK + VERSION, start)) {
    throw new BadCode("made by another version of this book, whose codes are written otherwise");
  }
  // Never more than is needed, so that a long line of nonsense takes no long time.
  const symbols = (size) => RUN.exec(plain.slice(start, start + size))[0];
  const head = symbols(HEAD);
  if (head.length < HEAD) throw new BadCode(CUT);
  const sheet = tagged.get(head.slice(-LENGTH - TAG, -LENGTH));
  if (!sheet) throw new BadCode("of no lesson known here: damaged, or made with another edition of the book");
  const size = HEAD + Number(ofSymbols(head.slice(-LENGTH))) + CHECK;
  const code = symbols(size);
  if (code.length < size) throw new BadCode(`${CUT} or damaged: ${code.length} of ${size} characters`);
  if (checksum(sheet, code.slice(0, -CHECK)) !== code.slice(-CHECK)) {
    throw new BadCode("damaged: its checksum does not fit");
  }
  if (!sheet.deals) {
    throw new BadCode(`made with an earlier edition of \u201c${sheet.title}\u201d, whose deals have changed since`);
  }
  return { sheet, plays: unpacked(sheet, code.slice(HEAD, -CHECK)), end: start + size };
}

function unpacked(sheet, symbols) {
  let [rest, base] = [ofSymbols(symbols), 1n];
  const next = (radix) => {
    const digit = Number(rest % BigInt(radix));
    rest /= BigInt(radix);
    base *= BigInt(radix);
    return digit;
  };
  const plays = sheet.deals.filter(() => next(2)).map((deal) => {
    const bet = betsOf(deal) ? next(betsOf(deal)) : null;
    const choices = [];
    for (let at = deal.root; optionsOf(deal, at).length; at = optionsOf(deal, at)[choices.at(-1)].to) {
      choices.push(next(optionsOf(deal, at).length));
    }
    return { deal: deal.id, bet, choices };
  });
  if (!plays.length || rest || symbols.length !== sizeOf(base)) {
    throw new BadCode("its checksum fits, but it is no play of this lesson");
  }
  return plays;
}

// --- class codes -------------------------------------------------------------------------------------------------

const [CLASS_LESSON, CLASS_DEALS] = [3, 4];
const CLASS_FIELD = 0b100101;
const DEBRIEFS = ["each", "end"];
const lessonBits = (lesson) => crc40(lesson) % (1n << BigInt(5 * CLASS_LESSON - 1));

/** A sum in the field of 32 elements, weighted by place: it finds every wrong symbol and every swap of two. */
function classCheck(symbols) {
  let rest = 0;
  for (const symbol of symbols) {
    rest = (rest ^ SYMBOLS.indexOf(symbol)) << 1;
    if (rest > 31) rest ^= CLASS_FIELD;
  }
  return SYMBOLS[rest];
}

/** Eight symbols for a lesson, "board/scenario", some of its deals, counted from 1, and when to debrief. */
function classCode({ lesson, deals, debrief }) {
  const bits = [...new Set(deals)].reduce((sum, deal) => sum + (1n << BigInt(deal - 1)), 0n);
  const head = inSymbols((lessonBits(lesson) << 1n) | BigInt(DEBRIEFS.indexOf(debrief)), CLASS_LESSON);
  const body = inSymbols(bits, CLASS_DEALS);
  return `${head}-${body}${classCheck(head + body)}`;
}

/** What a class code means; throws BadCode with the reason where it means nothing. */
function readClassCode(code, lessons) {
  const plain = plainCode(code.trim());
  const size = CLASS_LESSON + CLASS_DEALS + 1;
  if (plain.length !== size || [...plain].some((symbol) => !SYMBOLS.includes(symbol))) {
    throw new BadCode(`a class code has ${size} letters and digits`);
  }
  if (classCheck(plain.slice(0, -1)) !== plain.at(-1)) {
    throw new BadCode("mistyped: its last symbol does not fit the others");
  }
  const about = ofSymbols(plain.slice(0, CLASS_LESSON));
  const lesson = lessons.find((one) => lessonBits(one) === about >> 1n);
  const bits = Number(ofSymbols(plain.slice(CLASS_LESSON, -1)));
  if (!lesson || !bits) throw new BadCode("of no lesson of this book");
  const deals = Array.from({ length: 5 * CLASS_DEALS }, (_, k) => k + 1).filter((deal) => (bits >> (deal - 1)) & 1);
  return { lesson, deals, debrief: DEBRIEFS[Number(about & 1n)] };
}
