import type { NewsPosition } from "./nntp-cursor.ts";
import type { GroupState, NntpSession } from "./nntp-session.ts";

/** Articles of which the overview is asked at once, on the way back to where reading begins. */
const STRETCH = 500;

/**
 * Where to begin in `group`, which is open: behind what is there (`from` is `undefined`), or before the first article
 * that is dated `from` or later, ms since 1970. An article has its number from when it came and its date from its author:
 * the way back ends at a stretch of articles that are all dated before.
 */
export async function beginning(
  session: Pick<NntpSession, "overview">,
  { count, low, high }: GroupState,
  from: number | undefined,
): Promise<NewsPosition["read"]> {
  if (from === undefined) return high;
  if (from <= 0 || count === 0) return Math.max(0, low - 1);
  let first = high + 1;
  for (let last = high; last >= low; last -= STRETCH) {
    const rows = await session.overview(Math.max(low, last - STRETCH + 1), last);
    const since = rows.find(({ date }) => date !== undefined && date.getTime() >= from);
    if (since !== undefined) first = since.number;
    else if (rows.length > 0) break;
  }
  return first - 1;
}
