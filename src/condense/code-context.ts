import { isCode, most, type Quote, type QuotedLine, reach, type Stretch, says } from "./quoted-line.ts";

/** The lines of code that a remark below `at` answers, the last one `at`; `named` is one above that it speaks of. */
export function codeLines(quote: Quote, stretch: Stretch, at: number, named: number | undefined): readonly number[] {
  const trimmed = trimmedTo(quote, stretch, at);
  if (trimmed !== undefined) return trimmed;
  const chosen = new Set([at]);
  const add = (line: number | undefined): void => {
    if (line !== undefined && chosen.size < most && says(quote(line))) chosen.add(line);
  };
  add(named);
  const closed = closedBelow(quote, stretch, at);
  add(closed);
  const start = statementStart(quote, at);
  if (start < at) {
    add(start);
    for (let i = at - 1; i > start; i--) add(i);
  }
  const done = closed === undefined ? leftBy(quote, at) : undefined;
  add(done);
  const head = headAbove(quote, done ?? start);
  if (head === undefined) add(replacedBy(quote, at));
  else {
    add(head);
    add(assignmentAbove(quote, head));
  }
  return Array.from(chosen).sort((a, b) => a - b);
}

/** Two or three lines in a row, where no more is quoted: what the author left for the reader to see. */
function trimmedTo(quote: Quote, { first }: Stretch, at: number): readonly number[] | undefined {
  let start = at;
  let said = 0;
  for (let i = at; i >= first; i--) {
    const line = quote(i);
    if (line?.sort === "head" || line?.sort === "end") return undefined;
    if (says(line) && ++said > most) return undefined;
    if (start === i + 1 && isCode(line)) start = i;
  }
  return start < at ? Array.from({ length: at - start + 1 }, (_, i) => start + i) : undefined;
}

/** The head of the block that ends between `at` and the remark. */
function closedBelow(quote: Quote, { last }: Stretch, at: number): number | undefined {
  for (let i = last; i > at; i--) if (quote(i)?.sort === "closer") return openerAbove(quote, i);
  return undefined;
}

/** The head of the block that the bracket at `closer` ends. */
export function openerAbove(quote: Quote, closer: number): number | undefined {
  const indent = quote(closer)?.indent ?? 0;
  return nearest(quote, closer, reach, (line) => line.indent <= indent && !/^.?\s*(?:#|\w+:$)/.test(line.text));
}

/** The nearest line of code above, across remarks, that says something and for which `isIt` holds. */
function nearest(quote: Quote, below: number, far: number, isIt: (line: QuotedLine) => boolean): number | undefined {
  const depth = quote(below)?.depth;
  for (let i = below - 1; i >= 0 && i > below - far; i--) {
    const line = quote(i);
    if (line === undefined) continue;
    if (line.depth !== depth || line.text.startsWith("@@") || line.text.startsWith("diff ")) return undefined;
    if (isIt(line) && says(line)) return i;
  }
  return undefined;
}

/** Where the call or declaration begins that `at` goes on with. */
function statementStart(quote: Quote, at: number): number {
  let open = balance(quote(at));
  let start = at;
  for (let i = at - 1; i >= 0 && i > at - 10; i--) {
    const line = quote(i);
    if (line === undefined) continue;
    if (line.depth !== quote(at)?.depth || line.sort !== "code") break;
    const more = balance(line);
    const isOpen = open < 0 || line.text.endsWith("\\") || (start === at && more > 0 && /[,(]$/.test(line.text));
    if (!isOpen) break;
    open += more;
    start = i;
  }
  return open < 0 ? at : start;
}

/** How many more brackets a line opens than it closes. */
function balance(line: QuotedLine | undefined): number {
  let open = 0;
  for (const character of line?.text ?? "") {
    if (character === "(") open++;
    else if (character === ")") open--;
  }
  return open;
}

/** What `at` stands in: the statement right above if that is less indented, or the key above in YAML. */
function headAbove(quote: Quote, at: number): number | undefined {
  const body = quote(at);
  if (body === undefined) return undefined;
  let above = at - 1;
  while (isOpener(quote(above))) above--;
  if (quote(above)?.sort === "code") {
    const start = statementStart(quote, above);
    if ((quote(start)?.indent ?? 0) < body.indent) return start;
  }
  const head = nearest(quote, at, keyReach, (line) => line.indent < body.indent);
  return /[\w"']:$/.test(quote(head ?? -1)?.text ?? "") ? head : undefined;
}

/** Properties are short, and most code has no key above. */
const keyReach = 12;

const isOpener = (line: QuotedLine | undefined): boolean => /^[-+ ]?\s*\{$/.test(line?.text ?? "");

/** What is done before a block is left: `dev_err(dev, "full");` above `return ret;`. */
function leftBy(quote: Quote, at: number): number | undefined {
  const [line, above] = [quote(at), quote(at - 1)];
  const isLeft = /^.?\s*(?:return\b|goto |break;|continue;)/.test(line?.text ?? "");
  if (!isLeft || above?.sort !== "code") return undefined;
  const start = statementStart(quote, at - 1);
  return quote(start)?.indent === line?.indent ? start : undefined;
}

/** `ret = fill(ring);` above `if (ret)`. */
function assignmentAbove(quote: Quote, head: number): number | undefined {
  if (!/^.?\s*(?:if|while|switch) ?\(/.test(quote(head)?.text ?? "")) return undefined;
  const above = quote(head - 1);
  return above?.indent === quote(head)?.indent && / = .*;$/.test(above?.text ?? "") ? head - 1 : undefined;
}

/** The removed line that the added one at `at` stands for. */
function replacedBy(quote: Quote, at: number): number | undefined {
  const isReplaced = quote(at)?.text.startsWith("+") === true && quote(at - 1)?.text.startsWith("-") === true;
  return isReplaced && says(quote(at - 1)) ? at - 1 : undefined;
}
