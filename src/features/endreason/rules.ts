import type { END_REASONS } from "../../db/schema-register.ts";

export type EndReason = (typeof END_REASONS)[number];

const NAMES: Readonly<Record<EndReason, readonly string[]>> = {
  unit_closed: ["单位注销", "unit closed"], unit_moved_out: ["单位迁出", "unit moved out"], unit_not_found: ["单位查无", "unit not found"],
  instructor_retired: ["指导员卸任", "instructor retired"], organization_dissolved: ["党组织撤销", "organization dissolved"], handed_over: ["交接", "handed over"],
  ended: ["到期或解除", "解除", "到期", "ended"],
};

/** Why something ended, by its name in either language. */
export function endReasonNamed(text: string): EndReason | null {
  const said = text.normalize("NFKC").trim().toLowerCase();
  return (Object.keys(NAMES) as EndReason[]).find((reason) => reason === said || NAMES[reason].includes(said)) ?? null;
}
