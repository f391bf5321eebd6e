import type { Mail } from "../mail/mail.ts";
import { type CrashList, type CrashReport, crashList, crashReport } from "./crash-report.ts";
import type { Kind } from "./kind.ts";
import { robotOf } from "./robots.ts";
import type { Line } from "./sentences.ts";
import { type KindTables, noTables } from "./tables.ts";
import { type TestReport, testReport } from "./test-report.ts";
import { robotVerdict } from "./verdict.ts";

/** A robot's mail shrunk to its facts. */
export type RobotReport = TestReport | CrashReport | CrashList;

/** What a robot reports; `undefined` for people's mail and for robots that report nothing. `lines` are `Condensed.lines`. */
export function robotReport(
  mail: Pick<Mail, "from" | "subject">,
  kind: Kind,
  lines: readonly Line[],
  tables: KindTables = noTables,
): RobotReport | undefined {
  if (kind === "kernel-test-robot") {
    const isRobots = robotOf(mail.from, tables.robots) !== undefined;
    return testReport(mail, lines, robotVerdict(mail.subject.text, lines), { isRobots });
  }
  if (kind !== "syzbot") return undefined;
  const tried = lines.find(({ text, label }) => label !== "quote" && proposal.test(text));
  const isTest = /^syzbot ci$/i.test(mail.from.name) || tried !== undefined;
  if (!isTest) return crashList(lines) ?? crashReport(mail, lines);
  const verdict = tried !== undefined && /\bdid not trigger any issue\b/.test(tried.text) ? "green" : "red";
  return testReport(mail, lines, verdict, { isRobots: true });
}

/** What syzbot answers to `#syz test`. */
const proposal = /^syzbot (?:has tested|tried to test) the proposed patch\b/;
