// Building what is shown. Everything that comes from a config or a task is text: nothing here takes markup.

// el("a", {href: "/x", class: "y", onclick: f}, "text", node, [nodes]). An attribute that is null or false is left out.
export function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
}

export function svg(name, attributes = {}) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

// Shows other children, unless they are of the same data as before.
export function fill(node, data, make) {
  const made = JSON.stringify(data);
  if (node.madeOf === made) return;
  node.madeOf = made;
  node.replaceChildren();
  append(node, [make(data)]);
}

// The children of `parent` are `items` in their order. A child is made anew only when its item changed, and only moved
// when it must be: a thousand rows cost little, and what has the focus keeps it.
export function keyed(parent, items, keyOf, make) {
  const known = parent.known ?? new Map();
  const next = new Map();
  const wanted = new Set(items.map(keyOf));
  for (const [key, entry] of known) if (!wanted.has(key)) entry.node.remove();
  let at = parent.firstChild;
  for (const item of items) {
    const key = keyOf(item);
    const made = JSON.stringify(item);
    let entry = known.get(key);
    if (!entry || entry.made !== made) {
      const node = make(item);
      if (entry) {
        const here = at === entry.node;
        replaceKeepingFocus(entry.node, node);
        if (here) at = node;
      }
      entry = {made, node};
    }
    if (entry.node === at) at = at.nextSibling;
    else parent.insertBefore(entry.node, at);
    next.set(key, entry);
  }
  parent.known = next;
}

function replaceKeepingFocus(before, after) {
  const focusable = "a, button, input, select, summary";
  const place = before.contains(document.activeElement)
    ? [...before.querySelectorAll(focusable)].indexOf(document.activeElement) : -1;
  before.replaceWith(after);
  if (place >= 0) [...after.querySelectorAll(focusable)][place]?.focus({preventScroll: true});
}
