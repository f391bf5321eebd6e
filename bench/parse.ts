/**
 * How many mails a second are read, by one thread: by their shape, and next to mailparser on the same mails in the same run.
 *
 *     node bin/listwire.cjs node bench/parse.ts [--peers FOLDER]
 *
 * `--peers` names a folder in which `npm install mailparser` was run; it is no dependency of ours. It is asked for as little as it can
 * be, and eight mails at a time, which is fastest.
 */
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { readMail } from "../src/mail/read-mail.ts";
import { backlog } from "./catch-up/mails.ts";

const { values } = parseArgs({ options: { peers: { type: "string" } } });

/** As long as real ones are. */
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

const each = 3000;
console.log("shape             mails/s   KB a mail");
for (const [name, fields, body] of shapes) {
  const octets = Buffer.from(`${header}\n${fields}\n\n${body}`);
  for (let warm = 0; warm < 300; warm++) readMail(octets);
  const start = performance.now();
  for (let round = 0; round < each; round++) readMail(octets);
  const perSecond = (each * 1000) / (performance.now() - start);
  console.log(
    `${name.padEnd(16)} ${perSecond.toFixed(0).padStart(8)} ${(octets.length / 1024).toFixed(1).padStart(11)}`,
  );
}

const { of, mail } = await backlog();
const mails = Array.from({ length: 1400 }, (_, n) => Buffer.from(mail(n)));
const kilobytes = mails.reduce((sum, { length }) => sum + length, 0) / mails.length / 1024;
console.log(`${mails.length} mails (${of}), ${kilobytes.toFixed(1)} KB each:`);
const theirs = values.peers === undefined ? undefined : mailparser(values.peers);
/** Mails a second, ours and theirs by turns, so that what else the machine does strikes both; the middle one of the ratios counts. */
const rounds: { readonly ours: number; readonly theirs: number }[] = [];
for (let round = 0; round < 11; round++)
  rounds.push({
    ours: await speed(async () => mails.forEach((octets) => void readMail(octets))),
    theirs: theirs === undefined ? Number.NaN : await speed(theirs),
  });
console.log(`  listwire   ${middle(rounds.map(({ ours }) => ours)).toFixed(0)} mails/s`);
if (theirs === undefined) console.log("  mailparser skipped, --peers is missing");
else
  console.log(
    `  mailparser ${middle(rounds.map((one) => one.theirs)).toFixed(0)} mails/s; listwire is ${middle(rounds.map((one) => one.ours / one.theirs)).toFixed(2)} times as fast (bar: 4)`,
  );

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

async function speed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (mails.length * 1000) / (performance.now() - start);
}

function mailparser(peers: string): () => Promise<void> {
  const { simpleParser } = createRequire(join(resolve(peers), "x.js"))("mailparser") as {
    simpleParser(octets: Buffer, options: object): Promise<unknown>;
  };
  const lean = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };
  return async () => {
    for (let at = 0; at < mails.length; at += 8)
      await Promise.all(mails.slice(at, at + 8).map((octets) => simpleParser(octets, lean)));
  };
}
