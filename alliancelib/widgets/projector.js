// Turns the screens of a page to project: forward shows the answer first, then the next question.
(() => {
  const screens = [...document.querySelectorAll("main > section")];
  const said = document.querySelector("[data-aa-at]");
  const buttons = [...document.querySelectorAll("[data-aa-step]")];
  const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"];
  const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];
  let at = 0;

  const answer = (k) => screens[k].querySelector("details");

  function show(k) {
    at = Math.min(Math.max(k, 0), screens.length - 1);
    screens.forEach((screen, n) => (screen.hidden = n !== at));
    said.textContent = `${at + 1} of ${screens.length}`;
    buttons[0].disabled = at === 0 && !(answer(at) && answer(at).open);
    buttons[1].disabled = at === screens.length - 1;
    history.replaceState(null, "", `#${at + 1}`);
  }

  function step(by) {
    const here = answer(at);
    if (here && here.open === by < 0) here.open = by > 0;
    else show(at + by);
  }

  buttons.forEach((button) => button.addEventListener("click", () => step(Number(button.dataset.aaStep))));
  document.addEventListener("keydown", (event) => {
    const pressed = event.target.closest("a, button, summary") && [" ", "Enter"].includes(event.key);
    if (pressed || event.ctrlKey || event.altKey || event.metaKey) return;
    const by = FORWARD.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
    if (by) step(by);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(screens.length - 1);
    else return;
    event.preventDefault();
  });

  // A link to be read off the wall is shown in full.
  for (const link of document.querySelectorAll("[data-aa-full]")) link.textContent = link.href;
  show(Number(location.hash.slice(1)) - 1 || 0);
})();
