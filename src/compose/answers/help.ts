import type { Post } from "../post.ts";
import { notice } from "./notice.ts";

/** A command as the table has it, its usage (`patch [mail] [n]`) made. */
export interface HelpRow {
  readonly usage: string;
  readonly help: string;
  readonly who: "member" | "admin" | "operator";
  readonly aliases: readonly string[];
  readonly args: readonly {
    readonly name: string;
    readonly help: string;
    readonly choices?: readonly { value: string; help: string }[];
  }[];
  readonly examples: readonly string[];
}

const reserved: Readonly<Record<HelpRow["who"], string>> = {
  member: "",
  admin: " (channel admins)",
  operator: " (operator)",
};

export function helpOnAll(rows: readonly HelpRow[]): Post {
  return {
    ...notice("Commands"),
    blocks: [
      { kind: "list", items: rows.map(({ usage, help, who }) => `${usage}: ${help}${reserved[who]}`) },
      {
        kind: "text",
        lines: ["A mail is named by the short id at the end of its post, or by saying the command in reply to it."],
      },
    ],
  };
}

export function helpOn({ usage, help, who, aliases, args, examples }: HelpRow): Post {
  const items = args.flatMap((arg) => [
    `${arg.name}: ${arg.help}`,
    ...(arg.choices ?? []).map((choice) => `${choice.value}: ${choice.help}`),
  ]);
  return {
    ...notice(usage),
    blocks: [
      { kind: "text", lines: [`${help}${reserved[who]}.`] },
      ...(items.length > 0 ? [{ kind: "list", items } as const] : []),
      { kind: "code", language: "text", lines: examples },
      ...(aliases.length > 0 ? [{ kind: "text", lines: [`Also: ${aliases.join(", ")}`] } as const] : []),
    ],
  };
}
