import type { Mail } from "../mail/mail.ts";
import { type Complaint, complaint, complaintIn } from "./complaint.ts";
import type { Line } from "./sentences.ts";

/** What a test robot found: "test robot: v2 2/4 fails on arm64, ring.c:240: …; allmodconfig, clang 22". */
export interface TestReport {
  readonly kind: "test";
  /** What people call it: `test robot`, `KernelCI`. */
  readonly who: string;
  readonly verdict: "red" | "green";
  /** What was tested where that is no mail of the list: `linux-next:master`. */
  readonly of?: string;
  /** `arm64`. */
  readonly arch?: string;
  /** `allmodconfig`. */
  readonly config?: string;
  /** `clang 22`, `gcc 13`: the major version says enough. */
  readonly compiler?: string;
  /** The first thing that is wrong; absent where all is well. */
  readonly complaint?: Complaint;
}

/** Found anywhere in `name <address>`, in lower case, first match wins. */
const names: readonly (readonly [mark: string, who: string])[] = [
  ["syzbot ci <", "syzbot CI"],
  ["syzbot", "syzbot"],
  ["kernel test robot", "test robot"],
  ["kbuild test robot", "test robot"],
  ["<lkp@intel.com>", "test robot"],
  ["@kernelci.org>", "KernelCI"],
  ["<patchwork@emeril.", "Intel CI"],
  ["<bluez.test.bot@", "BlueZ CI"],
  ["<cip-testing", "CIP CI"],
];

/**
 * What a test robot's mail reports. `isRobots` is false where a person sent it on, as the kernel test robot's operators do.
 * `lines` are `Condensed.lines`.
 */
export function testReport(
  { from, subject }: Pick<Mail, "from" | "subject">,
  lines: readonly Line[],
  verdict: "red" | "green",
  { isRobots }: { readonly isRobots: boolean },
): TestReport {
  const own = lines.filter(({ label }) => label !== "quote" && label !== "attribution").map(({ text }) => text);
  const written = `${from.name} <${from.address}>`.toLowerCase();
  const known = names.find(([mark]) => written.includes(mark))?.[1];
  const wrong = verdict === "red" ? firstComplaint(own, subject.title) : undefined;
  const of = /\[([\w.-]{1,60}:[\w./-]{1,80})(?: \d+\/\d+)?\]|\[(?:REGRESSION|STATUS)\] ([\w./-]{1,80}[\w])(?=:? )/.exec(
    subject.text,
  );
  return {
    kind: "test",
    who: known ?? (isRobots && from.name !== "" ? from.name.slice(0, 40) : "test robot"),
    verdict,
    ...(of !== null && { of: of[1] ?? of[2] ?? "" }),
    ...builtWith(own),
    ...(wrong !== undefined && { complaint: wrong }),
  };
}

/** Where the complaint stands, first match wins: what is new, what a test is called, anything that looks like one. */
const finders: readonly ((own: readonly string[]) => Complaint | undefined)[] = [
  (own) => lineWith(own, /^>> (.+)/), // 0-DAY's mark for what is new
  (own) => lineWith(own, /^kernel test robot noticed "([^"]{1,300})"/),
  (own) => lineWith(own, /^kernel test robot noticed an? (.{1,200}) on:$/),
  (own) => lineWith(own, /^ ?(.{1,300} in \S{1,200}\.o) \(\S{1,200}\) \[logspec:/), // KernelCI
  firstPlace,
  (own) => lineBelow(own, /^\s*#{2,6} Possible regressions #{2,6}$/, /^ *\* \{?(igt@[\w@.-]{1,200})/), // Intel's graphics
  (own) => lineWith(own, /^(?:Test: )?(\w[\w /-]{1,60}?)(?: - | {2,})FAIL\b/), // BlueZ
  (own) => lineBelow(own, /^and found the following issues?:$/, /^(?:\* )?(\S.{1,300})/), // syzbot CI
  (own) => lineBelow(own, /\bstill triggering an issue:$/, /^(\S.{1,300})/), // syzbot, of a proposed patch
  (own) => lineWith(own, /^syzbot tried to test the proposed patch but the (.{1,100}):$/),
];

function firstComplaint(own: readonly string[], title: string): Complaint | undefined {
  for (const find of finders) {
    const found = find(own);
    if (found !== undefined) return found;
  }
  return complaintIn(title);
}

function firstPlace(own: readonly string[]): Complaint | undefined {
  for (const line of own) {
    const found = line.length > 1000 ? undefined : complaintIn(line);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lineWith(own: readonly string[], shape: RegExp): Complaint | undefined {
  const words = own.flatMap((line) => shape.exec(line.slice(0, 1000))?.[1] ?? [])[0];
  return words === undefined ? undefined : complaint(words);
}

function lineBelow(own: readonly string[], head: RegExp, shape: RegExp): Complaint | undefined {
  const at = own.findIndex((line) => head.test(line.slice(0, 1000)));
  return at < 0 ? undefined : lineWith(own.slice(at + 1, at + 6), shape);
}

const arches: ReadonlySet<string> = new Set(
  "alpha amd64 arc arm arm64 csky h8300 hexagon i386 ia64 loongarch m68k microblaze mips mips64 nds32 nios2 openrisc parisc parisc64 powerpc powerpc64 riscv riscv32 riscv64 s390 sh sparc sparc64 um x86_64 xtensa".split(
    " ",
  ),
);

function builtWith(own: readonly string[]): Pick<TestReport, "arch" | "config" | "compiler"> {
  const value = (shape: RegExp) => own.flatMap((line) => shape.exec(line.slice(0, 400))?.[1] ?? [])[0];
  const both = /^\s*- Architecture\/compiler: (\w{1,20}\/\S{1,60})/; // KernelCI
  const [ciArch, ciCompiler] = value(both)?.split("/") ?? [];
  const written = value(/^\s*(?:> )?config: +(?!https?:)(\S{1,120})/i) ?? "";
  const [prefix = "", ...rest] = written.split("-");
  const hasPrefix = arches.has(prefix);
  const arch = hasPrefix ? prefix : (ciArch ?? value(/^\s*arch: +(\w{1,20})$/));
  const config = (hasPrefix ? rest.join("-") : written).replace(/^(kismet)-.*/, "$1");
  const compiler = compilerIn(value(/^\s*compiler: +(.{1,200})/) ?? ciCompiler ?? "");
  return {
    ...(arch !== undefined && { arch }),
    ...(config !== "" && { config }),
    ...(compiler !== undefined && { compiler }),
  };
}

/** `clang 22` of `clang version 22.0.0git (…)`, `gcc 12` of `gcc-12 (Debian 12.2.0-14) 12.2.0`. */
function compilerIn(written: string): string | undefined {
  const [, clang] = /\bclang(?: version |-)(\d{1,3})\b/.exec(written) ?? [];
  const [, dashed, plain] = /\bgcc(?:-(\d{1,3})\b| (?:\([^()]{0,60}\) )?(\d{1,3})\.)/.exec(written) ?? [];
  if (clang !== undefined) return `clang ${clang}`;
  return dashed === undefined && plain === undefined ? undefined : `gcc ${dashed ?? plain}`;
}
