/** A line of format=flowed taken apart (RFC 3676 §4.1). */
interface FlowedLine {
  /** Its quote marks as written, with the blank behind them. */
  readonly marks: string;
  readonly depth: number;
  readonly content: string;
  readonly goesOn: boolean;
}

/**
 * Text of `text/plain; format=flowed` with its soft line breaks taken away (RFC 3676). Line ends are LF.
 *
 * Lines join only within one quote depth; `-- ` stands alone; the blank that software puts before `From ` and `>` goes,
 * and with `DelSp=yes` the blank that marked the break. A line that goes on is not joined to one that is a quote of
 * another style (`> > …`), which senders who only claim to flow write.
 */
export function unflowed(text: string, deleteSpace: boolean): string {
  const paragraphs: string[] = [];
  let pieces: string[] = [];
  let above: FlowedLine | undefined;
  for (const line of text.split("\n").map(flowedLine)) {
    const joins =
      above?.goesOn && above.depth === line.depth && line.content !== "-- " && !line.content.startsWith(">");
    if (!joins) {
      if (above !== undefined) paragraphs.push(pieces.join(""));
      pieces = [line.marks];
    }
    pieces.push(line.goesOn && deleteSpace ? line.content.slice(0, -1) : line.content);
    above = line;
  }
  paragraphs.push(pieces.join(""));
  return paragraphs.join("\n");
}

function flowedLine(line: string): FlowedLine {
  let depth = 0;
  while (line[depth] === ">") depth++;
  const stuffed = line[depth] === " " ? depth + 1 : depth;
  const content = line.slice(stuffed);
  return {
    marks: depth > 0 ? line.slice(0, stuffed) : "",
    depth,
    content,
    // A quoted line of blanks only is an empty one that the client padded: nothing flows on from it.
    goesOn: content.endsWith(" ") && content !== "-- " && (depth === 0 || content.trim() !== ""),
  };
}
