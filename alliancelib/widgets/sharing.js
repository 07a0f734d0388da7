// What class pages share: a text as a QR code, and a button that copies it.

const qrLibrary = { made: null };

/** Puts the QR code of `text` into `spot`; where it cannot be drawn, the text itself still stands on the page. */
async function drawQr(spot, text, label) {
  try {
    const source = document.getElementById("aa-qr").textContent;
    qrLibrary.made ??= import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    spot.replaceChildren(qrSquares((await qrLibrary.made).generate(text), label));
  } catch (error) {
    console.error(error);
  }
}

/** A QR code as one path of squares, with the quiet margin it needs. */
function qrSquares(code, label) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  const cells = Array.from({ length: code.size ** 2 }, (_, i) => [i % code.size, Math.floor(i / code.size)]);
  const dark = cells.filter(([x, y]) => code.get(x, y));
  path.setAttribute("d", dark.map(([x, y]) => `M${x + 4} ${y + 4}h1v1h-1z`).join(""));
  const about = { viewBox: `0 0 ${code.size + 8} ${code.size + 8}`, role: "img", "aria-label": label };
  for (const [name, value] of Object.entries(about)) svg.setAttribute(name, value);
  svg.append(path);
  return svg;
}

/** The deals that "1-5, 8" means, in its order; null where it means none. */
function dealsIn(text) {
  const parts = text.split(",").map((part) => /^\s*(\d{1,3})\s*(?:[-\u2013]\s*(\d{1,3})\s*)?$/.exec(part));
  if (!parts.every(Boolean)) return null;
  const numbers = parts.flatMap(([, from, to = from]) =>
    Array.from({ length: Math.max(to - from + 1, 0) }, (_, k) => Number(from) + k));
  return numbers.length ? [...new Set(numbers)] : null;
}

/** Makes `button` copy what `element` shows; where the page may not use the clipboard, it is at least selected. */
function copies(button, element, said) {
  const name = button.textContent;
  button.addEventListener("click", async () => {
    let worked = true;
    try {
      await navigator.clipboard.writeText(element.textContent);
    } catch {
      getSelection().selectAllChildren(element);
      worked = document.execCommand("copy");
    }
    button.textContent = worked ? "Copied" : "Selected: copy it";
    said.textContent = button.textContent; // a name that changes under the focus is not read aloud
    setTimeout(() => {
      button.textContent = name;
      said.textContent = "";
    }, 2000);
  });
}
