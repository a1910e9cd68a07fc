export const organizations = {
  title: (total: number, page: number, pages: number) => `组织 ${total} 个${pages > 1 ? `，第 ${page}/${pages} 页` : ""}`,
  area: (area: string) => `片区 ${area}`,
  units: (units: number) => `在营单位 ${units}`,
  earlier: "‹ 上一页",
  later: "下一页 ›",
  narrow: "还有更多，请把条件写得短一些再看。",
  nothing: "没有这样的组织。\n可以这样筛选：/orgs 联合、/orgs 支部 A、/orgs 超期、/orgs 到期、/orgs 撤销、/orgs 无单位，或写名称里的字。",
};
