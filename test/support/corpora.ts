import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mailFiles } from "../../src/source/files.ts";

const FOLDER = fileURLToPath(new URL("../../../shared/corpora/", import.meta.url));

/** For `skip`: why tests on the shared corpora cannot run here, with how many cases that leaves out. */
export function noCorpora(cases: number): string | false {
  return existsSync(FOLDER) ? false : `the shared corpora are not here: ${cases} cases skipped`;
}

/** A file of the shared corpora, one JSON object a line. */
export function corpusRows<Row>(path: string): Row[] {
  return readFileSync(FOLDER + path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
}

/** Every copy in `threads/`, file by file, in the order of the files. */
export async function threadMails(): Promise<
  { readonly file: string; readonly octets: Uint8Array; readonly receivedAt: Date }[]
> {
  const folders = ["lore", "stream"].map((name) => `${FOLDER}threads/${name}`);
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".mbox"))
      .sort()
      .map((name) => `${folder}/${name}`),
  );
  const mails = [];
  for await (const { file, bytes, receivedAt } of mailFiles(files)) mails.push({ file, octets: bytes, receivedAt });
  return mails;
}
