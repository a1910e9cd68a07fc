import type postgres from "postgres";
import type { Log } from "../operation/log.ts";
import { errorCode } from "./start-error.ts";

/** The running bot works as this role: it reads and writes rows, and cannot change the tables themselves. */
const APP_ROLE = "muster_app";

// Roles belong to the whole server: another database's start may make or grant this one at the same instant.
const MADE_BY_ANOTHER = new Set(["42710", "23505", "XX000"]);
const NOT_ALLOWED = "42501";
const ROLE_ATTEMPTS = 5;

async function ensureRole(owner: postgres.Sql): Promise<void> {
  const [found] = await owner`select pg_has_role(oid, 'member') as held from pg_roles where rolname = ${APP_ROLE}`;
  if (found === undefined) await owner`create role ${owner(APP_ROLE)} nologin`;
  if (found?.["held"] !== true) await owner`grant ${owner(APP_ROLE)} to current_user`;
}

async function ensureRoleAmongOthers(owner: postgres.Sql): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ensureRole(owner);
    } catch (error) {
      if (attempt === ROLE_ATTEMPTS || !MADE_BY_ANOTHER.has(errorCode(error) ?? "")) throw error;
    }
  }
}

async function grantRows(owner: postgres.Sql): Promise<void> {
  await owner.begin(async (tx) => {
    const role = tx(APP_ROLE);
    await tx`revoke create on schema public from public`;
    await tx`grant usage on schema public to ${role}`;
    await tx`grant select, insert, update, delete on all tables in schema public to ${role}`;
    await tx`grant usage, select on all sequences in schema public to ${role}`;
    await tx`set local role ${role}`;
  });
}

/** Makes the role and its rights; undefined where the login may not, and then the bot works as the login itself. */
export async function prepareAppRole(owner: postgres.Sql, log: Log): Promise<string | undefined> {
  try {
    await ensureRoleAmongOthers(owner);
    await grantRows(owner);
    return APP_ROLE;
  } catch (error) {
    if (errorCode(error) !== NOT_ALLOWED) throw error;
    log.warn("database.works_as_owner", { reason: "login-may-not-make-roles" });
    return undefined;
  }
}
