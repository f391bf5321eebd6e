import type { MessageId } from "../mail/message-id.ts";

/** Where a mail belongs. */
export interface Placement<Thread extends string> {
  /** The thread it joins, or its own id where it starts one. */
  readonly thread: Thread;
  /** The nearest ancestor that is here; absent for a mail that starts a thread or whose ancestors are all missing. */
  readonly parent?: MessageId;
  /** The mail it answers is not here (yet): the id that was hoped for. */
  readonly awaits?: MessageId;
}

/**
 * Where a mail belongs among those known when it arrives.
 *
 * `ancestors` runs from the oldest to the parent. `threads` has the threads of ids that are known, as mails or because
 * some mail referred to them, so that two answers to a mail we never got still meet; `here` has the ids that are mails.
 * Own id among `threads`: somebody answered before. The parent is "In-Reply-To if here, else References from the end",
 * which any order of arrival ends in once `parentOf` has been asked again for those that waited.
 */
export function place<Thread extends string>(
  id: MessageId,
  ancestors: readonly MessageId[],
  threads: ReadonlyMap<MessageId, Thread>,
  here: ReadonlySet<MessageId>,
): Placement<Thread> {
  const others = ancestors.filter((ancestor) => ancestor !== id);
  const nearest = others.findLast((ancestor) => threads.has(ancestor)) ?? id;
  const thread = threads.get(nearest) ?? (id as string as Thread);
  const parent = parentOf(id, others, here);
  const hopedFor = others.at(-1);
  return {
    thread,
    ...(parent !== undefined && { parent }),
    ...(hopedFor !== undefined && hopedFor !== parent && { awaits: hopedFor }),
  };
}

/** The nearest ancestor that is here. A mail that names itself as its ancestor is real; it has no parent by that. */
export function parentOf(
  id: MessageId,
  ancestors: readonly MessageId[],
  here: ReadonlySet<MessageId>,
): MessageId | undefined {
  return ancestors.findLast((ancestor) => ancestor !== id && here.has(ancestor));
}
