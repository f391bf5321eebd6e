import { posix } from "node:path";

/** What a compiler, checker or test says is wrong, and where. */
export interface Complaint {
  /** `drivers/wbus/ring.c`. */
  readonly path?: string;
  readonly line?: number;
  /** `'len' is used uninitialized`: without severity and the name of the check. */
  readonly says: string;
}

const maxSays = 200;

/** A file by its name, or anything below a directory: `ld.lld` is a program. */
const place =
  /^(?:warning: )?(?<path>(?:[\w.+-]+\/){1,20}[\w.+-]+\.[A-Za-z]\w{0,9}|[\w.+-]{1,80}\.(?:[chS]|cc|cpp|dtsi?|py|rs|rst|sh|txt|yaml)):(?:(?<line>\d{1,7})(?::\d{1,7})?:?)?(?<rest>.*)$/i;

const severity = /(?<!compiler )\b(?:(?:fatal )?error|warning|warn):/i;
const linkers = /\bundefined reference to\b|\brelocation truncated\b|: No such file or directory$|\bmodpost: /;

/** A heading, a table of what was built, a line of the kernel's log, a remark. */
const noComplaint = /^(?:Unverified )?Error\/Warning\b|^\s*[|`[]|\bnote: /i;

/**
 * The complaint in a line as tools write it: `drivers/wbus/ring.c:240:3: error: 'len' is used uninitialized [-Wfoo]`,
 * `ERROR: modpost: "wbus_fill" undefined!`. `undefined` for any other line.
 */
export function complaintIn(line: string): Complaint | undefined {
  const isOne = /\b(?:error|warning|warn):/i.test(line) || linkers.test(line);
  return isOne && !noComplaint.test(line) ? complaint(line) : undefined;
}

/** The complaint in a line that is known to be one. */
export function complaint(written: string): Complaint {
  const text = written.slice(0, 500).trim();
  const found = place.exec(text)?.groups;
  const says = (found?.rest ?? text)
    .trim()
    .replace(/^\(\.\w+\+0x[0-9a-f]+\): /, "")
    .replace(/^(?:sparse: ){1,2}/, "")
    .replace(severity, "")
    .replace(/ \[[\w.,=*+-]{1,80}\]$/, "")
    .replace(/ {2,}/g, " ")
    .trim()
    .slice(0, maxSays)
    .toWellFormed();
  return {
    ...(found?.path !== undefined && { path: posix.normalize(found.path) }),
    ...(found?.line !== undefined && { line: Number(found.line) }),
    says,
  };
}
