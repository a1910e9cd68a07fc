/** What the link of a body hands to Start. */
export const linkPayload = (code: string): string => `scope-${code}`;

export function readLinkPayload(parameter: string): string | null {
  return /^scope-([\w-]{22})$/.exec(parameter)?.[1] ?? null;
}

/** What the buttons that make a link of a body carry. */
export const linkData = (nodeId: number, purpose: string): string => `nodelink:make:${nodeId}:${purpose}`;
