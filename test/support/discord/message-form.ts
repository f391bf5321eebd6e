import type { AllowedMentions } from "./mentions.ts";
import { badLength, type Flaw, missing, notAChoice, tooLong } from "./refusal.ts";

/** A message as a bot asks for it. What is not named here is of the wrong shape by the OpenAPI file. */
export interface MessageForm {
  readonly content?: string | null;
  readonly embeds?: readonly Embed[] | null;
  readonly components?: readonly Row[] | null;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly attachments?: readonly { readonly id: string | number; readonly filename?: string }[] | null;
  readonly flags?: number | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
  readonly tts?: boolean | null;
  readonly message_reference?: {
    readonly message_id?: string;
    readonly channel_id?: string;
    readonly fail_if_not_exists?: boolean;
    readonly type?: number;
  } | null;
}

interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly url?: string;
  readonly footer?: { readonly text?: string };
  readonly author?: { readonly name?: string };
  readonly fields?: readonly { readonly name?: string; readonly value?: string }[];
}

interface Row {
  readonly type: number;
  readonly components?: readonly Button[];
}

interface Button {
  readonly type: number;
  readonly style?: number;
  readonly label?: string;
  readonly custom_id?: string;
  readonly url?: string;
  readonly emoji?: object;
}

/** Source: Discord docs, "Messages Resource", Message Flags. */
export const FLAG = {
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
} as const;

/** 2,000 is what the documentation says ("Create Message"); the OpenAPI file says 4,000, which is for people who pay. */
const MAX_CONTENT = 2_000;

function length(at: string, text: string | undefined | null, max: number): Flaw[] {
  return text !== undefined && text !== null && text.length > max ? [tooLong(at, max)] : [];
}

/** Source: Discord docs, "Messages Resource", Embed Limits. */
function embedFlaws(embeds: readonly Embed[]): Flaw[] {
  const flaws = embeds.flatMap((embed, n) => [
    ...length(`embeds.${n}.title`, embed.title, 256),
    ...length(`embeds.${n}.description`, embed.description, 4_096),
    ...length(`embeds.${n}.footer.text`, embed.footer?.text, 2_048),
    ...length(`embeds.${n}.author.name`, embed.author?.name, 256),
    ...((embed.fields?.length ?? 0) > 25 ? [badLength(`embeds.${n}.fields`, 0, 25)] : []),
    ...(embed.fields ?? []).flatMap((field, k) => [
      ...(field.name
        ? length(`embeds.${n}.fields.${k}.name`, field.name, 256)
        : [missing(`embeds.${n}.fields.${k}.name`)]),
      ...(field.value
        ? length(`embeds.${n}.fields.${k}.value`, field.value, 1_024)
        : [missing(`embeds.${n}.fields.${k}.value`)]),
    ]),
  ]);
  const texts = embeds.flatMap((embed) => [
    embed.title,
    embed.description,
    embed.footer?.text,
    embed.author?.name,
    ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value]),
  ]);
  const sum = texts.reduce((all, text) => all + (text?.length ?? 0), 0);
  if (sum > 6_000) {
    flaws.push({ at: "embeds", code: "MAX_EMBED_SIZE_EXCEEDED", message: "Embed size exceeds maximum size of 6000" });
  }
  return embeds.length > 10 ? [...flaws, badLength("embeds", 0, 10)] : flaws;
}

function buttonFlaws(at: string, button: Button): Flaw[] {
  if (button.type !== 2) return [];
  const isLink = button.style === 5;
  return [
    ...(button.style === undefined || button.style < 1 || button.style > 6
      ? [notAChoice(`${at}.style`, [1, 2, 3, 4, 5, 6])]
      : []),
    ...(isLink ? (button.url ? [] : [missing(`${at}.url`)]) : button.custom_id ? [] : [missing(`${at}.custom_id`)]),
    ...(isLink && button.custom_id !== undefined
      ? [
          {
            at: `${at}.custom_id`,
            code: "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
            message: "A custom id and url cannot both be specified",
          },
        ]
      : []),
    ...(button.label || button.emoji ? [] : [missing(`${at}.label`)]),
    ...length(`${at}.label`, button.label, 80),
    ...length(`${at}.custom_id`, button.custom_id, 100),
    ...length(`${at}.url`, button.url, 512),
  ];
}

/** Source: Discord docs, "Component Reference", Action Row and Button; rows of the first version of components. */
function componentFlaws(rows: readonly Row[]): Flaw[] {
  const flaws: Flaw[] = rows.length > 5 ? [badLength("components", 1, 5)] : [];
  const seen = new Set<string>();
  rows.forEach((row, n) => {
    if (row.type !== 1) flaws.push(notAChoice(`components.${n}.type`, [1]));
    const parts = row.components ?? [];
    if (parts.length < 1 || parts.length > 5) flaws.push(badLength(`components.${n}.components`, 1, 5));
    parts.forEach((part, k) => {
      const at = `components.${n}.components.${k}`;
      flaws.push(...buttonFlaws(at, part));
      if (part.custom_id === undefined) return;
      if (seen.has(part.custom_id)) {
        const message = "Component custom id cannot be duplicated";
        flaws.push({ at: `${at}.custom_id`, code: "COMPONENT_CUSTOM_ID_DUPLICATED", message });
      }
      seen.add(part.custom_id);
    });
  });
  return flaws;
}

function mentionFlaws(allowed: AllowedMentions): Flaw[] {
  const kinds = ["users", "roles", "everyone"];
  const flaws = (allowed.parse ?? []).flatMap((kind, n) =>
    kinds.includes(kind) ? [] : [notAChoice(`allowed_mentions.parse.${n}`, kinds)],
  );
  for (const kind of ["users", "roles"] as const) {
    const ids = allowed[kind] ?? [];
    if (ids.length > 100) flaws.push(badLength(`allowed_mentions.${kind}`, 0, 100));
    if (ids.length > 0 && allowed.parse?.includes(kind)) {
      const code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE";
      const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
      flaws.push({ at: "allowed_mentions", code, message });
    }
  }
  return flaws;
}

/** The keys that the other rules look into, with the kind that each has to be of. */
const KINDS = { content: "string", embeds: "list", components: "list", attachments: "list", flags: "number" } as const;

function kindFlaws(form: MessageForm): Flaw[] {
  return Object.entries(KINDS).flatMap(([key, kind]) => {
    const value = form[key as keyof typeof KINDS] ?? undefined;
    if (value === undefined || (Array.isArray(value) ? "list" : typeof value) === kind) return [];
    return [{ at: key, code: "BASE_TYPE_CONVERT", message: `Could not interpret "${value}" as ${kind}.` }];
  });
}

/** Every thing wrong with the form of a message, as 50035 tells them. */
export function messageFlaws(form: MessageForm): Flaw[] {
  const kinds = kindFlaws(form);
  if (kinds.length > 0) return kinds;
  return [
    ...length("content", form.content, MAX_CONTENT),
    ...embedFlaws(form.embeds ?? []),
    ...componentFlaws(form.components ?? []),
    ...mentionFlaws(form.allowed_mentions ?? {}),
    ...length("nonce", typeof form.nonce === "string" ? form.nonce : undefined, 25),
  ];
}

/** True where nothing would be seen: a message of white space alone is empty too. */
export function isEmpty(form: MessageForm, files: number): boolean {
  const things = (form.embeds?.length ?? 0) + (form.components?.length ?? 0) + files;
  return (form.content ?? "").trim() === "" && things === 0;
}
