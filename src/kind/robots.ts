import type { Mailbox } from "../mail/mail.ts";

export type Robot =
  | "kernel-test-robot"
  | "syzbot"
  | "ai-review-bot"
  | "patchwork-bot"
  | "pr-tracker-bot"
  | "tip-bot"
  | "mm-commits"
  | "regzbot"
  | "ci";

export interface RobotRow {
  readonly robot: Robot;
  /** Found anywhere in `name <address>`, in lower case. */
  readonly marks: readonly string[];
}

/** Robots are known by address: Auto-Submitted says nothing here (4 times in 105,629 mails). */
const robots: readonly RobotRow[] = [
  { robot: "kernel-test-robot", marks: ["<lkp@intel.com>", "kernel test robot <", "kbuild test robot <"] },
  { robot: "syzbot", marks: ["@syzkaller.appspotmail.com>", "<syzbot@", "<syzbot+", "syzbot <", "syzbot via "] },
  { robot: "ai-review-bot", marks: ["<sashiko-bot@", "<bot+bpf-ci@kernel.org>"] },
  { robot: "patchwork-bot", marks: ["<patchwork-bot", "<git-patchwork-notify@"] },
  { robot: "pr-tracker-bot", marks: ["<pr-tracker-bot@"] },
  {
    robot: "tip-bot",
    marks: ["<tip-bot2@linutronix.de>", "<tip-bot2@linutronix>", "<tip-bot@zytor.com>", "tip-bot2 for "],
  },
  { robot: "mm-commits", marks: ["<mm-commits@"] },
  { robot: "regzbot", marks: ["<regzbot@", "<regressions-bot@"] },
  {
    robot: "ci",
    marks: [
      "<patchwork@emeril.freedesktop.org>",
      "<bluez.test.bot@",
      "<bot@kernelci.org>",
      "<kernelci",
      "<cip-testing",
    ],
  },
];

/** Which robot writes from this mailbox; `undefined` for people. An operator's rows go in as `more`. */
export function robotOf(mailbox: Mailbox, more: readonly RobotRow[] = []): Robot | undefined {
  const written = `${mailbox.name} <${mailbox.address}>`.toLowerCase();
  return [...more, ...robots].find((row) => row.marks.some((mark) => written.includes(mark)))?.robot;
}
