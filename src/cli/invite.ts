import { parsed, UsageError } from "./usage.ts";

/** `invite APPLICATION-ID`: the address at which an admin of a Discord server lets the bot in. */
export async function invite(args: readonly string[]): Promise<number> {
  const [application] = parsed(args, {}).positionals;
  if (application === undefined || !/^\d{15,21}$/.test(application))
    throw new UsageError(
      "invite: name the application's id, as General Information in Discord's developer portal shows it",
    );
  const { inviteAddress } = await import("../chat/discord/rights.ts");
  console.log(inviteAddress(application));
  return 0;
}
