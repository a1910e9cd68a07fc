import type { Messages } from "../messages.ts";

export const invitation: Messages["invitation"] = {
  declined: "All right, nothing was stored or changed. If you change your mind, open the link again.",
  withdrawn: "This link no longer works.",
  tooLate: "This link was used, has expired or was withdrawn already.",
  button: { accept: "Accept (I am 18 or over)", decline: "No thanks", withdraw: "Withdraw this link" },
};
