import type { OrganizationStatus } from "../../features/organization/rules.ts";
import type { Messages } from "../messages.ts";

const asked: Record<OrganizationStatus, string> = { proposed: "proposed", active: "active", suspended: "suspended", dissolved: "dissolved" };
const verbs: Record<OrganizationStatus, string> = { proposed: "proposed", active: "active", suspended: "suspend", dissolved: "dissolve" };

export const orgstatus: Messages["orgstatus"] = {
  ask: (code, status) => `From which day is ${code} ${asked[status]}?\nFor another day write: /org ${code} ${verbs[status]} 2026-11-20`,
  endsLinks: (units) => `Its links end the day before (${units} ${units === 1 ? "unit" : "units"}).`,
  today: (on) => `Today, ${on}`, yesterday: (on) => `Yesterday, ${on}`, back: "Back", card: "Look at it",
  changed: (code, status, on) => `✅ ${code} is ${status} from ${on}.`,
  ended: (count, codes) => `Links that ended the day before (${count}): ${codes}`,
  staysEnded: (code, codes, on) => `Links that ended when it was dissolved do not come back by themselves. To link them again: /link ${code} ${codes} from ${on}`,
  days: {
    unreadableDay: "I did not understand the day. Please write it like 2026-11-20.",
    ambiguousDay: "This day can be read in two ways. Please write it like 2026-11-20.",
    impossibleDay: "There is no such day. Please look at the date again.",
  },
  refusals: {
    notForYou: "Not found, or not yours to use.",
    noSuchOrganization: "There is no such organization. /orgs lists them all.",
    inFuture: "That day is still to come. Please record it on the day itself.",
    beforeLast: "That day is before the last change of status. They are recorded in order.",
    sameStatus: "That is its status already.",
  },
};
