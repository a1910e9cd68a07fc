export const nodedigest = {
  heading: (year: number, week: number, span: string) => `📊 汇总周报 · ${year}年第${week}周（${span}）`,
  asItStands: "这一周没有发出周报；下面是现在的数。",
  setUp: (stations: string, counted: number) => `已建站 ${stations}，计入 ${counted} 个`,
  units: (units: string) => `在营单位 ${units} 家`,
  otherStations: (before: number) => `  上周计入 ${before} 个站，比较时请留意`,
  byKind: "分类（组织覆盖；工作覆盖）：",
  row: (kinds: readonly string[], units: number, organization: string, work: string) =>
    `· ${kinds.join("和")} ${units} 家${kinds.length > 1 ? "（数少，合并）" : ""}：${organization}；${work}`,
  missing: (stations: number, names: readonly string[], more: number) => `⚠️ ${stations} 个站还没有数，未计入：${names.join("、")}${more === 0 ? "" : `，另有 ${more} 个`}`,
  closing: "只有家数和比率，不含个人信息；很小的数不显示或合并。",
  nothing: (body: string) => `“${body}”下面那一周没有指导站，没有可汇总的数。`,
};
