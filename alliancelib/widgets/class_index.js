// The page where a class begins: a teacher makes a link, a short code and a QR code; a student types the short code.
// codes.js and sharing.js stand in front of it. Nothing is sent or kept.
(() => {
  "use strict";

  const lessons = JSON.parse(document.getElementById("aa-lessons").textContent);
  const find = (name) => document.querySelector(`[data-aa-${name}]`);

  /** Numbers as short as they can be said: 1-5,8. */
  function spans(numbers) {
    const runs = [];
    for (const number of numbers) {
      const last = runs.at(-1);
      if (last && number === last[1] + 1) last[1] = number;
      else runs.push([number, number]);
    }
    return runs.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(",");
  }

  const addressOf = ({ lesson, deals, debrief }) =>
    new URL(`${lesson.replace("/", ".")}.html?deals=${spans(deals)}&debrief=${debrief}`, location.href).href;

  find("join").addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      location.href = addressOf(readClassCode(find("typed").value.replace(/\s/g, ""), lessons.map(({ key }) => key)));
    } catch (error) {
      if (!(error instanceof BadCode)) throw error;
      find("join-said").textContent = `That is no class code: ${error.message}.`;
    }
  });

  /** The deals that are asked for, in the lesson's order; all of them where none of it is. */
  function dealsOf(lesson) {
    const asked = dealsIn(find("deals").value) ?? [];
    const all = Array.from({ length: lesson.deals }, (_, k) => k + 1);
    const deals = all.filter((deal) => asked.includes(deal));
    const isPlain = deals.length && deals.length === asked.length;
    find("deals-said").textContent = isPlain ? "" : `This lesson has deals 1 to ${lesson.deals}.`;
    return deals.length ? deals : all;
  }

  /** The link and the code for the lesson and the deals chosen. */
  function make() {
    const lesson = lessons.find(({ key }) => key === find("lesson").value);
    const deals = dealsOf(lesson);
    const link = { lesson: lesson.key, deals, debrief: find("debrief").value };
    find("goal").textContent = lesson.goal;
    find("link").textContent = addressOf(link);
    find("link").href = addressOf(link);
    find("code").textContent = classCode(link);
    drawQr(find("squares"), addressOf(link), "The class link as a QR code");
  }

  find("lesson").addEventListener("change", make);
  find("deals").addEventListener("input", make);
  find("debrief").addEventListener("change", make);
  copies(find("copy"), find("link"), find("copied"));
  find("fill").hidden = !document.fullscreenEnabled;
  find("fill").addEventListener("click", () => find("wall").requestFullscreen());
  find("make").open = innerWidth >= 700; // on a phone, a student's, it would stand in the way
  if (location.host) find("here").textContent = location.host + location.pathname; // to be read off the wall
  make();
})();
