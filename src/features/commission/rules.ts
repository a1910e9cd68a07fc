/** What the link of an instructor hands to Start. */
export function commissionPayload(stationId: number, code: string): string {
  return `instructor-${stationId}-${code}`;
}

export const COMMISSION_PAYLOAD = /^instructor-(\d{1,15})-([\w-]{22})$/;
