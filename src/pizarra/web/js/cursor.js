/** What stands in a formula, a table or the drawing, gone over with keys as with the mouse: from number to number by arrows. */

const TOWARDS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const ACROSS = 3; // how much more it counts to be off the line than to be far along it

/**
 * Obey a key where a box with entries, or one of them, has the focus. Gives whether it was obeyed.
 * @param {import("./app.js").App} app @param {KeyboardEvent} event @param {(entry: Element) => void} take makes an entry the case
 */
export function goneOver(app, event, take) {
  const { target, key } = event, box = target.closest?.(".scroll[tabindex]");
  if (!box) return false;
  if (target === box) return key === "Enter" && enter(firstOf(entriesOf(box), `${app.chosen.of}:${app.chosen.place}`));
  if (!target.matches("[data-k]")) return false;
  if (key === "Enter" || key === " ") {
    take(target);
    const found = entriesOf(box.isConnected ? box : app.active);
    return enter(found.find((one) => one.dataset.k === target.dataset.k) ?? found[0]);
  }
  if (key === "Escape") return enter(box);
  if (key === "F2") return enter(app.root.querySelector(`input[data-k="${CSS.escape(target.dataset.k)}"]`));
  return Object.hasOwn(TOWARDS, key) && (enter(nearest(entriesOf(box), target, TOWARDS[key])), true);
}

function entriesOf(box) {
  return [...box.querySelectorAll("[data-k]:not(input)")].filter((one) => one.checkVisibility({ visibilityProperty: true }));
}

/** Where one begins: at the case, if it is there. */
function firstOf(entries, chosen) {
  return entries.find((one) => one.matches(".case") || one.dataset.k === chosen) ?? entries[0];
}

/** Put the focus there, without making one more stop of the Tab key. @param {Element | null} [entry] */
function enter(entry) {
  if (!entry) return false;
  if (entry.matches("[data-k]:not(input)")) {
    entry.setAttribute("tabindex", "-1");
    entry.addEventListener("blur", () => entry.removeAttribute("tabindex"), { once: true });
  }
  entry.focus();
  return true;
}

/** The entry that comes next in a direction. */
function nearest(entries, from, [dx, dy]) {
  const middle = (one) => {
    const box = one.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = middle(from);
  let found = null, least = Infinity;
  for (const one of entries) {
    const [a, b] = middle(one), along = (a - x) * dx + (b - y) * dy, far = along + ACROSS * Math.abs((a - x) * dy + (b - y) * dx);
    if (along > 2 && far < least) [found, least] = [one, far];
  }
  return found;
}
