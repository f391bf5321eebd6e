import { once } from "node:events";
import { createInterface } from "node:readline";
import { z } from "zod";
import { newText } from "../condense/condense.ts";

const request = z.object({ id: z.string(), text: z.string() });

/**
 * Reads one `{"id", "text"}` a line and writes `{"id", "reply"}`, the author's new text, in the same order.
 *
 * Empty lines are passed over. The first line that is no such object ends the run.
 * @returns the exit code: 0, or 2 after a bad line, which stderr names.
 */
export async function condenseCommand(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<number> {
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === "") continue;
    const read = request.safeParse(jsonOf(line));
    if (!read.success) {
      process.stderr.write(`line ${number}: not a mail; write {"id": "…", "text": "…"} with both as strings\n`);
      return 2;
    }
    const { id, text } = read.data;
    if (!output.write(`${JSON.stringify({ id, reply: newText(text).reply })}\n`)) await once(output, "drain");
  }
  return 0;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
