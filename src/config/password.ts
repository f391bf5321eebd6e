import { exec } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Where a password comes from; the file and the command are asked again at each login. */
export type PasswordSource =
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "command"; readonly command: string };

/** Milliseconds that a command may take; it may have to ask a key ring. */
const COMMAND_MS = 30_000;

export function password(source: PasswordSource): () => Promise<string> {
  switch (source.kind) {
    case "value":
      return async () => source.value;
    case "file":
      return async () => filled(trimmed(await readFile(source.path, "utf8")), source.path);
    case "command":
      return async () => filled(await output(source.command), "the command");
  }
}

/** A secret as files and environments hold it: without the line end behind it and the byte order mark before it. */
function trimmed(secret: string): string {
  return secret.replace(/^\ufeff/, "").replace(/[\r\n]+$/, "");
}

function filled(secret: string, from: string): string {
  if (secret === "") throw new Error(`${from}: gives an empty password`);
  return secret;
}

/** The first line of what `command` prints, by the shell. Its error would repeat command and output: only the code is told. */
async function output(command: string): Promise<string> {
  const ran = promisify(exec)(command, { encoding: "utf8", timeout: COMMAND_MS, maxBuffer: 65_536 });
  const { stdout } = await ran.catch((error: { code?: unknown; killed?: boolean }) => {
    const how = error.killed ? `did not end within ${COMMAND_MS / 1000} s` : `failed (${error.code})`;
    throw new Error(`password_command or token_command: ${how}; run it by hand as the user that Listwire runs as`);
  });
  return trimmed(stdout).split(/\r?\n/)[0] ?? "";
}
