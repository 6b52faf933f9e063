/** Random numbers that come again from the same seed: a page's address leads back to the same data. */

/** Numbers between 0 and 1, by a counter that is stirred (splitmix32). @param {number} seed */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Numbers of the normal distribution, from uniform ones. @param {() => number} next */
export function normal(next) {
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Put things into another order. @param {any[]} things @param {() => number} next */
export function shuffled(things, next) {
  const made = things.slice();
  for (let k = made.length - 1; k > 0; k--) {
    const other = Math.floor(next() * (k + 1));
    [made[k], made[other]] = [made[other], made[k]];
  }
  return made;
}
