import { MailFilesError, mailFiles } from "../source/files.ts";
import { UsageError } from "./usage.ts";

/** How many mails there are, by a first look at the files. @throws {UsageError} where a path cannot be read, or holds no mail */
export async function countMails(paths: readonly string[]): Promise<number> {
  let mails = 0;
  try {
    for await (const _ of mailFiles(paths)) mails += 1;
  } catch (error) {
    throw error instanceof MailFilesError ? new UsageError(error.message, { cause: error }) : error;
  }
  if (mails === 0) throw new UsageError(`${paths.join(", ")}: there is no mail in it`);
  return mails;
}
