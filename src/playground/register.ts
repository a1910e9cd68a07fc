import type { Person } from "./emulator/state.ts";
import type { Company } from "./people.ts";
import type { Stage } from "./stage.ts";

const APPLY = /^importing:\d+:apply:/;
const ACCEPT = /^commission:/;
const LINK = /\?start=(?<payload>instructor-[\w-]+)/;

/** Two neighbourhoods: one that has been surveyed, and one in which nobody has asked yet. */
const UNITS = `编号,名称,类型,片区,所在市场,行业,从业人数,登记日期
U01,便民超市,个体,东街,,零售,3-9,2024-03-01
U02,老街面馆,个体,东街,,餐饮,3-9,2024-03-01
U03,顺达打印,小微企业,东街,,文印,10-49,2024-05-12
U04,东街菜市场,市场,东街,,农产品,50+,2023-09-01
U05,三号摊位,个体,东街,U04,农产品,0-2,2024-06-01
U06,七号摊位,个体,东街,U04,农产品,0-2,2024-06-01
U07,青橙书店,小微企业,大学城,,零售,10-49,2025-01-10
U08,蓝鲸快送站,站点,大学城,,配送,50+,2025-02-20
U09,小满咖啡,个体,大学城,,餐饮,3-9,2025-09-01
U10,星河软件,小微企业,大学城,,软件,10-49,2025-03-15
`;
const ORGANIZATIONS = ["/org add G1 | 东街市场联合支部 | 联合 | 支部 | 东街 | 自 2024-07-01", "/link G1 U04 U05 自 2024-07-01"];
const INSTRUCTORS = ["/instructor add I1 | 最多 5 | 片区 东街", "/instructor add I2 | 最多 3 | 片区 大学城"];
const ASSIGNMENTS = ["/assign I1 U02", "/assign I2 U10"];
const SURVEYS = "/survey\nU01 2 愿意 有书记\nU02 1 愿意\nU03 0 未定\nU04 3 愿意 有书记\nU05 1 愿意\nU06 0 不愿意";

/** Somebody takes up the code that the lead has entered, by the link that the lead passes on. */
async function takesUp(stage: Stage, lead: Person, instructor: Person): Promise<void> {
  const payload = LINK.exec(stage.finds(lead, ({ text }) => LINK.test(text))?.text ?? "")?.groups?.["payload"];
  if (payload === undefined) throw new Error("the bot told no link for an instructor");
  await stage.starts(instructor, payload);
  await stage.presses(instructor, instructor, ACCEPT);
}

/** The station's units, who covers them, who looks after them and what was found out, all by the lead's own commands. */
export async function enterRegister(stage: Stage, { lead, instructors }: Company): Promise<void> {
  await stage.sends(lead, { name: "units.csv", bytes: new TextEncoder().encode(UNITS) });
  await stage.presses(lead, lead, APPLY);
  for (const line of ORGANIZATIONS) await stage.says(lead, lead, line);
  for (const [at, line] of INSTRUCTORS.entries()) {
    await stage.says(lead, lead, line);
    const instructor = instructors[at];
    if (instructor) await takesUp(stage, lead, instructor);
  }
  for (const line of [...ASSIGNMENTS, SURVEYS]) await stage.says(lead, lead, line);
}
