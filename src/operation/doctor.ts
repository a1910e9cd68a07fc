import { existsSync } from "node:fs";
import { join } from "node:path";
import { Api, GrammyError } from "grammy";
import type { Config } from "../config.ts";
import { openDatabase, type OpenDatabase } from "../db/client.ts";
import { StartError } from "../db/start-error.ts";
import { verdict } from "../outbox/verdict.ts";
import { examineChats } from "./doctor-chats.ts";
import { examineDatabase } from "./doctor-database.ts";
import { describeSkew, toDo, well, type Finding } from "./finding.ts";
import { createLog } from "./log.ts";

const PATIENCE_SECONDS = 10;
/** Telegram remembers its last failure for ever. */
const RECENT_MS = 3_600_000;

export interface DoctorParts {
  readonly now: () => Date;
  readonly api?: Api;
  readonly openDatabase?: typeof openDatabase;
}

export interface Report {
  /** Sentences for whoever runs the bot, without any secret. */
  readonly lines: string[];
  readonly ok: boolean;
}

function examineSettings(config: Config): Finding[] {
  const place = config.databaseUrl === undefined ? `the embedded database in ${config.dataDir}` : "a PostgreSQL server";
  const findings = [well(`The settings can be read; the data is kept in ${place}.`)];
  if (config.botToken === undefined) findings.push(well("BOT_TOKEN is not set, so a start opens the playground. Set it to run a real bot."));
  return findings;
}

async function openForLook(config: Config, open: typeof openDatabase): Promise<OpenDatabase | Finding> {
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, "pg"))) {
    return well(`There is no database in ${config.dataDir} yet; the first start makes it.`);
  }
  try {
    return await open(config, createLog("silent"));
  } catch (error) {
    // The embedded database is its process's alone, so a look at it would need the bot to stop.
    if (error instanceof StartError && error.message.includes("already used by process")) {
      return well("The bot is running and holds the embedded database, so neither that nor the groups were looked at. Ask /readyz, or stop the bot for a full look.");
    }
    return toDo(error instanceof StartError ? error.message : "The database could not be opened. Look at its own log.");
  }
}

function whyNot(error: unknown): string {
  if (verdict(error).kind === "brokenWorld") return "Telegram does not accept BOT_TOKEN. Copy it again from BotFather, without spaces.";
  if (error instanceof GrammyError) return `Telegram answered with an error (${error.error_code}). Try again in some minutes.`;
  return "Telegram cannot be reached. Check the network, a proxy, and BOT_API_ROOT if you set it.";
}

async function examineBot(api: Api): Promise<{ findings: Finding[]; botId: number | null }> {
  try {
    const me = await api.getMe();
    const findings = [well(`The token is valid: it is @${me.username}'s.`)];
    if (!me.can_join_groups) findings.push(toDo("The bot may not be added to groups. Allow it with /setjoingroups at BotFather."));
    if (me.can_read_all_group_messages) {
      findings.push(toDo("The bot is shown everything that is written in its groups, and needs only the commands. Turn privacy mode on with /setprivacy at BotFather, then remove the bot from each group and add it again."));
    }
    return { findings, botId: me.id };
  } catch (error) {
    return { findings: [toDo(whyNot(error))], botId: null };
  }
}

async function examineIntake(config: Config, api: Api, now: Date): Promise<Finding[]> {
  const info = await api.getWebhookInfo();
  const isSet = (info.url ?? "") !== "";
  const waiting = info.pending_update_count > 0 ? `; ${info.pending_update_count} updates wait at Telegram` : "";
  if (!config.webhook) {
    return [isSet
      ? toDo("A webhook is set for this token, so polling is refused. Stop the other copy of the bot, or start once with --take-over, or set WEBHOOK_URL.")
      : well(`No webhook is set, so the bot can poll${waiting}.`)];
  }
  if (!isSet) return [toDo("WEBHOOK_URL is set, but Telegram knows of no webhook yet. Start the bot; it tells Telegram.")];
  if (info.url !== config.webhook.url) return [toDo("Telegram calls another address than WEBHOOK_URL. Start the bot; it tells Telegram the new one.")];
  return [(info.last_error_date ?? 0) * 1000 > now.getTime() - RECENT_MS
    ? toDo(`Telegram has lately failed to call WEBHOOK_URL (${info.last_error_message ?? "no reason given"})${waiting}. Check that the address leads here, with a valid certificate.`)
    : well(`Telegram calls WEBHOOK_URL${waiting}.`)];
}

/** Telegram's own clock, from the header of any answer; a bot API server of one's own may not tell. */
async function examineTelegramClock(config: Config, now: () => Date): Promise<Finding[]> {
  const before = now().getTime();
  const answer = await fetch(config.botApiRoot, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_SECONDS * 1000) }).catch(() => null);
  const theirs = Date.parse(answer?.headers.get("date") ?? "");
  if (Number.isNaN(theirs)) return [];
  // The header counts whole seconds.
  const skewMs = (before + now().getTime()) / 2 - (theirs + 500);
  return [describeSkew("Telegram's", skewMs)];
}

async function examineTelegram(config: Config, api: Api, now: () => Date): Promise<{ findings: Finding[]; botId: number | null }> {
  const { findings, botId } = await examineBot(api);
  if (botId === null) return { findings, botId };
  const intake = await examineIntake(config, api, now()).catch((error: unknown) => [toDo(whyNot(error))]);
  return { findings: [...findings, ...intake, ...await examineTelegramClock(config, now)], botId };
}

/** Looks at everything that a start needs and says what to do; it sends nothing, and changes nothing but what every start brings up to date. */
export async function runDoctor(config: Config, parts: DoctorParts): Promise<Report> {
  const findings = examineSettings(config);
  const api = config.botToken === undefined ? null
    : parts.api ?? new Api(config.botToken, { apiRoot: config.botApiRoot, sensitiveLogs: false, timeoutSeconds: PATIENCE_SECONDS });
  const opened = await openForLook(config, parts.openDatabase ?? openDatabase);
  const telegram = api ? await examineTelegram(config, api, parts.now) : { findings: [], botId: null };
  if ("says" in opened) findings.push(opened, ...telegram.findings);
  else {
    try {
      findings.push(...await examineDatabase(opened, config, parts.now), ...telegram.findings);
      if (api && telegram.botId !== null) findings.push(...await examineChats(opened.db, api, telegram.botId));
    } finally {
      await opened.close();
    }
  }
  return { lines: findings.map(({ ok, says }) => `${ok ? "OK   " : "TO DO"}  ${says}`), ok: findings.every(({ ok }) => ok) };
}
