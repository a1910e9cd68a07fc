import { nameOf } from "./state.js";
import { t } from "./words.js";

const fullName = (user) => nameOf(user.id) || user.first_name;

/** What a service message says, such as somebody's joining. */
export function serviceText({ wire }) {
  if (wire.new_chat_members) return t.service.joined(wire.new_chat_members.map(fullName).join(", "));
  if (wire.left_chat_member) return t.service.left(fullName(wire.left_chat_member));
  if (wire.new_chat_title) return t.service.renamed(wire.new_chat_title);
  if (wire.forum_topic_created) return t.service.topic(wire.forum_topic_created.name);
  if (wire.forum_topic_closed) return t.service.topicClosed;
  if (wire.forum_topic_reopened) return t.service.topicReopened;
  return wire.migrate_to_chat_id || wire.migrate_from_chat_id ? t.service.upgraded : t.service.created;
}
