import jsQR from "jsqr";
import type { ChatMessage } from "../../src/playground/emulator/views.ts";
import type { Bench } from "./bench.ts";
import { readPng } from "./picture.ts";

/** What a camera reads from the picture. */
export function scanned(bench: Bench, message: ChatMessage): string {
  const { data, width, height } = readPng(bench.emulator.fileBytes(message.photo?.id ?? ""));
  const link = jsQR.default(data, width, height)?.data;
  if (link === undefined) throw new Error("no QR code in the picture");
  return link;
}

export const payloadOf = (link: string) => new URL(link).searchParams.get("start") ?? "";
