/**
 * Makes an element. Text goes in as text nodes only, so nothing that anybody typed can become markup.
 * @param {string} tag
 * @param {Record<string, unknown>} [props] `on…` is a listener, `class` and `aria-…` are attributes, null is left out
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

/**
 * Makes the children of `parent` be those of `items`, in order; a child whose item has not changed stays as it is, with its focus.
 * @template T
 * @param {Element} parent
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => unknown} stampOf changes when the child must be made anew
 * @param {(item: T) => HTMLElement} make
 */
export function fill(parent, items, keyOf, stampOf, make) {
  const before = new Map([...parent.children].map((child) => [/** @type {HTMLElement} */ (child).dataset.key, child]));
  const active = document.activeElement;
  const focused = active && parent.contains(active) ? active.closest("[data-key]") : null;
  const within = focused ? [...focused.querySelectorAll("button, a")].indexOf(active) : -1;
  const wanted = items.map((item) => {
    const key = keyOf(item);
    const stamp = JSON.stringify(stampOf(item));
    const old = /** @type {HTMLElement | undefined} */ (before.get(key));
    if (old && old.dataset.stamp === stamp) return old;
    const fresh = make(item);
    fresh.dataset.key = key;
    fresh.dataset.stamp = stamp;
    return fresh;
  });
  let place = parent.firstElementChild;
  for (const child of wanted) {
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  for (const child of [...parent.children]) if (!wanted.includes(/** @type {HTMLElement} */ (child))) child.remove();
  if (focused && !focused.isConnected) {
    const same = wanted.find((child) => child.dataset.key === focused.dataset.key);
    const target = within < 0 ? same : same?.querySelectorAll("button, a")[within];
    target?.focus({ preventScroll: true });
  }
}
