import { blocked, blockedAlready, notBlocked, unblocked } from "../compose/answers/blocks.ts";
import { noSuchPerson, notice } from "../compose/answers/notice.ts";
import type { Post } from "../compose/post.ts";
import type { Filter } from "../route/filter.ts";
import type { ChannelSettings } from "../store/settings.ts";
import type { Ask } from "./ask.ts";
import { MOST_FILTERS } from "./on-filter.ts";
import { changeSettings, settingsHere } from "./settings-here.ts";
import { personMeant } from "./wished.ts";

/** A block is a filter by an address that nobody is shown. */
export async function answerBlock(ask: Ask): Promise<Post> {
  const person = await personMeant(ask, ask.args.who ?? "", "block ");
  if (!("what" in person)) return "problem" in person ? notice("Not blocked", ...person.problem) : noSuchPerson;
  const { filters } = await settingsHere(ask);
  if (filters.some((one) => isOf(one, person.what.name))) return blockedAlready(person.name);
  if (filters.length >= MOST_FILTERS)
    return notice("Not blocked", `This channel has ${MOST_FILTERS} filters; take one back with "filter remove".`);
  const filter: Filter = {
    action: "exclude",
    field: "person",
    pattern: person.what.name,
    title: person.name,
    by: ask.invocation.user,
  };
  await changeSettings(ask, (settings) => ({ ...settings, filters: [...settings.filters, filter] }));
  return blocked(person.name);
}

export async function answerUnblock(ask: Ask): Promise<Post> {
  const word = (ask.args.who ?? "").toLowerCase();
  const person = word === "" ? await personMeant(ask, "", "unblock ") : undefined;
  if (person !== undefined && "problem" in person) return notice("Not unblocked", ...person.problem);
  const isMeant = (filter: Filter): boolean =>
    person !== undefined && "what" in person
      ? isOf(filter, person.what.name)
      : isBlock(filter) && [filter.title?.toLowerCase(), filter.pattern].includes(word);
  const settings = await settingsHere(ask);
  const gone = settings.filters.find(isMeant);
  if (gone === undefined) return notBlocked(blockedNames(settings));
  await changeSettings(ask, (now) => ({ ...now, filters: now.filters.filter((one) => !isMeant(one)) }));
  return unblocked(gone.title ?? "somebody");
}

/** Who is blocked in a channel, by the names that people read. */
export function blockedNames({ filters }: Pick<ChannelSettings, "filters">): string[] {
  return filters.filter(isBlock).map(({ title = "somebody" }) => title);
}

const isBlock = ({ field }: Filter): boolean => field === "person";
const isOf = (filter: Filter, address: string): boolean => isBlock(filter) && filter.pattern === address;
