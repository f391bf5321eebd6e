import type { ListId } from "../mail/mail.ts";
import type { TopicId } from "./store.ts";

/** States of topics (series and conversations), JSON values that the store does not read, found by names given with them. */
export interface Topics {
  topic<State>(id: TopicId): Promise<State | undefined>;
  /** `names`: what it can be found by (`change-id:…`, `title:author:…`); they replace the names it had. */
  saveTopic<State>(id: TopicId, state: State, names: readonly string[]): Promise<void>;
  /** Topics that carry one of the names, newest first. */
  topicsNamed(names: readonly string[]): Promise<TopicId[]>;
  /** Every list that a mail of the topic came by. */
  listsOfTopic(id: TopicId): Promise<ListId[]>;
}
