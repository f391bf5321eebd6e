import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Of the names of a tree's directories; the kernel's have 300 KB. */
const MAX_OCTETS = 64 << 20;

/** `git ls-tree` of the largest trees takes a second. */
const MAX_MS = 60_000;

const REMEDY = "make the list with `git ls-tree -rd --name-only HEAD`, or leave directories out";

/**
 * The directories of a source tree: `from` is a file with one a line, a folder with git's repository of the tree, or the
 * word `git` for the folder of the MAINTAINERS file. @throws {Error} `PATH: …` with the remedy
 */
export async function readDirectories(from: string, maintainersFile: string): Promise<readonly string[]> {
  const path = from === "git" ? dirname(maintainersFile) : from;
  const isFolder = (await stat(path).catch(unreadable(path))).isDirectory();
  const text = isFolder ? await listed(path) : await readFile(path, "utf8").catch(unreadable(path));
  return text.split(/\r?\n|\0/).filter((line) => line !== "");
}

async function listed(folder: string): Promise<string> {
  const args = ["-C", folder, "ls-tree", "-rdz", "--name-only", "--full-tree", "HEAD"];
  const { stdout } = await run("git", args, { maxBuffer: MAX_OCTETS, timeout: MAX_MS }).catch((error: Error) => {
    const { code, stderr = "" } = error as Error & { code?: number | string; stderr?: string };
    const why = code === "ENOENT" ? "git is not installed" : (stderr.trim().split("\n")[0] ?? "") || "git ended early";
    throw new Error(`${folder}: is no git tree whose directories can be listed (${why}); ${REMEDY}`, { cause: error });
  });
  return stdout;
}

function unreadable(path: string) {
  return (error: NodeJS.ErrnoException): never => {
    throw new Error(`${path}: cannot be read (${error.code}); ${REMEDY}`, { cause: error });
  };
}
