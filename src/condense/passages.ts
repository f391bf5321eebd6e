import type { LabelledLine, Passage } from "./condensed.ts";
import { context } from "./context.ts";
import { quoteOf, type Stretch } from "./quoted-line.ts";

/** The new text of a mail in stretches, each with the quoted lines that it answers. `isKept` says which lines are shown. */
export function passages(lines: readonly LabelledLine[], isKept: (line: LabelledLine) => boolean): readonly Passage[] {
  const found: { readonly text: string[]; readonly kind: Passage["kind"]; readonly below: Stretch | undefined }[] = [];
  let text: string[] = [];
  let kind: Passage["kind"] | undefined;
  let stretch: Stretch | undefined;
  const close = (): void => {
    while (text.at(-1)?.trim() === "") text.pop();
    if (kind !== undefined && text.length > 0) {
      found.push({ text, kind, below: stretch });
      stretch = undefined;
    }
    [text, kind] = [[], undefined];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined) break;
    if (line.label === "quote") {
      close();
      stretch = { first: stretch?.first ?? at, last: at };
    } else if (line.label === "attribution") {
      close();
      stretch = undefined;
    } else if (line.label === "blank") {
      if (text.length > 0) text.push(line.text);
    } else if (isKept(line)) {
      const next = kinds[line.label] ?? "prose";
      if (kind !== undefined && next !== kind) close();
      kind = next;
      text.push(line.text);
    }
  }
  close();
  const quote = quoteOf(lines);
  return found.map(({ text, kind, below }, at) => ({
    ...(below === undefined ? none : context(quote, below, { text, kind }, found[at + 1])),
    text,
    kind,
  }));
}

const none: Pick<Passage, "context" | "contextAt"> = { context: [], contextAt: -1 };

const kinds: Readonly<Partial<Record<LabelledLine["label"], Passage["kind"]>>> = {
  diff: "diff",
  log: "log",
  trailer: "trailers",
};
