import { dropExpired, endPollingForWebhook, getUpdates as readUpdates, rememberAllowed } from "../queue.ts";
import { badRequest } from "../refusal.ts";
import { ignored, integer, json, method, text, truth } from "./method.ts";
import type { Method } from "./method.ts";
import { z } from "zod";
import type { World } from "../world.ts";

const MAX_DOWNLOAD = 20 * 1024 * 1024;

const getMe = method({}, ({ world }) => ({
  ...world.state.bot,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_guest_queries: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
}));

const allowed = json(z.unknown());

const getUpdates = method({ offset: integer, limit: integer, timeout: integer, allowed_updates: allowed }, async ({ world, signal }, params) => {
  const request = {
    offset: params.offset ?? 0,
    limit: params.limit ?? 100,
    timeout: params.timeout ?? 0,
    allowedUpdates: params.allowed_updates,
  };
  const updates = await readUpdates(world, request, signal);
  return updates.map(({ id, type, payload }) => ({ update_id: id, [type]: payload }));
});

function checkUrl(url: string): void {
  if (!URL.canParse(url)) throw badRequest("invalid webhook URL specified");
  const { protocol, hostname } = new URL(url);
  const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && isLocal)) {
    throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  }
}

function dropAll(world: World, asked: boolean | undefined): void {
  if (asked) world.state.queue = [];
}

const setWebhook = method(
  { url: text, certificate: ignored, ip_address: ignored, max_connections: integer, allowed_updates: allowed, drop_pending_updates: truth, secret_token: text },
  ({ world }, params) => {
    const url = params.url ?? "";
    rememberAllowed(world, params.allowed_updates);
    dropAll(world, params.drop_pending_updates);
    if (url === "") {
      world.state.webhook = null;
      return true;
    }
    checkUrl(url);
    const secretToken = params.secret_token ?? "";
    if (secretToken.length > 256) throw badRequest("secret token is too long");
    if (!/^[\w-]*$/.test(secretToken)) throw badRequest("secret token contains unallowed characters");
    endPollingForWebhook(world);
    world.state.webhook = { url, secretToken, maxConnections: Math.min(Math.max(params.max_connections ?? 40, 1), 100) };
    world.emit({ type: "webhook" });
    world.wakeWebhooks();
    return true;
  },
);

const deleteWebhook = method({ drop_pending_updates: truth }, ({ world }, params) => {
  world.state.webhook = null;
  dropAll(world, params.drop_pending_updates);
  world.emit({ type: "webhook" });
  return true;
});

const getWebhookInfo = method({}, ({ world }) => {
  dropExpired(world);
  const { webhook, queue, allowedUpdates } = world.state;
  return {
    url: webhook?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: queue.length,
    ...(webhook ? { max_connections: webhook.maxConnections } : {}),
    ...(webhook?.lastErrorOn === undefined ? {} : { last_error_date: webhook.lastErrorOn, last_error_message: webhook.lastErrorMessage }),
    ...(allowedUpdates === null ? {} : { allowed_updates: allowedUpdates }),
  };
});

const getFile = method({ file_id: text }, ({ world }, params) => {
  if (!params.file_id) throw badRequest("file_id not specified");
  const file = world.state.files.get(params.file_id);
  if (!file) throw badRequest("wrong file_id or the file is temporarily unavailable");
  const size = file.claimedSize ?? file.bytes.length;
  if (size > MAX_DOWNLOAD) throw badRequest("file is too big");
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: size, file_path: file.path };
});

const logOut = method({}, () => true);
const close = method({}, () => true);

export const receivingMethods: Record<string, Method> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  getFile,
  logOut,
  close,
};
