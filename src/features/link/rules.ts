/** A link that opens the bot's private chat and presses Start with a parameter; `hello` only opens it. */
export function startLink(botUsername: string, parameter = "hello"): string {
  return `https://t.me/${botUsername}?start=${parameter}`;
}

/** A link that lets somebody add the bot to a group of theirs. */
export function addToGroupLink(botUsername: string): string {
  return `https://t.me/${botUsername}?startgroup=hello`;
}
