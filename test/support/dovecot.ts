import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./free-port.ts";

/** A real IMAP server on 127.0.0.1 with its mail in a folder of its own. Any user name, password `secret`. */
export interface Dovecot {
  /** Plain, with STARTTLS. */
  readonly port: number;
  /** TLS from the first octet. */
  readonly tlsPort: number;
  /** PEM: the certificate, for localhost and 127.0.0.1, which is its own authority. */
  readonly ca: string;
  readonly dir: string;
  /** Where `mailbox` of `user` lies; made where it is missing. */
  maildir(user: string, mailbox?: string): string;
  /** Puts a mail into the mailbox; UIDs follow the order of calls. `at` becomes its INTERNALDATE. Gives the file. */
  deliver(user: string, mail: Uint8Array | string, options?: { readonly mailbox?: string; readonly at?: Date }): string;
  /** Deletes every UID: the server gives new ones, under a new UIDVALIDITY, to the mails that lie there. */
  freshUidValidity(user: string, mailbox?: string): void;
  /** As after a crash: every connection is cut at once. */
  kill(): Promise<void>;
  /** Brings the same mailboxes back on the same ports. */
  start(): Promise<void>;
  /** Ends the server and removes its folder. */
  close(): Promise<void>;
}

const binary = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"].find((file) => fs.existsSync(file));

/** Say this where a test is skipped for want of the server; `false` where it is there. */
export const noDovecot: string | false = binary === undefined && "Dovecot is not installed (Debian: dovecot-imapd)";

/** A server just for the caller, or `undefined` where Dovecot is not installed. */
export async function startDovecot(): Promise<Dovecot | undefined> {
  if (binary === undefined) return undefined;
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "listwire-dovecot-"));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const { cert: ca } = selfSigned(dir, ["localhost", "127.0.0.1"]);
  for (const part of ["run", "state", "mail"]) fs.mkdirSync(path.join(dir, part));
  // Dovecot refuses to serve as root. Root therefore starts it as "nobody" of a user namespace, who is root outside it.
  const isRoot = process.getuid?.() === 0;
  const who = isRoot
    ? { uid: 65534, gid: 65534, user: "nobody", group: "nogroup" }
    : {
        uid: os.userInfo().uid,
        gid: os.userInfo().gid,
        user: os.userInfo().username,
        group: execFileSync("id", ["-gn"]).toString().trim(),
      };
  const values: Readonly<Record<string, string | number>> = {
    DIR: dir,
    PORT: port,
    TLS_PORT: tlsPort,
    USER: who.user,
    GROUP: who.group,
    UID: who.uid,
    GID: who.gid,
  };
  const template = fs.readFileSync(path.join(import.meta.dirname, "dovecot", "dovecot.conf"), "utf8");
  const config = path.join(dir, "dovecot.conf");
  fs.writeFileSync(
    config,
    template.replace(/@([A-Z_]+)@/g, (_, key: string) => String(values[key])),
  );

  let server: ChildProcess | undefined;
  let delivered = 0;
  const dovecot: Dovecot = {
    port,
    tlsPort,
    ca,
    dir,

    maildir(user, mailbox = "INBOX") {
      const base = path.join(dir, "mail", user, "Maildir");
      const box = mailbox === "INBOX" ? base : path.join(base, `.${mailbox.replaceAll("/", ".")}`);
      for (const part of ["tmp", "new", "cur"]) fs.mkdirSync(path.join(box, part), { recursive: true });
      return box;
    },

    deliver(user, mail, { mailbox = "INBOX", at } = {}) {
      const box = dovecot.maildir(user, mailbox);
      delivered += 1;
      // New UIDs are given in the order of these names, whose first number is read as a time.
      const name = `${1_700_000_000 + delivered}.M0P${delivered}.test`;
      const [draft, file] = [path.join(box, "tmp", name), path.join(box, "new", name)];
      fs.writeFileSync(draft, mail);
      if (at !== undefined) fs.utimesSync(draft, at, at);
      fs.renameSync(draft, file);
      return file;
    },

    freshUidValidity(user, mailbox = "INBOX") {
      const box = dovecot.maildir(user, mailbox);
      const list = path.join(box, "dovecot-uidlist");
      const before = Number(/ V(\d+)/.exec(fs.readFileSync(list, "utf8"))?.[1]);
      for (const file of fs.readdirSync(box)) if (file.startsWith("dovecot")) fs.rmSync(path.join(box, file));
      // The value is the time in seconds when Dovecot picks it; the next one is given to it, so that nobody waits.
      fs.writeFileSync(list, `3 V${before + 1} N1\n`);
    },

    async kill() {
      const master = server;
      server = undefined;
      if (master?.pid === undefined || master.exitCode !== null || master.signalCode !== null) return;
      const ended = once(master, "exit");
      const children = fs.readFileSync(`/proc/${master.pid}/task/${master.pid}/children`, "utf8");
      master.kill("SIGKILL");
      for (const pid of children.split(" ").filter(Boolean)) killQuietly(Number(pid));
      await ended;
    },

    async start() {
      const run = ["-F", "-c", config];
      const command = isRoot
        ? ["unshare", "--user", "--map-user=65534", "--map-group=65534", binary, ...run]
        : [binary, ...run];
      // It happens that a busy machine does not let it begin; why stands in no log of its own then.
      for (let attempt = 1; ; attempt++) {
        const started = spawn(command[0]!, command.slice(1), { stdio: ["ignore", "ignore", "pipe"] });
        let said = "";
        started.stderr?.on("data", (octets) => (said += octets));
        server = started;
        // Not even a test that throws leaves a server behind.
        process.once("exit", () => started.kill("SIGKILL"));
        while (started.exitCode === null && started.signalCode === null) {
          if (await greets(port)) return;
          await pause(10);
        }
        const log = path.join(dir, "dovecot.log");
        if (attempt === 3) throw new Error(`Dovecot: ${said}${fs.existsSync(log) ? fs.readFileSync(log, "utf8") : ""}`);
      }
    },

    async close() {
      await dovecot.kill();
      fs.rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await dovecot.start();
  return dovecot;
}

/** A key and a certificate for `hosts` that is its own authority, as PEM; also left in `dir` as key.pem and cert.pem. */
export function selfSigned(dir: string, hosts: readonly string[]): { readonly key: string; readonly cert: string } {
  const [key, cert] = [path.join(dir, "key.pem"), path.join(dir, "cert.pem")];
  const names = hosts.map((host) => `${net.isIP(host) === 0 ? "DNS" : "IP"}:${host}`).join(",");
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"];
  const what = ["-subj", `/CN=${hosts[0]}`, "-addext", `subjectAltName=${names}`, "-keyout", key, "-out", cert];
  execFileSync("openssl", ["req", ...kind, ...what], { stdio: "ignore" });
  return { key: fs.readFileSync(key, "utf8"), cert: fs.readFileSync(cert, "utf8") };
}

async function greets(port: number): Promise<boolean> {
  const socket = net.connect(port, "127.0.0.1");
  try {
    const [greeting] = await once(socket, "data");
    return String(greeting).startsWith("* OK");
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
