/** Size of a file that a platform takes, in octets. */
export const maxFileBytes = 256 * 1024;

/** As many of the lines as fit into 256 KiB of UTF-8, and whether that is not all. */
export function fileText(lines: readonly string[]): { readonly text: string; readonly isCut: boolean } {
  const text = `${lines.join("\n")}\n`;
  const octets = Buffer.from(text);
  if (octets.length <= maxFileBytes) return { text, isCut: false };
  return {
    text: octets
      .subarray(0, maxFileBytes)
      .toString()
      .replace(/\uFFFD$/, ""),
    isCut: true,
  };
}
