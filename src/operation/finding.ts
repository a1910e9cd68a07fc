/** One thing that was looked at: it is well, or somebody has to do something. */
export interface Finding {
  readonly ok: boolean;
  readonly says: string;
}

export const well = (says: string): Finding => ({ ok: true, says });
export const toDo = (says: string): Finding => ({ ok: false, says });

/** Clocks may differ by this much: leases last at least 10 s, and roll calls close on the minute. */
const SKEW_ALLOWED_MS = 3_000;

export function describeSkew(whose: string, skewMs: number): Finding {
  if (Math.abs(skewMs) <= SKEW_ALLOWED_MS) return well(`The clock of this machine agrees with ${whose}.`);
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return toDo(`The clock of this machine is ${seconds} s ${skewMs > 0 ? "ahead of" : "behind"} ${whose}. Set it by a time server (NTP), or roll calls open and close at the wrong moment.`);
}
