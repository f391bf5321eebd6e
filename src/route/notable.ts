/** What of a mail makes it worth telling: one word for each kind of news whose level can be set. */
export const notables = [
  "regression",
  "series", // a new series, pull request or topic
  "version",
  "reply",
  "trailer",
  "nak",
  "applied",
  "ci-red",
  "ci-green",
  "report", // of a crash robot
  "noise", // robots' success and answers, words for robots, stable backports
  "ai-review",
  "spam",
] as const;

export type Notable = (typeof notables)[number];

/** How loud something is told: not at all, as a counter on a card, or as a message. */
export const levelWords = ["off", "count", "silent", "normal", "loud"] as const;

export type LevelWord = (typeof levelWords)[number];
