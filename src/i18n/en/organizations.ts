import type { Messages } from "../messages.ts";

export const organizations: Messages["organizations"] = {
  title: (total, page, pages) => `${total} ${total === 1 ? "organization" : "organizations"}${pages > 1 ? `, page ${page} of ${pages}` : ""}`,
  area: (area) => `area ${area}`,
  units: (units) => `${units} ${units === 1 ? "unit" : "units"} in operation`,
  earlier: "‹ Back",
  later: "On ›",
  narrow: "There are more. Please use fewer words to see them.",
  nothing: "There is no such organization.\nYou can filter: /orgs joint, /orgs branch A, /orgs overdue, /orgs due, /orgs dissolved, /orgs empty, or a word of the name.",
};
