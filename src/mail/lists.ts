import type { ListId } from "./mail.ts";

/** A list's name in printable ASCII without blanks and brackets; longer than RFC 2919 §2 allows is none. */
const listName = /^[!-;=?-~]{1,255}$/;

/**
 * The list that delivered a copy, by its List-Id fields: what stands in the last angle brackets, in lower case, or the
 * bare value (RFC 2919). X-Mailing-List counts only where List-Id is missing, since copies carry other lists' ones too.
 *
 * A copy has one list. Two fields that disagree are both given, so that whoever guards a private list sees it. A name
 * with anything but printable ASCII in it is dropped: it can only look like another's.
 */
export function deliveringLists(
  listIds: readonly string[],
  xMailingLists: readonly string[],
): { readonly lists: readonly ListId[]; readonly problems: readonly string[] } {
  const stated = listIds.length > 0 ? listIds.map(inBrackets) : xMailingLists.slice(0, 1).map(fromAddress);
  const lists = [...new Set(stated.filter((name) => listName.test(name)))].slice(0, 2) as ListId[];
  const problems = [
    ...(lists.length > 1 ? ["two List-Id fields disagree"] : []),
    ...(stated.some((name) => !listName.test(name)) ? ["a List-Id names no list"] : []),
  ];
  return { lists, problems };
}

function inBrackets(value: string): string {
  const open = value.lastIndexOf("<");
  const inner = open < 0 ? value : value.slice(open + 1).replace(/>.*$/s, "");
  return inner.trim().toLowerCase();
}

/** `wbus@lists.example.org` is the list `wbus.lists.example.org`. */
function fromAddress(value: string): string {
  return inBrackets(value).replace("@", ".");
}
