import type { Emulator } from "./emulator/emulator.ts";
import type { Person } from "./emulator/state.ts";

export type Part = "lead" | "organizer" | "instructor" | "member" | "stranger";

interface Role {
  readonly id: number;
  readonly part: Part;
  readonly firstName: string;
  readonly lastName?: string;
  readonly languageCode: "zh-hans" | "en";
}

const chinese = (id: number, part: Part, firstName: string): Role => ({ id, part, firstName, languageCode: "zh-hans" });
const english = (id: number, part: Part, firstName: string, lastName: string): Role => ({ id, part, firstName, lastName, languageCode: "en" });

/** Who can be played. Their ids are fixed, so that the page knows everybody's part without being told. */
export const CAST: readonly Role[] = [
  chinese(5_000_000_101, "lead", "周明远"),
  chinese(5_000_000_102, "organizer", "林晓燕"),
  chinese(5_000_000_103, "instructor", "陈立新"),
  chinese(5_000_000_104, "instructor", "吴桂芳"),
  chinese(5_000_000_111, "member", "王芳"),
  chinese(5_000_000_112, "member", "李强"),
  chinese(5_000_000_113, "member", "赵敏"),
  chinese(5_000_000_114, "member", "孙浩然"),
  chinese(5_000_000_115, "member", "欧阳静怡"),
  english(5_000_000_116, "member", "Grace", "Miller"),
  chinese(5_000_000_117, "member", "刘洋"),
  chinese(5_000_000_118, "member", "黄小米"),
  english(5_000_000_119, "member", "Ben", "Carter"),
  chinese(5_000_000_120, "member", "张悦"),
  chinese(5_000_000_131, "stranger", "郑安"),
];

export interface Company {
  readonly lead: Person;
  readonly organizer: Person;
  readonly instructors: readonly Person[];
  readonly members: readonly Person[];
  readonly stranger: Person;
}

/** Brings everybody into an empty Telegram. */
export function bringIn(emulator: Emulator): Company {
  const everybody = CAST.map(({ part, ...given }) => ({ part, person: emulator.addPerson(given) }));
  const those = (part: Part) => everybody.filter((one) => one.part === part).map(({ person }) => person);
  const the = (part: Part) => {
    const [person] = those(part);
    if (!person) throw new Error(`nobody plays the ${part}`);
    return person;
  };
  return { lead: the("lead"), organizer: the("organizer"), instructors: those("instructor"), members: those("member"), stranger: the("stranger") };
}
