export const exporting = {
  ask: "要哪一张表？我会以 Excel 文件发给您，改好后可以再发给我导入。",
  caption: "请妥善保管。改好后发给我，就能导入。",
  refusals: { notForYou: "没有找到，或您没有这项权限。" },
};
