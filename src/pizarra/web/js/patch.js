/** One tree of nodes made like another in place: what is the same stays, and with it the layout and the focus. */

/** Make the inside of `live` as that of `made`; `made` is used up. @param {Element} live @param {Element} made */
export function become(live, made) {
  const old = live.childNodes, next = made.childNodes;
  if (old.length !== next.length || !alikeAll(old, next)) return live.replaceChildren(...next);
  for (let k = 0; k < old.length; k++) {
    const a = old[k], b = next[k];
    if (a.nodeType === Node.TEXT_NODE) {
      if (a.data !== b.data) a.data = b.data;
    } else {
      attributesOf(a, b);
      become(a, b);
    }
  }
}

/** Make the inside of `live` as HTML of our own says. @param {Element} live @param {string} html */
export function becomeHtml(live, html) {
  const made = live.cloneNode(false);
  made.innerHTML = html;
  become(live, made);
}

const WRITTEN = new WeakMap(); // how the parts of an element were written when they were last made

/** Make the children of `live` as parts say, each the HTML of one element: those written as before are left alone. */
export function becomeParts(live, parts) {
  const before = WRITTEN.get(live);
  WRITTEN.set(live, parts);
  if (before?.length !== parts.length || live.children.length !== parts.length) return becomeHtml(live, parts.join(""));
  const others = parts.flatMap((part, k) => (part === before[k] ? [] : [k]));
  if (!others.length) return;
  const made = live.cloneNode(false), children = [...live.children];
  made.innerHTML = others.map((k) => parts[k]).join("");
  [...made.children].forEach((next, k) => {
    const old = children[others[k]];
    if (old.nodeName !== next.nodeName) return old.replaceWith(next);
    attributesOf(old, next);
    become(old, next);
  });
}

/** Make the one element in `live`: as `outside` says, and its children as parts say. */
export function becomeAround(live, outside, parts) {
  if (!live.firstElementChild) live.innerHTML = outside;
  const made = live.cloneNode(false);
  made.innerHTML = outside;
  attributesOf(live.firstElementChild, made.firstElementChild);
  becomeParts(live.firstElementChild, parts);
}

function alikeAll(old, next) {
  for (let k = 0; k < old.length; k++) if (old[k].nodeName !== next[k].nodeName) return false;
  return true;
}

function attributesOf(live, made) {
  for (const { name, value } of made.attributes) if (live.getAttribute(name) !== value) live.setAttribute(name, value);
  if (live.attributes.length > made.attributes.length) {
    for (const name of live.getAttributeNames()) if (!made.hasAttribute(name)) live.removeAttribute(name);
  }
  if (live.localName === "input" && live.value !== made.getAttribute("value")) live.value = made.getAttribute("value");
}
