import { performance } from "node:perf_hooks";
import { readMail } from "../src/mail/read-mail.ts";

/** Prints how many mails a second are read, by their shape, one thread. The header is as long as real ones are. */
const header = [
  "Return-Path: <wbus+bounces-1@lists.example.org>",
  ...Array.from(
    { length: 12 },
    (_, hop) =>
      `Received: from relay${hop}.example.org by mx.example.org with ESMTPS id a${hop}\n\tfor <me@example.org>; Tue, 3 Nov 2026 10:00:${hop} +0000`,
  ),
  ...Array.from(
    { length: 6 },
    (_, seal) => `ARC-Seal: i=${seal}; a=rsa-sha256; d=example.org; s=arc;\n\tb=${"Zm9v".repeat(80)}`,
  ),
  "From: =?utf-8?q?D=C3=A9v?= <dev@example.org>",
  "To: Maint <maint@example.org>, wbus@lists.example.org",
  "Cc: One <one@example.org>, Two <two@example.org>, Three <three@example.org>",
  "Subject: Re: [PATCH v3 2/7] wbus: count the frames twice",
  "Date: Tue, 3 Nov 2026 10:00:00 +0000",
  "Message-ID: <r1@example.org>",
  "References: <p0@example.org> <p1@example.org>",
  "In-Reply-To: <p1@example.org>",
  "List-Id: <wbus.lists.example.org>",
].join("\n");

const line = "> +\ttotal += count(frame); this is a line of a reply\n";
const text = `${line.repeat(40)}\nThis overflows on 32 bit.\n`;
const base64 = (body: string) => Buffer.from(body).toString("base64").replace(/.{76}/g, "$&\n");

// biome-ignore format: a table
const shapes: readonly (readonly [name: string, fields: string, body: string])[] = [
  ["plain",            "Content-Type: text/plain; charset=us-ascii", text],
  ["UTF-8",            "Content-Type: text/plain; charset=utf-8", `${text}Grüße\n`],
  ["format=flowed",    "Content-Type: text/plain; format=flowed", text.replaceAll("\n", " \n")],
  ["base64",           "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", base64(text)],
  ["quoted-printable", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", text.replaceAll("+", "=2B")],
  ["signed",           "Content-Type: multipart/signed; boundary=B", `--B\n\n${text}\n--B\nContent-Type: application/pgp-signature\n\nx\n--B--\n`],
  ["HTML",             "Content-Type: text/html; charset=utf-8", `<blockquote>${"<p>They <b>said</b> this.</p>".repeat(40)}</blockquote><p>I say that.</p>`],
];

const rounds = 3000;
console.log("shape             mails/s   KB a mail");
for (const [name, fields, body] of shapes) {
  const octets = Buffer.from(`${header}\n${fields}\n\n${body}`);
  for (let warm = 0; warm < 300; warm++) readMail(octets);
  const start = performance.now();
  for (let round = 0; round < rounds; round++) readMail(octets);
  const perSecond = (rounds * 1000) / (performance.now() - start);
  console.log(
    `${name.padEnd(16)} ${perSecond.toFixed(0).padStart(8)} ${(octets.length / 1024).toFixed(1).padStart(11)}`,
  );
}
