/** The packages under examples/, each with the recordings that lie beside it. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { readTranscript, TRANSCRIPT_SUFFIX } from "../../cli/replay/transcript-file.ts";
import type { Transcript } from "../../contracts/replay.ts";
import { PACKAGE_SUFFIX } from "../../scripts/up/packages.ts";

const EXAMPLES = path.resolve(import.meta.dirname, "../../examples");

export interface ExamplePackage {
  bot: string;
  folder: string;
  recordings: { file: string; transcript: Transcript }[];
}

export function examplePackages(): ExamplePackage[] {
  const names = readdirSync(EXAMPLES).sort();
  const recordings = names
    .filter((name) => name.endsWith(TRANSCRIPT_SUFFIX))
    .map((file) => ({ file, transcript: readTranscript(path.join(EXAMPLES, file)) }));
  return names
    .filter((name) => name.endsWith(PACKAGE_SUFFIX))
    .map((name) => {
      const bot = name.slice(0, -PACKAGE_SUFFIX.length);
      const own = recordings.filter(({ transcript }) => transcript.bot === bot);
      return { bot, folder: path.join(EXAMPLES, name), recordings: own };
    });
}
