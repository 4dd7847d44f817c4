/** Writes the hot loop of the language's machine from its parts: `node scripts/generate-loop.ts` after a change in basic/vm/loop/. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loopSource } from "../basic/vm/loop/source.ts";

const target = fileURLToPath(new URL("../basic/vm/generated/run.ts", import.meta.url));
const biome = fileURLToPath(new URL("../node_modules/.bin/biome", import.meta.url));

/** The formatted file, as it must stand in the repository. */
export function formattedLoop(): string {
  return execFileSync(biome, ["format", `--stdin-file-path=${target}`], { input: loopSource(), encoding: "utf8" });
}

if (import.meta.main) writeFileSync(target, formattedLoop());
