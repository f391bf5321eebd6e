import { createHash } from "node:crypto";

/** A name and how to make it. `scale` is 1 for real giants, less for smaller ones. */
export type Shape = readonly [name: string, octets: (scale: number) => Buffer];

/** Fields by name; `undefined` leaves out one that every mail here has. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** A mail with good fields but for those that are given. Its Message-ID comes from what it says. */
export function mail(fields: Fields, body: string | Buffer = "Text of a mail.\n"): Buffer {
  const digest = createHash("sha256")
    .update(JSON.stringify(fields, (_, value) => value ?? null))
    .update(body)
    .digest("hex");
  const all: Fields = {
    From: "Mallory <mallory@example.org>",
    To: "wbus@lists.example.org",
    Date: "Tue, 3 Nov 2026 10:00:00 +0000",
    "Message-ID": `<bad-${digest.slice(0, 16)}@example.org>`,
    "List-Id": "<wbus.lists.example.org>",
    Subject: "A mail of bad shape",
    ...fields,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\n`]));
  return Buffer.concat([Buffer.from(`${lines.join("")}\n`), Buffer.from(body as Buffer)]);
}

/** As many as `scale` of `count`, but always some. */
export function many(count: number, scale: number): number {
  return Math.max(10, Math.round(count * scale));
}

export function times(count: number, piece: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => piece(n)).join("");
}

/** A multipart of parts that are written with their headers; `end` closes it. */
export function multipart(kind: string, parts: readonly string[], end = "--B--\n"): Buffer {
  const type = `multipart/${kind}; boundary=B`;
  return mail({ "MIME-Version": "1.0", "Content-Type": type }, parts.map((part) => `--B\n${part}\n`).join("") + end);
}
