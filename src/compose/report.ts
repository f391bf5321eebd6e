import type { CrashList, CrashReport } from "../kind/crash-report.ts";
import type { RobotReport } from "../kind/robot-report.ts";
import type { TestReport } from "../kind/test-report.ts";
import { codePlace, count } from "./place.ts";
import type { Block } from "./post.ts";
import { inShort } from "./withheld.ts";

/** `fails on arm64`, `passes`. */
export function verdictWords({ verdict, arch }: TestReport): string {
  return verdict === "green" ? "passes" : `fails${arch === undefined ? "" : ` on ${arch}`}`;
}

/** `allmodconfig, clang 22`; `""` where the robot does not say. */
export function builtWith({ config, compiler }: TestReport): string {
  return [config, compiler].filter((word) => word !== undefined).join(", ");
}

/** What a robot's report says, in few lines; none where its facts say nothing. */
export function reportBlocks(report: RobotReport): Block[] {
  switch (report.kind) {
    case "test":
      return failure(report);
    case "crash":
      return crash(report);
    case "crash-list":
      return crashes(report);
  }
}

function failure({ complaint }: TestReport): Block[] {
  if (complaint === undefined) return [];
  const { path, line, says } = complaint;
  const where = path === undefined ? "" : `${codePlace({ path, ...(line !== undefined && { line }) })}: `;
  return [{ kind: "code", language: "text", lines: [inShort(where + says, 240)] }];
}

/** `KASAN: slab-use-after-free Read`, `C repro: yes · bisected: no`, `wbus_fill ← wbus_xfer`. */
function crash({ type, subsystems, reproducer, isBisected, frames }: CrashReport): Block[] {
  const repro = reproducer === undefined ? "repro: none yet" : `${reproducer} repro: yes`;
  const facts = [inShort([type, ...subsystems].join(", "), 100), repro, `bisected: ${isBisected ? "yes" : "no"}`];
  const trace = frames.length === 0 ? [] : [inShort(frames.join(" ← "), 160)];
  return [{ kind: "text", lines: [facts.join(" · "), ...trace] }];
}

/** How many of a list's issues are named. */
const MAX_ISSUES = 3;

function crashes({ subsystem, detected, fixed, open, issues }: CrashList): Block[] {
  const sums = `${inShort(subsystem, 40)}: ${detected} new, ${fixed} fixed, ${open} open`;
  const named = issues
    .slice(0, MAX_ISSUES)
    .map(({ crashes: n, title }) => `${inShort(title, 100)}, ${count(n, "crash", "crashes")}`);
  return [{ kind: "text", lines: [sums] }, ...(named.length > 0 ? [{ kind: "list" as const, items: named }] : [])];
}
