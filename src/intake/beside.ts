import type { Kind } from "../kind/kind.ts";
import type { MessageId } from "../mail/message-id.ts";
import type { Archive } from "../store/store.ts";

/** How many of the mails that one answers are read beside it, and how long one may be, in octets. */
const MAX_BESIDE = 4;
const MAX_OCTETS = 1024 * 1024;

const PATCHES: ReadonlySet<Kind> = new Set(["patch", "patch-untagged", "stable-review", "stable-autosel"]);

/**
 * Octets of the mails that a mail answers, nearest first and up to the patch they are about; `undefined` for one that is
 * not here. What is quoted is aligned with them. `pending` are on their way in, by id, and not in the archive yet.
 */
export async function octetsBeside(
  ancestors: readonly MessageId[],
  pending: ReadonlyMap<MessageId, Uint8Array>,
  archive: Pick<Archive, "mailsById" | "octets">,
): Promise<readonly (Uint8Array | undefined)[]> {
  const nearest = ancestors.slice(-MAX_BESIDE).toReversed();
  if (nearest.length === 0) return [];
  const archived = await archive.mailsById(nearest);
  const found: (Uint8Array | undefined)[] = [];
  for (const id of nearest) {
    const mail = archived.find((one) => one.id === id);
    const octets = pending.get(id) ?? (mail && (await archive.octets(mail.key)));
    found.push(octets !== undefined && octets.byteLength <= MAX_OCTETS ? octets : undefined);
    if (mail !== undefined && PATCHES.has(mail.kind)) break;
  }
  return found;
}
