import { expect, test } from "vitest";
import { z } from "zod";
import { owed } from "../../src/outbox/enqueue.ts";
import { job, type Sent } from "../../src/outbox/job.ts";
import { readPng } from "../telegram/picture.ts";
import { useOffice } from "./office.ts";

const office = useOffice();
const picture = owed<{ chatId: number }>("test.picture", "digest");

test("a picture that is owed to a group is drawn, sent with its caption, and sent again whole after “too many requests”", async () => {
  const [group = 0] = office.groups(1);
  const sent: Sent[] = [];
  const jobs = [job({
    what: picture, payload: z.object({ chatId: z.number() }), repeatable: false,
    render: async (io, { chatId }) => ({
      method: "sendPhoto",
      payload: { chat_id: chatId, photo: await io.picture(`<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>`), caption: "Coverage 5/12" },
    }),
    async sent(_, __, answer) { sent.push(answer); },
  })];
  office.emulator.fault({ kind: "tooMany", method: "sendPhoto", retryAfter: 3, times: 1 });
  await office.promise(picture, { key: "1", payload: { chatId: group } });
  await office.deliverer(jobs).drain();
  expect(sent).toEqual([]);
  office.turn(10_000);
  await office.deliverer(jobs).drain();
  const shown = office.emulator.messages({ id: group });
  expect(shown.map(({ text, photo }) => [text, photo?.name])).toEqual([["Coverage 5/12", "muster.png"]]);
  expect(sent).toEqual([{ messageId: shown[0]?.id, poll: null }]);
  expect(readPng(office.emulator.file(shown[0]?.photo?.id ?? "")?.bytes ?? new Uint8Array())).toMatchObject({ width: 30, height: 20 });
});
