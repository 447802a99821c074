// Making and changing elements. Text is only ever set as text, so that none becomes markup.

export const byId = (id) => document.getElementById(id);

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** Changes only what differs: readers of the screen and selections are left alone. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function show(node, shown) {
  node.hidden = !shown;
}

/** Makes a list's children fit items: each child is made once and changed by `update(child, item)`. */
export function fit(list, items, make, update) {
  while (list.children.length > items.length) {
    list.lastElementChild.remove();
  }
  while (list.children.length < items.length) {
    list.append(make());
  }
  items.forEach((item, index) => update(list.children[index], item));
}
