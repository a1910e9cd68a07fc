import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { errorCode, StartError } from "./start-error.ts";

const holderShape = z.object({ pid: z.number().int().positive(), since: z.string() });
type Holder = z.infer<typeof holderShape>;

/** When a process began, as the kernel tells it: in a container the pid of a dead process comes back at once. */
function beganAt(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, "").trim().split(/\s+/);
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19] ?? ""}`;
  } catch {
    return "";
  }
}

function isRunning({ pid, since }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== "EPERM") return false;
  }
  const now = beganAt(pid);
  return since === "" || now === "" || since === now;
}

function readHolder(path: string): Holder | "gone" | "unreadable" {
  try {
    const parsed = holderShape.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.data : "unreadable";
  } catch (error) {
    return errorCode(error) === "ENOENT" ? "gone" : "unreadable";
  }
}

/** Links a finished file into place: the lock appears whole or not at all. */
function place(path: string): boolean {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, since: beganAt(process.pid) } satisfies Holder));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function removeIfDead(path: string): void {
  const holder = readHolder(path);
  if (holder === "gone") return;
  if (holder !== "unreadable" && isRunning(holder)) {
    throw new StartError(`The data folder is already used by process ${holder.pid} (lock file ${path}). Stop that process first, or give this one another DATA_DIR.`);
  }
  rmSync(path, { force: true });
}

/** Takes the lock or throws a StartError that names the process which has it; a dead holder's lock is taken over. */
export function takeLock(path: string): { release(): void } {
  // Only the holder of the second file may remove a dead lock: else two starters could each remove the other's fresh one.
  const guard = `${path}.takeover`;
  for (let attempt = 0; !place(path); attempt += 1) {
    if (attempt > 50) throw new StartError(`The lock file ${path} cannot be taken. Remove it if no bot is running.`);
    if (place(guard)) {
      try {
        removeIfDead(path);
      } finally {
        rmSync(guard, { force: true });
      }
    } else {
      removeIfDead(guard);
    }
  }
  return { release: () => rmSync(path, { force: true }) };
}
