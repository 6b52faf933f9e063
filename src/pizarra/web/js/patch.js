/**
 * One tree of nodes made like another in place: what is the same stays, and with it the layout and the focus. Where the
 * HTML of two moments differs in texts and attributes alone, nothing is parsed: those are put in where they stand.
 */

/** Make the inside of `live` as that of `made`; `made` is used up. @param {Element} live @param {Element} made */
export function become(live, made) {
  WRITTEN.delete(live);
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

const WRITTEN = new WeakMap(); // how the inside of an element was last written
const PARTS = new WeakMap(); // how its children were, each

/** Make the inside of `live` as HTML of our own says. @param {Element} live @param {string} html */
export function becomeHtml(live, html) {
  const known = WRITTEN.get(live);
  if (known?.html === html || (known && renewed(known, html, live.childNodes))) return;
  remake(live, html);
  WRITTEN.set(live, { html });
}

function remake(live, html) {
  if (!live.firstChild) {
    live.innerHTML = html;
    return;
  }
  const made = live.cloneNode(false);
  made.innerHTML = html;
  become(live, made);
}

/** Make the children of `live` as parts say, each the HTML of one element: those written as before are left alone. */
export function becomeParts(live, parts) {
  const before = PARTS.get(live);
  PARTS.set(live, parts.map((html) => ({ html })));
  if (before?.length !== parts.length || live.children.length !== parts.length) return remake(live, parts.join(""));
  const children = [...live.children], now = PARTS.get(live);
  const others = parts.flatMap((part, k) => {
    if (part !== before[k].html && !renewed(before[k], part, [children[k]])) return [k];
    now[k] = before[k];
    return [];
  });
  if (!others.length) return;
  const made = live.cloneNode(false);
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

const PIECE = /<[^>]*>|[^<]+/g, ATTRIBUTE = / ([\w:-]+)="([^"]*)"/g;

/**
 * Put other texts and attributes in where the tags are the same; gives whether that was possible.
 * @param {{html: string, pieces?: string[], nodes?: Node[] | null}} known what was written before @param {Iterable<Node>} roots
 */
function renewed(known, html, roots) {
  known.pieces ??= known.html.match(PIECE) ?? [];
  if (known.nodes === undefined) known.nodes = nodesOf(known.pieces, roots);
  const { pieces: before, nodes } = known, pieces = html.match(PIECE) ?? [], others = [];
  if (!nodes || before.length !== pieces.length) return false;
  for (let k = 0; k < pieces.length; k++) {
    const was = before[k], is = pieces[k];
    if (was === is) continue;
    if (was[0] === "<" ? !sameTag(was, is) : is[0] === "<" || is.includes("&")) return false;
    others.push(k);
  }
  for (const k of others) {
    if (pieces[k][0] !== "<") nodes[k].data = pieces[k];
    else for (const [, name, value] of pieces[k].matchAll(ATTRIBUTE)) if (nodes[k].getAttribute(name) !== value) put(nodes[k], name, value);
  }
  Object.assign(known, { html, pieces });
  return true;
}

/** Whether two tags have the same name and attributes, their values aside; none of them is escaped. */
function sameTag(was, is) {
  return is[0] === "<" && is[1] !== "/" && !is.includes("&") && was.replace(ATTRIBUTE, " $1") === is.replace(ATTRIBUTE, " $1");
}

/** The node of every piece that begins one; null where the browser has made others of them. */
function nodesOf(pieces, roots) {
  const made = [], nodes = [];
  const walk = (node) => {
    made.push(node);
    for (const child of node.childNodes) walk(child);
  };
  for (const root of roots) walk(root);
  let at = 0;
  for (const piece of pieces) {
    if (piece.startsWith("</")) {
      nodes.push(null);
      continue;
    }
    const node = made[at++], name = piece[0] === "<" ? /^<([\w-]+)/.exec(piece)?.[1].toLowerCase() : "#text";
    if (node?.nodeName.toLowerCase() !== name) return null;
    nodes.push(node);
  }
  return at === made.length ? nodes : null;
}

function alikeAll(old, next) {
  for (let k = 0; k < old.length; k++) if (old[k].nodeName !== next[k].nodeName) return false;
  return true;
}

function attributesOf(live, made) {
  for (const { name, value } of made.attributes) if (live.getAttribute(name) !== value) put(live, name, value);
  if (live.attributes.length > made.attributes.length) {
    for (const name of live.getAttributeNames()) if (!made.hasAttribute(name)) live.removeAttribute(name);
  }
  if (live.localName === "input" && live.value !== made.getAttribute("value")) live.value = made.getAttribute("value");
}

function put(node, name, value) {
  const typed = name === "value" && node.value !== node.getAttribute(name) && node === node.getRootNode().activeElement;
  node.setAttribute(name, value);
  if (name === "value" && !typed) node.value = value; // what somebody is typing stays
}
