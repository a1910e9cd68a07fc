import { describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";

const TOKEN = "123456789:AAF-canary_canary_canary_canary_canar";
const KEY = "ab".repeat(32);
const real = { BOT_TOKEN: TOKEN, CONTROLLER_NAME: "Canvassers' Union", CONTROLLER_CONTACT: "data@example.org" };
const hook = { ...real, WEBHOOK_URL: "https://bot.example.org/telegram", WEBHOOK_SECRET: "s3cret_canary" };

function problemsOf(env: Record<string, string>, argv: string[] = []): string[] {
  const read = readConfig(env, argv);
  return read.ok ? [] : read.problems;
}

function configOf(env: Record<string, string>, argv: string[] = []) {
  const read = readConfig(env, argv);
  if (!read.ok) throw new Error(read.problems.join("\n"));
  return read.config;
}

describe("the settings", () => {
  test("are complete with nothing set at all, for the playground", () => {
    expect(configOf({})).toEqual({
      botApiRoot: "https://api.telegram.org", dataDir: "./data", port: 3000, host: "127.0.0.1", defaultTimeZone: "Asia/Shanghai",
      defaultLocale: "zh-CN", sendPerSecond: 30, sendPerGroupMinute: 20, logLevel: "info", takeOver: false,
    });
  });

  test("treat an empty value as not set, as a container file writes it", () => {
    expect(configOf({ BOT_TOKEN: "", DATABASE_URL: " ", PORT: "" })).toEqual(configOf({}));
  });

  test("of a real bot with a webhook and a server are all read", () => {
    const env = { ...hook, DATABASE_URL: "postgres://muster@db:5432/muster", DATA_KEY: KEY.toUpperCase(), PORT: "8080", DEFAULT_LOCALE: "en",
      DEFAULT_TIME_ZONE: "Europe/Berlin", SEND_PER_SECOND: "10", SEND_PER_GROUP_MINUTE: "15", LOG_LEVEL: "debug", DATA_DIR: "/srv/muster" };
    expect(configOf(env, ["--take-over"])).toEqual({
      botToken: TOKEN, botApiRoot: "https://api.telegram.org", databaseUrl: env.DATABASE_URL, dataDir: "/srv/muster", dataKey: KEY,
      webhook: { url: hook.WEBHOOK_URL, secret: hook.WEBHOOK_SECRET }, publicUrl: "https://bot.example.org", controller: { name: real.CONTROLLER_NAME, contact: real.CONTROLLER_CONTACT },
      port: 8080, host: "0.0.0.0", defaultTimeZone: "Europe/Berlin", defaultLocale: "en", sendPerSecond: 10, sendPerGroupMinute: 15,
      logLevel: "debug", takeOver: true,
    });
  });

  test("listen where HOST says, even with a webhook", () => {
    expect(configOf({ ...hook, HOST: "127.0.0.1" }).host).toBe("127.0.0.1");
  });

  test("leave out the slash at the end of another Bot API server", () => {
    expect(configOf({ BOT_API_ROOT: "http://127.0.0.1:8081/" }).botApiRoot).toBe("http://127.0.0.1:8081");
  });

  test("take a public address of its own before that of the webhook, and an unencrypted one only on the same machine", () => {
    expect(configOf({ ...hook, PUBLIC_URL: "https://www.example.org/muster/" }).publicUrl).toBe("https://www.example.org/muster");
    expect(configOf({ PUBLIC_URL: "http://localhost:3000" }).publicUrl).toBe("http://localhost:3000");
    expect(configOf({ ...hook, BOT_API_ROOT: "http://10.0.0.1:8081", WEBHOOK_URL: "http://10.0.0.2:3000/telegram" }).publicUrl).toBeUndefined();
  });

  test("allow a plain webhook address where the Bot API server is not Telegram's own", () => {
    expect(problemsOf({ ...hook, BOT_API_ROOT: "http://127.0.0.1:8081", WEBHOOK_URL: "http://127.0.0.1:3000/telegram" })).toEqual([]);
  });

  const bad: [string, Record<string, string>, RegExp][] = [
    ["BOT_TOKEN", { ...real, BOT_TOKEN: "canary-token" }, /BotFather/],
    ["BOT_API_ROOT", { BOT_API_ROOT: "ftp://canary" }, /web address/],
    ["DATABASE_URL", { DATABASE_URL: "mysql://canary@db/x", DATA_KEY: KEY }, /postgres:\/\/user/],
    ["DATA_KEY", { DATA_KEY: "canary" }, /64 hexadecimal/],
    ["DATA_KEY", { DATABASE_URL: "postgres://canary@db/x" }, /needed with DATABASE_URL/],
    ["CONTROLLER_NAME", { BOT_TOKEN: TOKEN, CONTROLLER_CONTACT: "x" }, /who answers for the data/],
    ["CONTROLLER_CONTACT", { BOT_TOKEN: TOKEN, CONTROLLER_NAME: "x" }, /where the controller is reached/],
    ["WEBHOOK_URL", { ...hook, WEBHOOK_URL: "canary.example.org" }, /public address/],
    ["WEBHOOK_URL", { ...hook, WEBHOOK_URL: "http://canary.example.org" }, /https:\/\//],
    ["WEBHOOK_URL", { ...hook, WEBHOOK_URL: "https://canary.example.org:3000/" }, /8443/],
    ["WEBHOOK_SECRET", { ...hook, WEBHOOK_SECRET: "canary secret!" }, /1 to 256 characters/],
    ["WEBHOOK_SECRET", { ...hook, WEBHOOK_SECRET: "" }, /needed with WEBHOOK_URL/],
    ["BOT_TOKEN", { WEBHOOK_URL: hook.WEBHOOK_URL, WEBHOOK_SECRET: "x" }, /needed with WEBHOOK_URL/],
    ["PUBLIC_URL", { PUBLIC_URL: "canary.example.org" }, /public https address/],
    ["PUBLIC_URL", { PUBLIC_URL: "http://canary.example.org" }, /public https address/],
    ["PUBLIC_URL", { PUBLIC_URL: "https://canary.example.org/?a=b" }, /public https address/],
    ["PORT", { PORT: "70000" }, /1 to 65535/],
    ["PORT", { PORT: "80a" }, /whole number/],
    ["HOST", { HOST: "http://canary/" }, /127\.0\.0\.1/],
    ["DEFAULT_TIME_ZONE", { DEFAULT_TIME_ZONE: "Asia/Canary" }, /Asia\/Shanghai/],
    ["DEFAULT_TIME_ZONE", { DEFAULT_TIME_ZONE: "+08:00" }, /IANA/],
    ["DEFAULT_LOCALE", { DEFAULT_LOCALE: "canary" }, /zh-CN or en/],
    ["SEND_PER_SECOND", { SEND_PER_SECOND: "0" }, /such as 30/],
    ["SEND_PER_GROUP_MINUTE", { SEND_PER_GROUP_MINUTE: "-1" }, /such as 20/],
    ["LOG_LEVEL", { LOG_LEVEL: "canary" }, /info/],
  ];
  test.each(bad)("that are wrong are named with what they should look like: %s %o", (name, env, sentence) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} `));
    expect(problems[0]).toMatch(sentence);
    expect(problems[0]).not.toMatch(/canary|\n/);
  });

  test("that are wrong are all named at once", () => {
    expect(problemsOf({ PORT: "x", LOG_LEVEL: "x", WEBHOOK_URL: hook.WEBHOOK_URL }).map((problem) => problem.split(" ")[0]))
      .toEqual(["PORT", "LOG_LEVEL", "BOT_TOKEN", "WEBHOOK_SECRET"]);
  });

  test("name an option that does not exist, without its value", () => {
    expect(problemsOf({}, ["doctor", "--takeover=canary"])).toEqual(["--takeover is not an option; the only one is --take-over"]);
  });
});
