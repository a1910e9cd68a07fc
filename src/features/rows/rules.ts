/** Buttons in rows of so many, the last row with what is left. */
export function inRows<Item>(items: readonly Item[], width: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / width) }, (_, row) => items.slice(row * width, (row + 1) * width));
}
