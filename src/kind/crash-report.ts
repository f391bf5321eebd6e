import type { Mail } from "../mail/mail.ts";
import type { Line } from "./sentences.ts";

/** A crash that syzbot found: "use-after-free in wbus_fill; KASAN; C repro: yes; wbus_fill ← wbus_xfer ← wbus_ioctl". */
export interface CrashReport {
  readonly kind: "crash";
  /** `KASAN: slab-use-after-free Read`, `possible deadlock`. */
  readonly type: string;
  /** Where: `wbus_fill`; absent where the title names no function. */
  readonly in?: string;
  /** As syzbot guesses: `wbus` of `[wbus?]`. */
  readonly subsystems: readonly string[];
  /** The best that there is: a program in C, or one for syzkaller. */
  readonly reproducer?: "C" | "syz";
  readonly isBisected: boolean;
  /** Functions of the call trace, innermost first, at most three; without those that only report. */
  readonly frames: readonly string[];
}

/** The open issues of a subsystem, as syzbot lists them each month. */
export interface CrashList {
  readonly kind: "crash-list";
  readonly subsystem: string;
  /** New and fixed in the period; open and fixed in all. */
  readonly detected: number;
  readonly fixed: number;
  readonly open: number;
  readonly fixedInAll: number;
  readonly issues: readonly { readonly crashes: number; readonly hasReproducer: boolean; readonly title: string }[];
}

/** The crash that a mail of syzbot reports; `undefined` where it reports none. `lines` are `Condensed.lines`. */
export function crashReport({ subject }: Pick<Mail, "subject">, lines: readonly Line[]): CrashReport | undefined {
  const own = ownText(lines);
  if (!own.some((line) => /^HEAD commit: /.test(line))) return undefined;
  const title = subject.title.replace(/ \(\d{1,4}\)$/, "");
  const [, type = title, where] = /^(.{1,200}?) in ([\w.:/]{1,100})$/.exec(title) ?? [];
  const has = (shape: RegExp) => own.some((line) => shape.test(line));
  const reproducer = has(/^C reproducer: /) ? "C" : has(/^syz repro: /) ? "syz" : undefined;
  return {
    kind: "crash",
    type,
    ...(where !== undefined && { in: where }),
    subsystems: subject.tags.filter((tag) => !/^syzbot/i.test(tag)).map((tag) => tag.replace(/\?$/, "")),
    ...(reproducer !== undefined && { reproducer }),
    isBisected: has(/^The issue was bisected to:|^syzbot has bisected this (?:issue|bug) to:/),
    frames: frames(own, where),
  };
}

/** The list in a monthly report; `undefined` where it is none. */
export function crashList(lines: readonly Line[]): CrashList | undefined {
  const text = ownText(lines).join("\n");
  const [, subsystem] = /^This is an? \d{1,3}-day syzbot report for the (\S{1,60}) subsystem\.$/m.exec(text) ?? [];
  const [, detected, fixed] =
    /^During the period, (\d+) new issues? w\w+ detected and (\d+) w\w+ fixed\.$/m.exec(text) ?? [];
  const [, open, fixedInAll] = /^In total, (\d+) issues? \w+ still open and (\d+) /m.exec(text) ?? [];
  if (subsystem === undefined) return undefined;
  const rows = text.matchAll(/^<\d{1,3}> +(\d{1,9}) +(Yes|No) +(\S.{0,300})$/gm);
  return {
    kind: "crash-list",
    subsystem,
    detected: Number(detected ?? 0),
    fixed: Number(fixed ?? 0),
    open: Number(open ?? 0),
    fixedInAll: Number(fixedInAll ?? 0),
    issues: Array.from(rows, ([, crashes, repro, title = ""]) => ({
      crashes: Number(crashes),
      hasReproducer: repro === "Yes",
      title,
    })).slice(0, 50),
  };
}

const maxFrames = 3;
/** Lines of a trace that are looked at. */
const maxTrace = 60;

/** ` wbus_fill+0x91/0x140 drivers/wbus/ring.c:192`, a time stamp in front or not; `? ` marks what is left on the stack. */
const frame =
  /^(?:\[[ \d.]{1,20}\](?:\[ *\w{1,10}\])?)? {1,4}(?:RIP: 0010:)?([A-Za-z_]\w{0,100})(?:\.[\w.]{1,40})?(?:\+0x[0-9a-f]+\/0x[0-9a-f]+)?(?: \S{1,200}:\d+)?(?: \[\w{1,30}\])?$/;

/** What stands above the culprit in a trace: it finds, prints or waits. */
const reporters =
  /^(?:_{0,2}(?:dump_stack|kasan|kmsan|kcsan|ubsan|warn|might_resched|schedule|raw_spin_lock|mutex_lock|lock_acquire)|check_|print_|validate_chain|mark_lock|lock_acquire|report_bug|handle_bug|exc_|asm_exc_|panic|spin_lock|mutex_lock|down_|context_switch|io_schedule|schedule|instrument_|atomic_|arch_atomic|refcount_|kobject_)/;

/** From the function that the title names, where the trace has it; else from the first that does not only report. */
function frames(own: readonly string[], where: string | undefined): string[] {
  const start = own.findIndex((line) =>
    /^(?:\[[ \d.]{1,20}\](?:\[ *\w{1,10}\])? ?)?Call [Tt]race:$/.test(line.trimEnd()),
  );
  if (start < 0) return [];
  const rip = own.slice(0, start).flatMap((line) => /\bRIP: 0010:([A-Za-z_]\w{0,100})\+0x/.exec(line)?.[1] ?? []);
  const trace: string[] = [...rip.slice(-1)];
  for (const line of own.slice(start + 1, start + 1 + maxTrace)) {
    if (/<\/?(?:TASK|IRQ|NMI|SOFTIRQ)>/.test(line)) continue;
    const name = frame.exec(line.slice(0, 400))?.[1];
    if (name === undefined) break;
    if (!line.endsWith("[inline]")) trace.push(name);
  }
  const distinct = trace.filter((name, at) => name !== trace[at - 1]);
  const named = where === undefined ? -1 : distinct.indexOf(where);
  const first = named >= 0 ? named : distinct.findIndex((name) => !reporters.test(name));
  return first < 0 ? [] : distinct.slice(first, first + maxFrames);
}

function ownText(lines: readonly Line[]): string[] {
  return lines.filter(({ label }) => label !== "quote" && label !== "attribution").map(({ text }) => text);
}
