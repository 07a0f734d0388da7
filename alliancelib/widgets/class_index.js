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

  const addressOf = (key, deals) => new URL(`${key.replace("/", ".")}.html?deals=${spans(deals)}`, location.href).href;

  find("join").addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      const { lesson, deals } = readClassCode(find("typed").value, lessons.map(({ key }) => key));
      location.href = addressOf(lesson, deals);
    } catch (error) {
      if (!(error instanceof BadCode)) throw error;
      find("join-said").textContent = `That is no class code: ${error.message}.`;
    }
  });

  /** The link and the code for the lesson chosen, and so many of its deals from the first one on. */
  function make() {
    const lesson = lessons.find(({ key }) => key === find("lesson").value);
    const last = Math.min(Number(find("deals").value), lesson.deals);
    const deals = Array.from({ length: last }, (_, k) => k + 1);
    const address = addressOf(lesson.key, deals);
    find("goal").textContent = lesson.goal;
    find("link").textContent = address;
    find("link").href = address;
    find("code").textContent = classCode(lesson.key, deals);
    drawQr(find("squares"), address, "The class link as a QR code");
  }

  find("lesson").addEventListener("change", make);
  find("deals").addEventListener("change", make);
  copies(find("copy"), find("link"));
  make();
})();
