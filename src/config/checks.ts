import { z } from "zod";
import { durationMs } from "./duration.ts";

/** What settings are checked with: each says what to write instead, and never repeats what was written: it may be a secret. */

type Problem = (issue: { readonly code?: string; readonly input?: unknown }) => string;

export function write(what: string): { error: Problem } {
  return {
    error: ({ input }) => `${input === undefined || input === null ? "is missing" : "does not fit"}; write ${what}`,
  };
}

/** A mapping with these keys alone. For an unknown one the message is the known ones, parted by a space. */
export function mapping<Shape extends z.ZodRawShape>(shape: Shape, what: string) {
  const { error } = write(what);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? Object.keys(shape).join(" ") : error(issue)),
  });
}

export const text = (what: string) => z.string(write(what)).trim().min(1, write(what));
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, write(words.map((word) => `\`${word}\``).join(", ")));
export const some = <Item extends z.ZodType>(item: Item, what: string) =>
  z.array(item, write(what)).min(1, write(what));
export const port = (least: number) =>
  z.coerce
    .number(write("a port number"))
    .int(write("a port number"))
    .min(least, write(`a port from ${least}`))
    .max(65_535, write("a port up to 65535"));

export const duration = (least: string) => {
  const what = `a time with its unit, at least ${least}: 45s, 5m, 12h, 7d`;
  return z.string(write(what)).transform((written, context) => {
    const ms = durationMs(written);
    if (ms !== undefined && ms >= (durationMs(least) ?? 0)) return ms;
    context.addIssue({ code: "custom", message: `does not fit; write ${what}` });
    return z.NEVER;
  });
};

/** Says `message` of the key `key` where `isWrong`; other keys of the mapping are right by then. */
export function refuse<Value>(key: string, message: string, isWrong: (value: Value) => boolean) {
  return (context: z.core.ParsePayload<Value>) => {
    if (isWrong(context.value)) {
      context.issues.push({ code: "custom", message, path: [key], input: undefined });
    }
  };
}

/** Says of each item whose `name` was there before that it repeats it. */
export function unique<Item>(key: string, name: (item: Item) => string) {
  return (context: z.core.ParsePayload<Item[]>) => {
    const seen = new Set<string>();
    for (const [index, item] of context.value.entries()) {
      if (seen.has(name(item))) {
        context.issues.push({
          code: "custom",
          message: "is there already; write each once",
          path: [index, key],
          input: undefined,
        });
      }
      seen.add(name(item));
    }
  };
}

/** How a secret is written that does not stand in the file. */
export const BY_VARIABLE = "${NAME} and set that environment variable";
