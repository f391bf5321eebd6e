/** A line of a mail that is meant for a robot: `pw-bot: changes-requested`, `#syz fix: wbus: hold a reference`. */
export interface RobotCommand {
  readonly robot: "pw-bot" | "syz" | "regzbot";
  /** Lower case: `changes-requested`, `fix`, `introduced`. */
  readonly verb: string;
  /** What stands behind it, one line: the title of a fix, a commit range. */
  readonly argument?: string;
}
