import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { selfSigned } from "./dovecot.ts";
import { freePort } from "./free-port.ts";

/**
 * A real news server on 127.0.0.1, InterNetNews' nnrpd, with its articles in a folder of its own. Everybody reads the groups
 * `inbox.…`; `reader` with the password `secret` reads `closed.wbus` too.
 */
export interface NewsServer {
  /** Plain, with STARTTLS. */
  readonly port: number;
  /** TLS from the first octet. */
  readonly tlsPort: number;
  /** PEM: the certificate, for localhost and 127.0.0.1, which is its own authority. */
  readonly ca: string;
  /** A group that nobody has had yet, empty. There are 60. */
  newGroup(): string;
  /** Puts a mail into the group, under three lines of the server's own. Gives its number. `date`: what the overview has, where the mail has none. */
  deliver(group: string, mail: Uint8Array | string, options?: { readonly date?: Date }): number;
  /** Takes the article out of the spool; the overview keeps it. */
  expire(group: string, number: number): void;
  /** Makes all groups anew, without an article: the next one has the number 1. */
  forget(): void;
  /** As after a crash: every connection is cut at once. */
  kill(): Promise<void>;
  /** Brings the same groups back on the same ports. */
  start(): Promise<void>;
  /** Ends the server and removes its folder. */
  close(): Promise<void>;
}

/** Where Debian installs it, or where `.ci/inn-from-debian` unpacks it. */
const root = ["/", path.join(os.homedir(), ".cache/listwire/inn2")].find((root) =>
  fs.existsSync(path.join(root, "usr/lib/news/bin/nnrpd")),
);

/** Say this where a test is skipped for want of the server; `false` where it is there. */
export const noNewsServer: string | false =
  root === undefined && "InterNetNews is not here (bash .ci/inn-from-debian ~/.cache/listwire/inn2)";

const GROUPS = Array.from({ length: 60 }, (_, at) => `inbox.comp.wbus${at + 1}`);

/** What the server puts above a mail. */
export const serversLines = /^Path: .*\r\nNewsgroups: .*\r\nXref: .*\r\n/;

/** A server just for the caller, or `undefined` where InterNetNews is not here. */
export async function startNewsServer(): Promise<NewsServer | undefined> {
  if (root === undefined) return undefined;
  const inn = path.join(root, "usr/lib/news");
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "listwire-news-"));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const { cert: ca } = selfSigned(dir, ["localhost", "127.0.0.1"]);
  const libraries = [inn, ...["usr/lib", "lib"].map((lib) => path.join(root, lib, `${os.machine()}-linux-gnu`))];
  const env = {
    ...process.env,
    INNCONF: path.join(dir, "etc/inn.conf"),
    ...(root !== "/" && { LD_LIBRARY_PATH: libraries.join(":") }),
  };
  const program = (name: string, args: readonly string[], input?: string): string =>
    execFileSync(path.join(inn, "bin", name), args, {
      env,
      input: input ?? "",
      stdio: ["pipe", "pipe", "ignore"],
    }).toString();

  lay(dir, inn);
  const counts = new Map<string, number>();
  const tokens = new Map<string, string>();
  const overviewOfNothing = () => void program("makehistory", ["-O", "-x", "-F"]);
  overviewOfNothing();
  let unused = GROUPS;
  let servers: readonly ChildProcess[] = [];
  const killNow = () => void servers.map((one) => one.kill("SIGKILL"));

  const server: NewsServer = {
    port,
    tlsPort,
    ca,

    newGroup() {
      const [group, ...rest] = unused;
      unused = rest;
      return group!;
    },

    deliver(group, given, { date } = {}) {
      const mail = Buffer.from(given as string)
        .toString("utf8")
        .replaceAll("\r\n", "\n");
      const number = (counts.get(group) ?? 0) + 1;
      counts.set(group, number);
      const xref = `Xref: news.example.org ${group}:${number}`;
      const token = program(
        "sm",
        ["-s"],
        `Path: news.example.org!not-for-mail\nNewsgroups: ${group}\n${xref}\n${mail}`,
      ).trim();
      tokens.set(`${group}:${number}`, token);
      const header = (name: string) => new RegExp(`^${name}: (.*)`, "im").exec(mail)?.[1] ?? "";
      const dated = header("Date") || (date ?? new Date()).toUTCString();
      const fields = [header("Subject"), header("From"), dated, header("Message-ID"), "", mail.length, 1, xref];
      program("overchan", [], `${token} ${Math.floor(Date.now() / 1000)} 0 ${fields.join("\t")}\n`);
      return number;
    },

    expire(group, number) {
      program("sm", ["-r", tokens.get(`${group}:${number}`)!]);
    },

    forget() {
      for (const part of ["articles", "overview"]) {
        fs.rmSync(path.join(dir, "spool", part), { recursive: true });
        fs.mkdirSync(path.join(dir, "spool", part));
      }
      counts.clear();
      overviewOfNothing();
    },

    async kill() {
      const masters = servers;
      servers = [];
      process.off("exit", killNow);
      for (const master of masters) {
        if (master.pid === undefined || master.exitCode !== null || master.signalCode !== null) continue;
        const ended = once(master, "exit");
        const children = fs.readFileSync(`/proc/${master.pid}/task/${master.pid}/children`, "utf8");
        master.kill("SIGKILL");
        for (const pid of children.split(" ").filter(Boolean)) killQuietly(Number(pid));
        await ended;
      }
    },

    async start() {
      const common = ["-D", "-f", "-n", "-4", "127.0.0.1"];
      const started = [
        spawn(path.join(inn, "bin/nnrpd"), [...common, "-p", `${port}`], { env, stdio: "ignore" }),
        spawn(path.join(inn, "bin/nnrpd"), [...common, "-S", "-p", `${tlsPort}`], { env, stdio: "ignore" }),
      ];
      servers = started;
      // Not even a test that throws leaves a server behind.
      process.once("exit", killNow);
      for (const [at, where] of [port, tlsPort].entries())
        while (!(await listens(where))) {
          if (started[at]!.exitCode !== null) throw new Error(`nnrpd ended with ${started[at]!.exitCode}`);
          await pause(10);
        }
    },

    async close() {
      await server.kill();
      fs.rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await server.start();
  return server;
}

/** Everything that the server wants to find in its folder. */
function lay(dir: string, inn: string): void {
  const group = execFileSync("id", ["-gn"]).toString().trim();
  const values: Readonly<Record<string, string>> = { DIR: dir, INN: inn, USER: os.userInfo().username, GROUP: group };
  for (const part of ["etc", "db", "run", "log", "tmp", "spool/articles", "spool/overview", "spool/incoming"])
    fs.mkdirSync(path.join(dir, part), { recursive: true });
  const write = (file: string, text: string) => fs.writeFileSync(path.join(dir, file), text);
  const template = fs.readFileSync(path.join(import.meta.dirname, "news-server", "inn.conf"), "utf8");
  write(
    "etc/inn.conf",
    template.replace(/@([A-Z]+)@/g, (_, key: string) => values[key]!),
  );
  write("etc/storage.conf", "method tradspool {\n  newsgroups: *\n  class: 0\n}\n");
  write(
    "etc/readers.conf",
    `auth "all" { hosts: "*"
  auth: "ckpasswd -f ${dir}/etc/passwd"
  default: "<anybody>" }
access "anybody" { users: "<anybody>"
  newsgroups: "inbox.*"
  access: R }
access "people" { users: "reader"
  newsgroups: "*"
  access: R }
`,
  );
  write("etc/passwd", `reader:${execFileSync("openssl", ["passwd", "-6", "secret"]).toString()}`);
  write("db/active", [...GROUPS, "closed.wbus"].map((name) => `${name} 0 1 n\n`).join(""));
  write("db/active.times", "");
  write("db/newsgroups", "");
  write("spool/tradspool.map", "");
}

async function listens(port: number): Promise<boolean> {
  const socket = net.connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it ended by itself
  }
}
