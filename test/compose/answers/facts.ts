import type { MailFacts } from "../../../src/compose/answers/mail-facts.ts";
import type { MessageId } from "../../../src/mail/message-id.ts";

/** A mail as answers know it; a test says only what matters to it. */
export function someMail(overrides: Partial<MailFacts> = {}): MailFacts {
  return {
    short: "k7q2m9xa",
    id: "v2-1@dev.example.org" as MessageId,
    subject: "[PATCH v2 1/2] wbus: fill the ring",
    author: "Nora Lind",
    lists: ["wbus"],
    arrivedAt: new Date("2026-11-03T10:00:00Z"),
    archives: [{ list: "wbus", url: "https://archive.example.org/wbus/v2-1@dev.example.org/" }],
    ...overrides,
  };
}
