const number = "#?\\d{1,3}(?:/\\d{1,3})?";

/** Source of an expression for `2`, `#7`, `2/4` and lists of them: `1-3, 5 and #7`, `1/4 and 2/4`. */
export const numberList = `${number}(?: {0,2}(?:,? and|[-–,&+]|to) {0,2}${number}){0,50}`;

/** `1-3, 5 and #7` gives 1, 2, 3, 5, 7; `1/4 and 2/4` gives 1, 2. */
export function numbersIn(written: string): number[] {
  const numbers = written.replace(/\/\d{1,3}/g, "");
  return Array.from(numbers.matchAll(/(\d{1,3})(?: {0,2}(?:-|–|to) {0,2}#?(\d{1,3}))?/g)).flatMap(([, first, last]) => {
    const length = Math.max(1, Number(last ?? first) - Number(first) + 1);
    return Array.from({ length }, (_, index) => Number(first) + index);
  });
}
