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
