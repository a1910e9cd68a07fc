/** Says "I come every time" to a series, or takes it back. */
export const standData = (seriesId: number, isOn: boolean): string => `standing:${isOn ? "on" : "off"}:${seriesId}`;
