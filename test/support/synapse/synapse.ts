import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../free-port.ts";
import { type MatrixPerson, matrixPerson } from "./matrix-person.ts";

/** A real homeserver on 127.0.0.1 with its data in a folder of its own, called `test.local`. */
export interface Synapse {
  readonly url: string;
  /** Registers `@name:test.local`, with the password `secret`. */
  person(name: string, options?: { readonly admin: boolean }): Promise<MatrixPerson>;
  /** As after a crash. */
  kill(): Promise<void>;
  /** Brings the same data back on the same port, and waits until it answers. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

export interface SynapseOptions {
  /** Messages of one user over all rooms as Synapse limits them when nobody says otherwise; none where it is left out. */
  readonly defaultLimits?: boolean;
}

const places = [
  process.env.LISTWIRE_SYNAPSE_PYTHON,
  path.join(os.homedir(), ".cache/listwire/synapse/bin/python"),
  "/usr/bin/python3",
];

const python = places.find(
  (place) => place !== undefined && fs.existsSync(place) && spawnSync(place, ["-c", "import synapse"]).status === 0,
);

/** Say this where a test is skipped for want of the server; `false` where it is there. */
export const noSynapse: string | false =
  python === undefined &&
  "Synapse is not installed (PyPI: matrix-synapse; CONTRIBUTING.md tells where it is looked for)";

const START_MS = 60_000;

/** A homeserver just for the caller, or `undefined` where Synapse is not installed. */
export async function startSynapse({ defaultLimits = false }: SynapseOptions = {}): Promise<Synapse | undefined> {
  if (python === undefined) return undefined;
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "listwire-synapse-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const limits = defaultLimits ? "{ per_second: 0.2, burst_count: 10 }" : "{ per_second: 9999, burst_count: 9999 }";
  const config = path.join(root, "homeserver.yaml");
  const values: Readonly<Record<string, string>> = { ROOT: root, PORT: String(port), LIMITS: limits };
  fs.writeFileSync(
    config,
    fs
      .readFileSync(path.join(import.meta.dirname, "homeserver.yaml"), "utf8")
      .replaceAll(/@(ROOT|PORT|LIMITS)@/g, (_, name: string) => values[name]!),
  );
  fs.writeFileSync(path.join(root, "log.yaml"), "version: 1\nroot: {level: CRITICAL}\n");
  const homeserver = ["-m", "synapse.app.homeserver", "-c", config];
  const keys = spawnSync(python, [...homeserver, "--generate-keys"], { cwd: root });
  if (keys.status !== 0) throw new Error(`Synapse makes no keys: ${keys.stderr.toString()}`);
  let server: ChildProcess | undefined;
  let said = "";

  async function start(): Promise<void> {
    const child = spawn(python!, homeserver, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
    server = child;
    child.stderr!.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
    });
    for (let left = START_MS; left > 0; left -= 50) {
      if (child.exitCode !== null) break;
      const answer = await fetch(`${url}/health`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(50);
    }
    throw new Error(`Synapse does not start: ${said}`);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, "exit");
    server.kill(signal);
    await gone;
  }

  await start();
  return {
    url,
    async person(name, { admin } = { admin: false }) {
      const at = `${url}/_synapse/admin/v1/register`;
      const { nonce } = (await (await fetch(at)).json()) as { nonce: string };
      const mac = createHmac("sha1", "for-tests-alone")
        .update([nonce, name, "secret", admin ? "admin" : "notadmin"].join("\0"))
        .digest("hex");
      const body = JSON.stringify({ nonce, username: name, password: "secret", admin, mac });
      const answer = await fetch(at, { method: "POST", body });
      const { user_id, access_token } = (await answer.json()) as { user_id: string; access_token: string };
      if (!answer.ok) throw new Error(`Synapse registers no ${name}: ${answer.status}`);
      return matrixPerson(url, user_id, access_token);
    },
    kill: () => end("SIGKILL"),
    start,
    async close() {
      await end("SIGKILL");
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}
