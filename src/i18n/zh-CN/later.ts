export const later = {
  button: {
    time: "🔁 以后每次也改到这个时间",
    place: "🔁 以后每次也在这里",
    places: "🔁 以后每次也是这个名额",
    end: "⏹ 以后的也都不办了",
  },
  done: {
    time: (title: string, rhythm: string) => `👌 “${title}”以后每次：${rhythm}`,
    place: (title: string, place: string) => `👌 “${title}”以后每次的地点：${place}`,
    places: (title: string, places: number) => `👌 “${title}”以后每次的名额：${places}`,
    unlimited: (title: string) => `👌 “${title}”以后每次都不限名额。`,
  },
  refusals: {
    notForYou: "没有找到这个系列，或您没有这项权限。",
    otherPeriod: "这次挪到了另一周或另一个月，没法照样挪以后的。要换节奏，请结束这个系列，再发一个新的。",
  },
};
