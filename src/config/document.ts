import { isMap, isScalar, LineCounter, type Node, parseDocument, visit } from "yaml";

/** A key's place in the file: `["sources", 0, "host"]`. */
export type Path = readonly (string | number)[];

export interface Problem {
  /** From 1. */
  readonly line: number;
  /** `sources[0].host`; `""` for the file as a whole. */
  readonly key: string;
  readonly says: string;
}

/** A YAML file, with the lines of its keys and the environment's values in place of `${NAME}`. */
export interface Document {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  problem(path: Path, says: string): Problem;
  /** True where the text at `path` stands in the file itself and not in the environment. */
  isInline(path: Path): boolean;
}

export function readDocument(text: string, env: Readonly<Record<string, string | undefined>>): Document {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  // Everything after the first mistake in the syntax is a consequence of it.
  const problems: Problem[] = document.errors.slice(0, 1).map(({ message, pos }) => ({
    line: lineAt(pos[0]),
    key: "",
    // Only what kind of trouble it is: the rest of the message would repeat what may be a secret.
    says: `${message.split(/[:"]/, 1)}; see config/listwire.example.yaml, and put a value with $, :, #, { or [ in quotes`,
  }));
  const fromEnvironment = new Set<unknown>();

  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== "string") return;
      const [whole, name = ""] = /\$\{(\w+)\}/.exec(node.value) ?? [];
      if (whole === undefined) return;
      const line = lineAt(node.range?.[0] ?? 0);
      const value = env[name]?.replace(/^\ufeff/, "").trim();
      if (whole !== node.value) {
        problems.push({ line, key: "", says: `\`${whole}\` stands within a text; write it alone, as the whole value` });
      } else if (value === undefined || value === "") {
        problems.push({ line, key: "", says: `the environment variable ${name} is not set; set it` });
      } else {
        node.value = value;
        fromEnvironment.add(node);
      }
    },
  });

  return {
    value: problems.length === 0 ? plain(document, problems) : undefined,
    problems,
    problem: (path, says) => ({ line: lineAt(offsetOf(document.contents, path)), key: written(path), says }),
    isInline(path) {
      const node = document.getIn(path, true);
      return isScalar(node) && !fromEnvironment.has(node);
    },
  };
}

/** The values alone. Aliases that would grow without end are refused by the library. */
function plain(document: ReturnType<typeof parseDocument>, problems: Problem[]): unknown {
  try {
    return document.toJS();
  } catch {
    problems.push({ line: 1, key: "", says: "has aliases that grow too large; write the values out" });
    return undefined;
  }
}

/** Where the key at `path` begins, else the nearest thing around it that there is. */
function offsetOf(root: unknown, path: Path): number {
  let node = root as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else {
      node = (node as { get?: (step: unknown, keep: true) => unknown } | null)?.get?.(step, true) as Node | null;
      offset = node?.range?.[0] ?? offset;
    }
  }
  return offset;
}

function written(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}
