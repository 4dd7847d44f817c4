/** A page for each code of a diagnostic: what it means, a program that has it, and the same program mended. */
import { CODES, type CodeInfo, type DiagnosticCode } from "../../basic/check/codes.ts";
import { MAX_SOURCE } from "../../basic/parser/parse.ts";
import { MAX_CHAIN, MAX_DEPTH } from "../../basic/parser/parser.ts";
import { fence, page, sectionsOf, table } from "./markdown.ts";
import { readExamples } from "./sources.ts";

const GROUPS: Readonly<Record<string, string>> = {
  BAS1: "characters, texts, brackets",
  BAS2: "statements",
  BAS3: "names and operands",
  BAS4: "likely mistakes",
  BAS5: "classic BASIC",
  BAS9: "limits",
};

export interface DiagnosticExample {
  /** A program whose only findings have the code (errors counted up to a limit aside). */
  wrong: string;
  /** The same without a finding. */
  mended: string;
  /** Added to the explanation. */
  words: string;
  /** What the page shows in place of programs that are too large for it. */
  sketch?: { wrong: string; mended: string };
}

const LARGE: Partial<Record<DiagnosticCode, DiagnosticExample>> = {
  BAS901: {
    wrong: `' ${"-".repeat(MAX_SOURCE)}\nTALK "Hello"`,
    mended: 'TALK "Hello"',
    words: "Texts and tables of that size belong in files: READ, GET and FIND read them.",
    sketch: {
      wrong: "A script of more than 1,000,000 characters.",
      mended: "The same in several scripts, joined by CALL.",
    },
  },
  BAS902: {
    wrong: `total = ${"(".repeat(MAX_DEPTH + 1)}1${")".repeat(MAX_DEPTH + 1)}`,
    mended: "total = ((1))",
    words: "A procedure for the inner part makes both readable.",
    sketch: { wrong: "An expression or blocks nested more than 200 deep.", mended: "The inner part in a procedure." },
  },
  BAS903: {
    wrong: Array.from({ length: 101 }, (_, i) => `total${i} = 3 +`).join("\n"),
    mended: "total = 3 + 4",
    words: "Mend the first ones and check again: one mistake often causes many.",
    sketch: { wrong: "A script with more than 100 errors.", mended: "The same with the first of them mended." },
  },
  BAS904: {
    wrong: `total = 1${" + 1".repeat(MAX_CHAIN + 1)}`,
    mended: "total = 1 + 1",
    words: "A loop over a list says the same.",
    sketch: { wrong: "total = 1 + 1 + 1, and so on for more than 500 operators.", mended: "A loop that adds." },
  },
};

/** The examples by code; throws where one is missing or too many. */
export function diagnosticExamples(): Map<DiagnosticCode, DiagnosticExample> {
  const sections = sectionsOf(readExamples("diagnostic-examples"));
  const examples = new Map<DiagnosticCode, DiagnosticExample>();
  for (const code of Object.keys(CODES) as DiagnosticCode[]) {
    const large = LARGE[code];
    const section = sections.get(code);
    sections.delete(code);
    if (large) {
      examples.set(code, large);
      continue;
    }
    const [wrong, mended, ...rest] = section?.fences ?? [];
    if (!section || !wrong || !mended || rest.length > 0)
      throw new Error(`diagnostic-examples.md: ${code} needs a program with the mistake and one without.`);
    examples.set(code, { wrong: wrong.text, mended: mended.text, words: section.words });
  }
  if (sections.size > 0)
    throw new Error(`diagnostic-examples.md has ${[...sections.keys()].join(", ")}, which are no codes.`);
  return examples;
}

/** By file name. */
export function diagnosticPages(): Map<string, string> {
  const examples = diagnosticExamples();
  const pages = new Map<string, string>([["index.md", index()]]);
  for (const [code, example] of examples) pages.set(`${code}.md`, codePage(code, CODES[code], example));
  return pages;
}

function codePage(code: string, { severity, title, explanation }: CodeInfo, example: DiagnosticExample): string {
  const { wrong, mended, words, sketch } = example;
  return page(
    `${code}: ${title}`,
    `${explanation}${words === "" ? "" : ` ${words}`}`,
    SEVERITIES[severity],
    "Wrong:",
    sketch ? sketch.wrong : fence("basic", wrong),
    "Mended:",
    sketch ? sketch.mended : fence("basic", mended),
    "[All codes](index.md)",
  );
}

const SEVERITIES: Readonly<Record<CodeInfo["severity"], string>> = {
  error: "An error: the script does not run until it is mended.",
  warning: "A warning: the script runs, but hardly as it is meant. `check --strict` counts it as an error.",
  hint: "A hint: the script runs; there is a safer way.",
};

function index(): string {
  const groups = new Map<string, [string, CodeInfo][]>();
  for (const [name, info] of Object.entries(CODES)) {
    const group = name.slice(0, 4);
    groups.set(group, [...(groups.get(group) ?? []), [name, info]]);
  }
  return page(
    "Diagnostics",
    "What `basalt check`, publishing and editors report. A code keeps its meaning for ever. Each line of `check` is `file:line:column: severity code: message`; with `--json` each finding carries the same as fields, and `docs` names the page of each code.",
    ...[...groups].flatMap(([group, codes]) => [
      `## ${group}xx: ${GROUPS[group] ?? group}`,
      table(
        ["code", "severity", "what"],
        codes.map(([name, { severity, title }]) => [`[${name}](${name}.md)`, severity, title]),
      ),
    ]),
  );
}
