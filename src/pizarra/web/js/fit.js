/** How a table of paths lies: as a table where there is room, stood up where it is one of few paths, else folded. */

const STANDS = 5; // rows, with the head and the sum

/** Let every table of paths in a box be as it fits, so that a product is never seen without its factors. */
export function fitTables(box) {
  for (const table of box.querySelectorAll(".paths")) fitTable(table, roomIn(table.parentElement));
}

/** How wide a table in this box may be. */
function roomIn(box) {
  const { paddingLeft, paddingRight } = getComputedStyle(box);
  return box.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
}

/** @param {HTMLTableElement} table @param {number} room in pixels @param {boolean} stands whether it may stand up */
export function fitTable(table, room, stands = true) {
  const [head] = table.rows, rows = table.rows.length;
  table.classList.remove("folds");
  table.classList.toggle("turns", stands && rows <= STANDS); // on a narrow screen this class stands it up
  table.style.setProperty("--columns", head.cells.length);
  table.style.setProperty("--rows", rows);
  if (table.offsetWidth <= room) return;
  table.classList.remove("turns");
  if (table.offsetWidth <= room) return;
  const wide = [...head.cells].slice(1).map((cell) => cell.offsetWidth);
  table.style.setProperty("--fold", foldedIn(wide, room));
  table.classList.add("folds");
}

/** In how many columns cells so wide are folded: in as few lines as there is room for, and these as even as can be. */
function foldedIn(wide, room) {
  const fits = (count) => wide.slice(0, count).reduce((sum, _, c) => sum + Math.max(...wide.filter((_, k) => k % count === c)), 0) <= room;
  const counts = wide.map((_, k) => k + 1).filter(fits), lines = (count) => Math.ceil(wide.length / count);
  const most = counts.at(-1) ?? 1;
  return counts.find((count) => lines(count) === lines(most)) ?? most;
}
