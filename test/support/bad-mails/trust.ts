import { mail, multipart, type Shape } from "./shape.ts";

export const trust: readonly Shape[] = [
  [
    "two List-Ids, one of them private",
    () => mail({ "List-Id": "<wbus.lists.example.org>\nList-Id: <private.lists.example.org>" }),
  ],
  ["a List-Id that only looks like ours", () => mail({ "List-Id": "<wbus.lists.ex\u0430mple.org>" })],
  ["a List-Id with hidden characters", () => mail({ "List-Id": "<wbus.\u200blists.example.org>" })],
  ["personal mail", () => mail({ "List-Id": undefined, To: "me@example.org" })],
  [
    "forged Authentication-Results",
    () =>
      mail({ "Authentication-Results": "mx.example.org; dmarc=pass\nAuthentication-Results: evil.example; dkim=pass" }),
  ],
  [
    "a From that the list rewrote",
    () => mail({ From: "\"'Dev' via wbus\" <wbus@lists.example.org>", "Reply-To": "Dev <dev@example.org>" }),
  ],
  ["a mail that this relay caused", () => mail({ "X-Loop": "listwire" })],
  ["a vacation answer", () => mail({ "Auto-Submitted": "auto-replied", Subject: "Out of office: x" }, "I am away.\n")],
  [
    "a bounce",
    () =>
      multipart('report; report-type="delivery-status"', [
        "\nIt could not be delivered.",
        "Content-Type: message/delivery-status\n\nStatus: 5.1.1",
        "Content-Type: message/rfc822\n\nSubject: x\n\ny",
      ]),
  ],
  [
    "a list's password reminder",
    () =>
      mail(
        { Subject: "lists.example.org mailing list memberships reminder", From: "mailman-owner@lists.example.org" },
        "Passwords for me@example.org:\n\nwbus  hunter2secret\n",
      ),
  ],
  [
    "a token to unsubscribe",
    () =>
      mail(
        { "List-Unsubscribe": "<https://lists.example.org/u?token=s3cr3t>" },
        "To unsubscribe: https://lists.example.org/confirm/abcdef0123456789\n",
      ),
  ],
  ["X-No-Archive", () => mail({ "X-No-Archive": "Yes" })],
  ["Archive: no", () => mail({ Archive: "no" })],
  ["flagged as spam", () => mail({ "X-Spam-Flag": "YES", "X-Spam-Status": "Yes, score=9", Subject: "Buy now" })],
];
