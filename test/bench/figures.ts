export const at = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** One line of what was measured, from waits in ms, sorted. */
export const row = (name: string, sorted: readonly number[]) =>
  `${name.padEnd(28)} median ${at(sorted, 0.5)} ms · 95 % ${at(sorted, 0.95)} ms · 99 % ${at(sorted, 0.99)} ms · longest ${sorted.at(-1)} ms`;
