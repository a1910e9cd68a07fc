/** What the buttons that make a link of a body carry. */
export const linkData = (nodeId: number, purpose: string): string => `nodelink:make:${nodeId}:${purpose}`;
