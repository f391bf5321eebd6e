import { hint, mark, type Sheet } from "./sheet.ts";

/** Marks OpenPGP armour (RFC 9580 §6.2): the head of a signed text up to its blank line, and whole blocks. */
export function markArmour(sheet: Sheet): void {
  const { lines } = sheet;
  let inside: "head" | "block" | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined) continue;
    if (inside === undefined && ((line.hints & hint.armour) === 0 || !line.shape.startsWith("-----BEGIN PGP ")))
      continue;
    const begin = /^-----BEGIN PGP ([A-Z ]{3,30})-----$/.exec(line.shape)?.[1];
    if (begin !== undefined) {
      inside = begin === "SIGNED MESSAGE" ? "head" : "block";
      mark(sheet, at, "pgp", "armour");
    } else if (inside === "head" && /^[A-Z][A-Za-z]+: /.test(line.shape)) {
      mark(sheet, at, "pgp", "armour-head");
    } else if (inside === "block" && /^-----END PGP [A-Z ]{3,30}-----$/.test(line.shape)) {
      mark(sheet, at, "pgp", "armour");
      inside = undefined;
    } else if (inside === "block" && !line.blank && /^[A-Za-z0-9+/=]{1,80}$|^[A-Z][a-z]+: \S/.test(line.shape)) {
      mark(sheet, at, "pgp", "armour");
    } else if (!(inside === "block" && line.blank)) {
      inside = undefined;
    }
  }
}
