/** `NAME.transcript.json`: written so that a change of one answer is a change of one line. */
import { readFileSync } from "node:fs";
import { type Transcript, type TranscriptTurn, transcriptSchema } from "../../contracts/replay.ts";
import { UsageError } from "../exit.ts";

export const TRANSCRIPT_SUFFIX = ".transcript.json";

export function formatTranscript({ turns, ...head }: Transcript): string {
  const fields = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  return `${["{", ...fields, `  "turns": [`, turns.map(formatTurn).join(",\n"), "  ]", "}"].join("\n")}\n`;
}

function formatTurn(turn: TranscriptTurn): string {
  const fields = Object.entries(turn).map(([name, value]) => {
    const text = Array.isArray(value) && value.length > 0 ? formatList(value) : JSON.stringify(value);
    return `      ${JSON.stringify(name)}: ${text}`;
  });
  return `    {\n${fields.join(",\n")}\n    }`;
}

const formatList = (items: readonly unknown[]): string =>
  `[\n${items.map((item) => `        ${JSON.stringify(item)}`).join(",\n")}\n      ]`;

export function readTranscript(file: string): Transcript {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file} is no recording: ${error instanceof Error ? error.message : "it cannot be read"}`);
  }
  const read = transcriptSchema.safeParse(data);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new UsageError(
    `${file} is no recording of this version: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
  );
}
