/** What Telegram answers when it will not do a call: thrown by the methods, turned into JSON at the door. */
export class Refusal extends Error {
  readonly code: number;
  readonly parameters: Record<string, number> | undefined;

  constructor(code: number, description: string, parameters?: Record<string, number>) {
    super(description);
    this.name = "Refusal";
    this.code = code;
    this.parameters = parameters;
  }

  toBody(): Record<string, unknown> {
    const body = { ok: false, error_code: this.code, description: this.message };
    return this.parameters ? { ...body, parameters: this.parameters } : body;
  }
}

export function badRequest(what: string, parameters?: Record<string, number>): Refusal {
  return new Refusal(400, `Bad Request: ${what}`, parameters);
}

export function forbidden(what: string): Refusal {
  return new Refusal(403, `Forbidden: ${what}`);
}

export function conflict(what: string): Refusal {
  return new Refusal(409, `Conflict: ${what}`);
}

export function tooMany(retryAfter: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
}
