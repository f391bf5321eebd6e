/** Whom we are called by in a room. */
export interface Called {
  /** `!list`. */
  readonly prefix: string;
  /** `@listwire:example.org`. */
  readonly self: string;
  /** The name that clients show for us. */
  readonly name: string;
}

/**
 * The command in a message, without what calls us: `!list show`, `@bot: show`; `!full` where `isBelow`, that is in reply to
 * a post of ours or in its thread. `undefined` where it is no command for us.
 */
export function commandIn(body: string, called: Called, isBelow: boolean): string | undefined {
  const words = withoutFallback(body).trim();
  const { prefix, self, name } = called;
  if (startsWith(words, prefix) && /^(?:\s|$)/.test(words.slice(prefix.length)))
    return words.slice(prefix.length).trim() || "help";
  for (const call of [self, name, self.slice(0, self.indexOf(":"))]) {
    if (call === "" || !startsWith(words, call)) continue;
    const rest = /^\s*[:,]\s*(\S[\s\S]*)$/.exec(words.slice(call.length))?.[1];
    if (rest !== undefined) return rest.replace(/^!/, "").trim();
  }
  return isBelow && /^![a-z]/i.test(words) ? words.slice(1) : undefined;
}

const startsWith = (words: string, call: string): boolean =>
  words.slice(0, call.length).toLowerCase() === call.toLowerCase();

/** Older clients put the quoted message above a reply. */
function withoutFallback(body: string): string {
  return body.startsWith("> <") ? body.replace(/^(?:>.*\n)+\n?/, "") : body;
}
