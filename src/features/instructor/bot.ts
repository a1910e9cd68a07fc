import { Composer } from "grammy";
import type { BotContext, Result, StationScope } from "../../context.ts";
import { onStationButton, onStationCommand } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { clockOf } from "../moment/rules.ts";
import { dayAfter } from "../date/rules.ts";
import { addInstructor, addOnce, changeInstructor, inviteInstructor, readInstructor, readInstructors, retireInstructor, type Added, type InstructorRefusal, type InstructorShown } from "./actions.ts";
import { parseInstructorCommand, type InstructorCommand, type InstructorFields } from "./rules.ts";
import {
  ADD_DATA, ASK_RETIRE_DATA, askRetireMessage, CAPACITY_DATA, EVERY_DATA, instructorMessage, instructorsMessage, LINK_DATA, linkMessage, LIST_DATA,
  RETIRE_DATA, SHOW_DATA,
} from "./view.ts";

export const bot = new Composer<BotContext>();

async function list(ctx: BotContext, station: StationScope): Promise<void> {
  const result = await readInstructors(station);
  if (!result.ok) return say(ctx, (t) => t.instructor.refusals[result.reason]);
  const message = (t: BotContext["t"]) => instructorsMessage(t, station, result.listed);
  if (!ctx.callbackQuery) return handOver(ctx, message);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message(ctx.t));
}

async function answer(ctx: BotContext, result: Result<InstructorRefusal, InstructorShown>, before?: string): Promise<void> {
  if (!result.ok) return say(ctx, (t) => t.instructor.refusals[result.reason]);
  const message = (t: BotContext["t"]) => instructorMessage(t, result, before);
  if (!ctx.callbackQuery) return handOver(ctx, message);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message(ctx.t));
}

const show = async (ctx: BotContext, station: StationScope, code: string) => answer(ctx, await readInstructor(station, code));

async function giveLink(ctx: BotContext, station: StationScope, code: string): Promise<void> {
  const result = await inviteInstructor(station, code);
  if (!result.ok) return say(ctx, (t) => t.instructor.refusals[result.reason]);
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await handOver(ctx, (t) => linkMessage(t, ctx.setting.botUsername, result));
}

async function showAdded(ctx: BotContext, station: StationScope, result: Added): Promise<void> {
  await answer(ctx, result, result.ok ? ctx.inPrivate.t.instructor.added(result.code) : undefined);
  if (result.ok) await ctx.answer.tell(linkMessage(ctx.inPrivate.t, ctx.setting.botUsername, result));
}

async function change(ctx: BotContext, station: StationScope, code: string, fields: Partial<InstructorFields>): Promise<void> {
  await answer(ctx, await changeInstructor(station, code, fields), ctx.inPrivate.t.instructor.changed(code));
}

async function retire(ctx: BotContext, station: StationScope, code: string, lastOn: string): Promise<void> {
  const result = await retireInstructor(station, code, lastOn);
  await answer(ctx, result, result.ok ? ctx.inPrivate.t.instructor.retired(code, result.lastOn, result.units) : undefined);
}

async function run(ctx: BotContext, station: StationScope, command: InstructorCommand): Promise<void> {
  switch (command.verb) {
    case "list": return list(ctx, station);
    case "add": return showAdded(ctx, station, await addInstructor(station, command));
    case "show": return show(ctx, station, command.code);
    case "link": return giveLink(ctx, station, command.code);
    case "change": return change(ctx, station, command.code, command.fields);
    case "retire": return retire(ctx, station, command.code, command.lastOn);
    case "unclear": return say(ctx, (t) => `${t.instructor.refusals[command.reason]}${command.part === "" ? "" : t.instructor.unclearPart(command.part)}\n\n${t.instructor.usage}`);
    // Absence hears it before.
    case "away": return;
  }
}

onStationCommand(bot, "instructor", async (ctx, station, rest) => {
  await run(ctx, station, parseInstructorCommand(rest, clockOf(station)));
});

onStationCommand(bot, "instructors", list);

async function addByButton(ctx: BotContext, station: StationScope, code: string): Promise<void> {
  const result = await addOnce(station, code);
  if (!result.ok || "link" in result) return showAdded(ctx, station, result);
  await answer(ctx, result, ctx.inPrivate.t.instructor.enteredAlready(code));
}

onStationButton(bot, LIST_DATA, list);
onStationButton(bot, ADD_DATA, (ctx, station, [code = ""]) => addByButton(ctx, station, code));
onStationButton(bot, SHOW_DATA, (ctx, station, [code = ""]) => show(ctx, station, code));
onStationButton(bot, LINK_DATA, (ctx, station, [code = ""]) => giveLink(ctx, station, code));
onStationButton(bot, CAPACITY_DATA, (ctx, station, [code = "", number]) => change(ctx, station, code, { capacity: Number(number) }));
onStationButton(bot, EVERY_DATA, (ctx, station, [code = "", days]) => change(ctx, station, code, { visitEveryDays: Number(days) }));
onStationButton(bot, RETIRE_DATA, (ctx, station, [code = "", day = ""]) => retire(ctx, station, code, dayAfter(day, -1)));
onStationButton(bot, ASK_RETIRE_DATA, async (ctx, station, [code = ""]) => {
  const result = await readInstructor(station, code);
  if (!result.ok) return say(ctx, (t) => t.instructor.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askRetireMessage(ctx.t, result.instructor, result.today));
});
