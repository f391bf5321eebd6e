import type { Kind } from "../kind/kind.ts";
import type { MessageId } from "../mail/message-id.ts";
import type { Diffstat, Trailer } from "../patch/patch.ts";
import type { RobotCommand } from "../patch/robot-commands.ts";
import type { GivenTrailer } from "../patch/trailers.ts";
import type { PatchPlace, Place } from "./patch-place.ts";

/** What a topic learns from one mail. Plain data, made by the intake loop from a reading. */
export interface TopicMail {
  readonly short: string;
  readonly id: MessageId;
  readonly ancestors: readonly MessageId[];
  /** Those of them that were not here when it came. */
  readonly missing: readonly MessageId[];
  /** Arrival, ISO 8601 in UTC. */
  readonly at: string;
  /** When it says it was sent, not after its arrival; ISO 8601 in UTC. */
  readonly sentAt: string;
  readonly author: string;
  /** Its sender's, who may send the patches of others; lower case. Tells whose series it is and is never shown. */
  readonly address: string;
  readonly kind: Kind;
  readonly isReply: boolean;
  /** `[PATCH v2 0/4]` as the subject has it, `""` where it has none. */
  readonly tag: string;
  readonly tags: readonly string[];
  readonly title: string;
  readonly version?: number;
  readonly n?: number;
  readonly total?: number;
  readonly diffstat?: Diffstat;
  /** Files of its own diff, at most 200. */
  readonly paths: readonly string[];
  readonly changeId?: string;
  /** Fingerprint of its diff: equal where two patches change the same lines in the same way. */
  readonly patchId?: string;
  readonly changeLog: readonly string[];
  /** First paragraph of what the sender says, one string a line. */
  readonly summary: readonly string[];
  /** Of a patch: the trailers in its own message that people vouch with. */
  readonly ownTrailers: readonly Trailer[];
  readonly givenTrailers: readonly GivenTrailer[];
  /** The sentence that carries an explicit NAK. */
  readonly nak?: string;
  /** The sentence that takes one back. */
  readonly nakWithdrawn?: string;
  readonly applied?: Applied;
  readonly merged?: Merged;
  /** What a test robot found. */
  readonly ci?: "red" | "green";
  /** Patches that came as files. */
  readonly attached?: Attached;
  /** What it tells Patchwork's, syzbot's and regzbot's robots. */
  readonly commands: readonly RobotCommand[];
}

/** A version of a series that came as files. */
export interface Attached {
  /** As the files say: 3 of `v3-0001-…`. */
  readonly version?: number;
  readonly total: number;
  readonly diffstat?: Diffstat;
}

/** Where a pull request went. */
export interface Merged {
  /** `torvalds/linux.git`; `""` where the notice does not say. */
  readonly tree: string;
  readonly commit?: string;
}

export interface Applied {
  /** `wbus/next`; absent where the mail does not say. */
  readonly to?: string;
  readonly commits: readonly string[];
  /** Which patches; absent for all. */
  readonly patches?: readonly number[];
}

/** A trailer that somebody gave in a reply, on patch 2 or on all. */
export interface GivenTag {
  readonly name: string;
  readonly who: string;
  /** `Ada <ada@example.org>`, for whoever collects them for a commit; never shown. */
  readonly value: string;
  /** Absent: given on the cover or on a single patch, it counts for all. */
  readonly n?: number;
}

/** An explicit no, and whether it was taken back. */
export interface Nak {
  readonly who: string;
  readonly n?: number;
  readonly sentence: string;
  readonly short: string;
  readonly at: string;
  /** When it was withdrawn, ISO 8601 in UTC. */
  readonly withdrawnAt?: string;
}

/** The newest result of one test robot on one patch, or on the whole. */
export interface CiResult {
  readonly who: string;
  readonly verdict: "red" | "green";
  readonly n?: number;
  /** The mail that said so first: a second failure is told there. */
  readonly short: string;
}

/** `fix`: a fix was sent, `title` is its own or the other bug's. */
export interface Bug {
  readonly state: "open" | "fix" | "dup" | "invalid";
  readonly title?: string;
}

/** An earlier version of a series, as its next one remembers it. */
export interface Previous {
  readonly version: number;
  readonly short: string;
  /** Mails of that version. */
  readonly mails: number;
  /** When it was sent, ISO 8601 in UTC. */
  readonly at: string;
  /** `R 1`, `A 2/4`: what was given for it. */
  readonly tags: readonly string[];
  /** Fingerprints of its patches' diffs. */
  readonly patchIds: readonly string[];
  /** When the first version was sent, how many there were up to this one, and their mails. */
  readonly since: string;
  readonly versions: number;
  readonly mailsInAll: number;
}

export interface Member {
  readonly short: string;
  readonly id: MessageId;
  readonly title: string;
  readonly who: string;
  readonly at: string;
  readonly trailers?: readonly Trailer[];
  readonly patchId?: string;
  /** As stated: 5.1 where a single patch of version 5 was sent again. */
  readonly version?: number;
}

export interface CountedHere {
  readonly mail: string;
  readonly label: string;
  readonly who: string;
  readonly at: string;
}

/**
 * What a card stands for: one version of a patch series, or another conversation. Folded from its mails in the order of
 * their arrival; plain data, since the store keeps it.
 */
export interface Topic {
  readonly form: "series" | "conversation";
  readonly kind: Kind;
  /** The mail that the card shows: the cover, else the patch seen first, else the mail that opened it. */
  readonly face: Member;
  readonly address: string;
  readonly tag: string;
  readonly tags: readonly string[];
  readonly title: string;
  readonly version: number;
  /** Some subject of it names the version. Covers say `v2` above patches that do not. */
  readonly statesVersion: boolean;
  /** Of a conversation: as its first mail says, which answers a patch that is not here; 0 where it says nothing. */
  readonly total: number;
  readonly hasCover: boolean;
  /** By number as a string, since it is kept as JSON. */
  readonly patches: Readonly<Record<string, Member>>;
  readonly diffstat?: Diffstat;
  /** Files of its patches' diffs, each once, at most 1,000. */
  readonly paths?: readonly string[];
  /** Where its patches go, with how many of them. */
  readonly places?: readonly PatchPlace[];
  /** Where it stays, once a channel has it: a thread never jumps. */
  readonly home?: readonly Place[];
  /** The mail that its patches answer where that is not their cover, or not here. */
  readonly below?: MessageId;
  readonly changeId?: string;
  readonly changeLog: readonly string[];
  readonly summary: readonly string[];
  readonly given: readonly GivenTag[];
  readonly naks: readonly Nak[];
  readonly ci?: readonly CiResult[];
  /** The newest version that came as files in an answer. */
  readonly attached?: Attached;
  /** What a maintainer told Patchwork's robot last: `changes-requested`. */
  readonly asked?: string;
  /** What became of a bug by words for syzbot or regzbot. */
  readonly bug?: Bug;
  readonly applied: readonly (Applied & { readonly by: string })[];
  readonly merged?: Merged;
  readonly previous?: Previous;
  readonly next?: { readonly version: number; readonly short: string };
  readonly mails: number;
  /** Mails that the card only counts besides its patches: bare trailers, robots' successes. */
  readonly counted: readonly CountedHere[];
  /** When the mail that it shows was sent. */
  readonly sentAt: string;
  readonly openedAt: string;
  readonly lastAt: string;
  /** The mail it answers was not here when it opened. */
  readonly isOrphan: boolean;
  /** Ids that its mails referred to and that were not here, newest last, at most 200: answers to them belong here too. */
  readonly awaited: readonly MessageId[];
}

/** A change of state: one message that replies to the card. */
export type Change =
  | { readonly kind: "nak"; readonly n?: number; readonly who: string; readonly sentence: string }
  /** One that stands in a line already: that line is edited. */
  | { readonly kind: "nak-withdrawn"; readonly nak: Nak; readonly at: string }
  /** One patch was sent again: `10/12` of version 5 as `v5.1`. */
  | { readonly kind: "replaced"; readonly n: number; readonly version: number; readonly who: string }
  | { readonly kind: "attached"; readonly attached: Attached; readonly who: string }
  /** Another failure of a patch that has one: told where the first one stands. */
  | { readonly kind: "ci-again"; readonly first: string }
  | { readonly kind: "applied"; readonly by: string; readonly applied: Applied }
  | { readonly kind: "merged"; readonly merged: Merged }
  | {
      readonly kind: "all-tagged";
      readonly name: string;
      readonly who: readonly { readonly who: string; readonly patches: readonly number[] }[];
    };

/** True where every patch of it is here. */
export function isComplete(topic: Topic): boolean {
  return Object.keys(topic.patches).length >= topic.total;
}

/** What the card counts: the patches it does not show itself, by number, then the rest as they came. */
export function countedMails(topic: Topic): readonly CountedHere[] {
  const patches = Object.entries(topic.patches)
    .filter(([, member]) => member.short !== topic.face.short)
    .map(([n, { short, title, who, at }]) => ({ mail: short, label: `${n}/${topic.total} ${title}`, who, at }));
  return [...patches, ...topic.counted.filter((one) => one.mail !== topic.face.short)];
}

/** Which of its patches a mail of its thread talks about: by its own number or by the mail it answers. */
export function patchNumber(topic: Topic, mail: Pick<TopicMail, "n" | "ancestors">): number | undefined {
  const byId = new Map(Object.entries(topic.patches).map(([n, member]) => [member.id, Number(n)]));
  const answered = mail.ancestors.findLast((id) => byId.has(id) || id === topic.face.id);
  const n = answered === undefined ? mail.n : (byId.get(answered) ?? mail.n);
  return n === 0 || topic.total <= 1 ? undefined : n;
}
