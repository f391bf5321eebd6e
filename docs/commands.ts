// Writes docs/commands.md from the command table:
//
//   node bin/listwire.cjs node docs/commands.ts
import { writeFileSync } from "node:fs";
import { commandsDocument } from "../src/command/document.ts";

writeFileSync(new URL("commands.md", import.meta.url), commandsDocument());
