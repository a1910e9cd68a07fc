import type { Messages } from "../messages.ts";

const capital = (role: string) => `${role.charAt(0).toUpperCase()}${role.slice(1)}`;

export const role: Messages["role"] = {
  names: { station_lead: "station lead", organizer: "organizer", instructor: "instructor", unit_contact: "unit contact", auditor: "auditor" },
  may: {
    station_lead: "look after the groups, roles and settings of the station, and open roll calls.",
    organizer: "open and close roll calls, and see counts.",
    instructor: "be in touch with units as an instructor.",
    unit_contact: "see your own unit, and say how many of it have come to an activity.",
    auditor: "see the audit trail.",
  },
  list: (station) => `Roles at “${station}”:`,
  noAlias: (role) => `${capital(role)} (no alias)`,
  ownRole: (role) => `${capital(role)} (you)`,
  self: " (you)",
  since: (from, through) => through === null ? `since ${from}` : `${from} through ${through}`,
  line: (number, role, who, dates) => `${number}. ${capital(role)}: ${who}, ${dates}`,
  lineNoAlias: (number, who, dates) => `${number}. ${who}, ${dates}`,
  button: {
    invite: (role) => `➕ Invite a new ${role}`,
    revoke: (number) => `Revoke no. ${number}…`,
    revokeNow: "Yes, revoke",
    back: "Back",
    openPrivate: "Open private chat",
  },
  askRevoke: (who) => `Revoke this role?\n${who}\nIt ends at once.`,
  revoked: (role) => `One role of ${role} was revoked.`,
  inviteText: (role, through, link) =>
    `Pass this link on to the ${role} you want to invite${through === null ? "" : ` (through ${through})`}. It is valid for 24 hours, works once, and counts only when they accept.\n\n${link}`,
  offer: (station, role, through, may) =>
    `“${station}” invites you to serve as ${role}${through === null ? "" : ` through ${through}`}.\nYou could: ${may}\n\nIf you accept, this is stored: your Telegram account (encrypted), your language, this role and its dates. You must be 18 or over. If you do not accept, nothing is stored.`,
  offerInGroup: (station, role, through, may) =>
    `To the person replied to: “${station}” invites you to serve as ${role}${through === null ? "" : ` through ${through}`}.\nYou could: ${may}\n\nOnly you can accept; your Telegram account (encrypted), your language, this role and its dates are then stored. You must be 18 or over. Valid for 24 hours.`,
  accepted: (station, role) => `✅ You now serve “${station}” as ${role}. Send /help to see what you can do.`,
  acceptedInGroup: (role) => `✅ Accepted: the station has a new ${role}.`,
  usage: "You can use:\n/role list – see the roles\n/role grant organizer – invite (in reply to somebody, or without a reply for a link)\n/role grant organizer through 2027-05-31 – invite with a last day\n/role revoke organizer – in reply to somebody",
  refusals: {
    notForYou: "Not found, or not yours to use.",
    lastLead: "This is the last station lead without an end date and cannot be revoked. Please invite another one first: /role grant station_lead",
    offerGone: "This invitation is for somebody else, was used or withdrawn, or has expired. If needed, ask the station lead for a new one.",
    unclear: "I did not understand that.",
    noSuchRole: "Please say which role: organizer, station_lead, instructor, unit_contact or auditor.",
    noSuchDate: "Please write the date like 2027-05-31.",
    pastDate: "That date is in the past.",
    notAPerson: "Please reply to a message that the person wrote themselves.",
    needsReply: "Please reply to the person's message in a group, or use the buttons of /role list.",
  },
};
