import { z } from "zod";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const TELEGRAM_ROOT = "https://api.telegram.org";
// Telegram calls a webhook on these ports only.
const WEBHOOK_PORTS = new Set(["", "443", "80", "88", "8443"]);
const OWN_MACHINE = new Set(["localhost", "127.0.0.1", "[::1]"]);
const TAKE_OVER = "--take-over";

export type Config = {
  botToken?: string;
  botApiRoot: string;
  databaseUrl?: string;
  dataDir: string;
  webhook?: { url: string; secret: string };
  /** Where the bot is reached from the internet, without a slash at the end. */
  publicUrl?: string;
  port: number;
  host: string;
  defaultTimeZone: string;
  defaultLocale: "zh-CN" | "en";
  controller?: { name: string; contact: string };
  sendPerSecond: number;
  sendPerGroupMinute: number;
  logLevel: LogLevel;
  dataKey?: string;
  takeOver: boolean;
};

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: string[] };

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

/** What is secret in a link must not travel in clear, except on one's own machine. */
function isPublicUrl(text: string): boolean {
  if (!isUrl(text, ["https:", "http:"])) return false;
  const { protocol, hostname, username, search, hash } = new URL(text);
  return username === "" && search === "" && hash === "" && (protocol === "https:" || OWN_MACHINE.has(hostname));
}

function isTimeZone(text: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "" && /^[A-Za-z]/.test(text);
  } catch {
    return false;
  }
}

function wholeNumber(from: number, to: number, byDefault: number) {
  const error = `must be a whole number from ${from} to ${to}, such as ${byDefault}`;
  return z.string().regex(/^\d{1,7}$/, error).transform(Number)
    .refine((value) => value >= from && value <= to, error).default(byDefault);
}

const shortText = (error: string) => z.string().max(200, error).optional();

const settings = z.object({
  BOT_TOKEN: z.string().regex(/^\d{3,20}:[A-Za-z0-9_-]{30,64}$/,
    "must look like the token that BotFather gave: digits, a colon, then about 35 letters and digits").optional(),
  BOT_API_ROOT: z.string()
    .refine((text) => isUrl(text, ["https:", "http:"]), `must be a web address, such as ${TELEGRAM_ROOT}`)
    .transform((text) => text.replace(/\/+$/, "")).default(TELEGRAM_ROOT),
  DATABASE_URL: z.string().refine((text) => isUrl(text, ["postgres:", "postgresql:"]),
    "must look like postgres://user:password@host:5432/database").optional(),
  DATA_DIR: z.string().default("./data"),
  DATA_KEY: z.string().regex(/^[0-9a-fA-F]{64}$/, "must be 64 hexadecimal digits, such as `openssl rand -hex 32` prints").optional(),
  WEBHOOK_URL: z.string().refine((text) => isUrl(text, ["https:", "http:"]),
    "must be the public address of this bot, such as https://bot.example.org/telegram").optional(),
  WEBHOOK_SECRET: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/, "must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -").optional(),
  PUBLIC_URL: z.string().refine(isPublicUrl, "must be the public https address of this bot, such as https://bot.example.org")
    .transform((text) => text.replace(/\/+$/, "")).optional(),
  PORT: wholeNumber(1, 65_535, 3000),
  HOST: z.string().regex(/^[A-Za-z0-9.:_-]+$/, "must be an address to listen on, such as 127.0.0.1 or 0.0.0.0").optional(),
  DEFAULT_TIME_ZONE: z.string().refine(isTimeZone, "must be a time zone by its IANA name, such as Asia/Shanghai").default("Asia/Shanghai"),
  DEFAULT_LOCALE: z.enum(["zh-CN", "en"], "must be zh-CN or en").default("zh-CN"),
  CONTROLLER_NAME: shortText("must be at most 200 characters: who answers for the data"),
  CONTROLLER_CONTACT: shortText("must be at most 200 characters: where that person or body is reached"),
  SEND_PER_SECOND: wholeNumber(1, 1000, 30),
  SEND_PER_GROUP_MINUTE: wholeNumber(1, 1000, 20),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("info"),
});

type Settings = z.infer<typeof settings>;
type Name = keyof Settings;

function requirements(given: Record<string, string>): [Name, string][] {
  const missing: [Name, string][] = [];
  const needs = (has: Name, name: Name, sentence: string) => {
    if (given[has] !== undefined && given[name] === undefined) missing.push([name, sentence]);
  };
  needs("WEBHOOK_URL", "BOT_TOKEN", "is needed with WEBHOOK_URL: the token that BotFather gave");
  needs("BOT_TOKEN", "CONTROLLER_NAME", "is needed with a real bot: who answers for the data of its members");
  needs("BOT_TOKEN", "CONTROLLER_CONTACT", "is needed with a real bot: where the controller is reached, such as an e-mail address");
  needs("WEBHOOK_URL", "WEBHOOK_SECRET", "is needed with WEBHOOK_URL: 1 to 256 characters of A-Z, a-z, 0-9, _ and -");
  needs("DATABASE_URL", "DATA_KEY", "is needed with DATABASE_URL: 64 hexadecimal digits, such as `openssl rand -hex 32` prints; keep it apart from the database");
  return missing;
}

function webhookProblem({ WEBHOOK_URL: url, BOT_API_ROOT: root }: Settings): [Name, string][] {
  if (url === undefined || root !== TELEGRAM_ROOT) return [];
  const { protocol, port } = new URL(url);
  return protocol === "https:" && WEBHOOK_PORTS.has(port)
    ? []
    : [["WEBHOOK_URL", "must begin with https:// and use port 443, 80, 88 or 8443, for Telegram calls no other"]];
}

/** Reads the settings and the options after the script's name; a problem never repeats a value, for it may be a secret. */
export function readConfig(env: Record<string, string | undefined>, argv: readonly string[]): ConfigResult {
  const given: Record<string, string> = {};
  for (const name of Object.keys(settings.shape)) {
    const value = env[name]?.trim();
    if (value) given[name] = value;
  }
  const parsed = settings.safeParse(given);
  const found: [string, string][] = parsed.success
    ? webhookProblem(parsed.data)
    : parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]);
  const options: [string, string][] = argv.filter((word) => word.startsWith("-") && word !== TAKE_OVER)
    .map((word) => [word.replace(/=.*$/, ""), `is not an option; the only one is ${TAKE_OVER}`]);
  const problems = [...found, ...requirements(given), ...options].map(([name, sentence]) => `${name} ${sentence}`);
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, config: toConfig(parsed.data, argv.includes(TAKE_OVER)) };
}

function toConfig(s: Settings, takeOver: boolean): Config {
  const webhook = s.WEBHOOK_URL !== undefined && s.WEBHOOK_SECRET !== undefined
    ? { url: s.WEBHOOK_URL, secret: s.WEBHOOK_SECRET } : undefined;
  const controller = s.CONTROLLER_NAME !== undefined && s.CONTROLLER_CONTACT !== undefined
    ? { name: s.CONTROLLER_NAME, contact: s.CONTROLLER_CONTACT } : undefined;
  const origin = webhook && new URL(webhook.url).origin;
  const publicUrl = s.PUBLIC_URL ?? (origin !== undefined && isPublicUrl(origin) ? origin : undefined);
  return {
    ...(s.BOT_TOKEN !== undefined && { botToken: s.BOT_TOKEN }),
    ...(s.DATABASE_URL !== undefined && { databaseUrl: s.DATABASE_URL }),
    ...(s.DATA_KEY !== undefined && { dataKey: s.DATA_KEY.toLowerCase() }),
    ...(webhook && { webhook }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(controller && { controller }),
    botApiRoot: s.BOT_API_ROOT,
    dataDir: s.DATA_DIR,
    port: s.PORT,
    host: s.HOST ?? (webhook ? "0.0.0.0" : "127.0.0.1"),
    defaultTimeZone: s.DEFAULT_TIME_ZONE,
    defaultLocale: s.DEFAULT_LOCALE,
    sendPerSecond: s.SEND_PER_SECOND,
    sendPerGroupMinute: s.SEND_PER_GROUP_MINUTE,
    logLevel: s.LOG_LEVEL,
    takeOver,
  };
}
