/** Something of a station. */
export interface OfStation {
  readonly stationId: number;
  readonly id: number;
}

/** How a button names it: its station first. Twelve digits each leave room for a status and a day in the 64 bytes of a button. */
export const OF_STATION = "(\\d{1,12}):(\\d{1,12})";
export const ofStation = ({ stationId, id }: OfStation): string => `${stationId}:${id}`;
