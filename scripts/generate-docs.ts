/**
 * `npm run docs`: writes docs/language.md and docs/diagnostics.md from the tables that the language itself is built on, so
 * that the pages cannot say anything else than the parser, the checker and the machine do. Only the statements of the core
 * language, which have no table, are written by hand, in generate-docs/core-language.md.
 */
import "../extensions/index.ts";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  CATALOGUE,
  type CrashPolicy,
  type EffectClass,
  type KeywordEntry,
  type KeywordFamily,
  type KeywordForm,
  type OperandSpec,
  SERVICES,
} from "../basic/catalogue/index.ts";
import { CODES, type CodeInfo } from "../basic/check/codes.ts";
import { ERR } from "../basic/errors.ts";
import { FUNCTION_FAMILIES, METHODS } from "../basic/functions/index.ts";
import { HEAR_TYPE_WORDS, HEAR_TYPES, type HearType, hearType } from "../basic/hear/types.ts";
import { LATER_KEYWORDS, PRESENT_SERVICES } from "../contracts/services.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const NOTE = "<!-- Written by `npm run docs`; change the tables that it reads. -->";

/** Titles of the families, in the order of the pages. */
const FAMILY_TITLES: Readonly<Record<KeywordFamily, string>> = {
  conversation: "Conversation",
  messages: "Mail and messages",
  tools: "Tools, contexts and access",
  knowledge: "Knowledge",
  model: "Language model",
  memory: "Memory and keys",
  data: "Tables",
  http: "Other servers and web sites",
  files: "Files and documents",
  media: "Pictures, sound and video",
  tasks: "Tasks, calendar and groups",
  social: "Social networks",
  schedule: "Schedules and events",
  bots: "Several bots",
  desk: "People at the desk",
  host: "Logs, figures and other programs",
  meetings: "Meetings",
  devices: "Devices",
  values: "Values",
  custom: "Keywords of this installation",
};

const KEYWORD_FAMILIES: readonly { title: string; entries: readonly KeywordEntry[] }[] = (
  Object.entries(FAMILY_TITLES) as [KeywordFamily, string][]
)
  .map(([family, title]) => ({ title, entries: CATALOGUE.filter((entry) => entry.family === family) }))
  .filter(({ entries }) => entries.length > 0);

const EFFECTS: Readonly<Record<EffectClass, string>> = {
  pure: "touches the conversation only.",
  recordable:
    "a read; its result is kept with the turn, and a turn that is run again after a crash may read once more.",
  "internal-write": "a write to a store of the product; it is applied once, also when the turn is run again.",
  unsafe: "reaches outside; the intention is written down before it and the outcome after it.",
};
const POLICIES: Readonly<Record<CrashPolicy, string>> = {
  retry: "it is done again under the same idempotency key",
  ask: "a person is asked",
  raise: "the script sees a trappable error, and it is not repeated",
};

const FUNCTION_TITLES: Readonly<Record<string, string>> = {
  text: "Texts",
  number: "Numbers",
  date: "Dates",
  list: "Lists and objects",
  row: "Rows",
  value: "Values and types",
};

const HEAR_TEXTS: Readonly<Record<HearType, string>> = {
  TEXT: "anything",
  NAME: "a person's name",
  EMAIL: "an e-mail address",
  INTEGER: "a whole number",
  NUMBER: "a number, with point or comma",
  MONEY: "an amount, with or without its currency",
  BOOLEAN: "yes or no, in several languages",
  DATE: "a date",
  DATETIME: "a date with a time of day",
  HOUR: "a time of day",
  MOBILE: "a telephone number of 10 to 15 digits",
  ZIPCODE: "a postal code of Brazil, the United States or Britain",
  CPF: "a Brazilian person's number with valid check digits",
  CNPJ: "a Brazilian company's number with valid check digits",
  LANGUAGE: "a language, by name or code",
  URL: "an address of the web",
  UUID: "a UUID",
  COLOR: "a colour, by name or as #RRGGBB",
  CREDITCARD: "a card number; only its first and last four digits are kept",
  PASSWORD: "a secret of eight characters or more; a script sees a mask",
  FILE: "a file",
  IMAGE: "an image",
  QRCODE: "an image with a code that can be read",
  AUDIO: "a sound recording",
  VIDEO: "a video",
  LOGIN: "a completed sign-in",
};

const ERROR_TEXTS: Readonly<Record<keyof typeof ERR, string>> = {
  returnWithoutGosub: "RETURN stands where no GOSUB leads to (classic programs)",
  outOfData: "READ finds no further item of DATA",
  badCall: "a function or keyword was called with a value that it cannot take",
  overflow: "a number, or what one turn may do, is too large",
  outOfMemory: "out of memory",
  index: "there is no such element",
  divisionByZero: "division by zero (strict mode; otherwise the result is NULL)",
  type: "the value has the wrong type",
  memory: "the script holds more than it may",
  resume: "RESUME stands where no error is being handled",
  fileNotFound: "there is no such file",
  noUser: "nobody is on the other side",
  timeout: "the time was over",
  permission: "not permitted",
  unknownStatement: "the statement is not available",
  path: "the path cannot be used",
  nullObject: "a field of NULL",
  badFilter: "the filter cannot be read",
  serviceMissing: "the service is not configured",
  unknownName: "nothing has this name",
  noField: "the object has no such field or method",
  remote: "a part outside of the script failed",
};

export function languageDocument(): string {
  const core = fs.readFileSync(path.join(ROOT, "scripts/generate-docs/core-language.md"), "utf8").trim();
  return `${[
    "# The language",
    NOTE,
    core,
    "## Keywords",
    KEYWORD_INTRODUCTION,
    ...KEYWORD_FAMILIES.flatMap(({ title, entries }) => [`### ${title}`, ...entries.map(keywordSection)]),
    "## Types of answers",
    hearSection(),
    "## Functions",
    FUNCTION_INTRODUCTION,
    ...Object.entries(FUNCTION_FAMILIES).flatMap(([family, functions]) => [
      `### ${FUNCTION_TITLES[family] ?? family}`,
      table(
        ["function", "gives", "also"],
        functions.map(({ signature, summary, aliases }) => [
          code(signature),
          summary,
          (aliases ?? []).map(code).join(", "),
        ]),
      ),
    ]),
    "## Methods",
    "Written behind a value: `text.trim()`, `list.push(x)`. Positions count from 0 here, as in JavaScript.",
    table(
      ["method", "gives"],
      [...new Map([...METHODS.values()].map((method) => [method.name, method])).values()].map(
        ({ name, signature, summary }) => [code(`.${name}(${receiverless(signature)})`), summary],
      ),
    ),
    "## Numbers of errors",
    "What CATCH finds in `number`. THROW of a text has the number 1000.",
    table(
      ["number", "when"],
      (Object.keys(ERR) as (keyof typeof ERR)[]).map((name) => [String(ERR[name]), ERROR_TEXTS[name]]),
    ),
  ].join("\n\n")}\n`;
}

export function diagnosticsDocument(): string {
  const groups = new Map<string, [string, CodeInfo][]>();
  for (const [name, info] of Object.entries(CODES)) {
    const group = name.slice(0, 4);
    groups.set(group, [...(groups.get(group) ?? []), [name, info]]);
  }
  return `${[
    "# Diagnostics",
    NOTE,
    `What \`basalt check\`, publishing and editors report. A code keeps its meaning for ever. An error keeps the script from being published as runnable, a warning
and a hint do not; \`check --strict\` counts warnings as errors.`,
    ...[...groups].flatMap(([group, codes]) => [
      `## ${group}xx: ${DIAGNOSTIC_GROUPS[group] ?? group}`,
      ...codes.map(
        ([name, { severity, title, explanation }]) => `### ${name}\n\n**${title}** (${severity}). ${explanation}`,
      ),
    ]),
  ].join("\n\n")}\n`;
}

/** Keywords that no family above holds: a new file of the catalogue needs its title here. */
export function undocumentedKeywords(): string[] {
  const documented = new Set(KEYWORD_FAMILIES.flatMap(({ entries }) => entries));
  return CATALOGUE.filter((entry) => !documented.has(entry)).map(({ keyword }) => keyword);
}

const DIAGNOSTIC_GROUPS: Readonly<Record<string, string>> = {
  BAS1: "characters, texts, brackets",
  BAS2: "statements",
  BAS3: "names and operands",
  BAS4: "likely mistakes",
  BAS9: "limits",
};

const KEYWORD_INTRODUCTION = `In the forms, \`[ ]\` may be left out, \`( a | b )\` is one of the two, \`...\` goes on in the same way. Blanks and underscores between the words of a keyword are
the same. A keyword that yields a value stands where a value is due; its operands may be put in parentheses. Every keyword belongs to one class:

${(Object.keys(EFFECTS) as EffectClass[]).map((name) => `* *${name}*: ${EFFECTS[name]}`).join("\n")}`;

const FUNCTION_INTRODUCTION = `A name may carry a \`$\` (\`LEFT$\` is \`LEFT\`). What has no value is NULL, or error 5 in strict mode.`;

function keywordSection(entry: KeywordEntry): string {
  const { keyword, aliases, forms, result, statement, effect, policy, service, summary, example } = entry;
  const use = [statement ? "statement" : null, result === null ? null : `value (${result})`].filter(
    (part) => part !== null,
  );
  const facts = [
    aliases === undefined ? null : `Also ${aliases.map(code).join(", ")}.`,
    `Stands as ${use.join(" or as ")}.`,
    service === undefined || PRESENT_SERVICES.has(service) ? null : `Needs the ${service} service, which is to come.`,
    `Class: *${effect}*${policy === undefined ? "" : `; after a crash with unknown outcome ${POLICIES[policy]}`}.`,
  ];
  return [
    `#### ${keyword}`,
    fence("text", forms.map((form) => formText(keyword, form)).join("\n")),
    summary,
    facts.filter((fact) => fact !== null).join(" "),
    fence("basic", example),
  ].join("\n\n");
}

function formText(keyword: string, { operands }: KeywordForm): string {
  return keyword + operands.map((operand, i) => operandText(keyword, operand, i === 0)).join("");
}

function operandText(keyword: string, operand: OperandSpec, first: boolean): string {
  const { kind, after = [], softOnly = false, optional = false, beside = false, whenFirst } = operand;
  if (kind === "block") return `\n  ${operand.name}\nEND ${keyword.slice(keyword.indexOf(" ") + 1)}`;
  if (kind === "where") return " [WHERE condition] [ORDER BY column [DESC], ...] [LIMIT count]";
  const separators = [...after, ...(first || softOnly ? [] : [","])];
  const oneOf = separators.length > 1 ? `( ${separators.join(" | ")} )` : (separators[0] ?? "");
  const separator = beside && oneOf !== "" ? `[ ${oneOf} ]` : oneOf;
  const value = valueText(operand);
  const text = separator === "" ? ` ${value}` : separator === "," ? `, ${value}` : ` ${separator} ${value}`;
  if (whenFirst !== undefined) return `[${text}]   (only behind "${whenFirst}")`;
  return optional ? ` [${text.trim()}]` : text;
}

function valueText({ name, kind, words = [], beside = false, semicolons = false }: OperandSpec): string {
  switch (kind) {
    case "word":
      return words.length === 1 ? words[0]! : `( ${words.join(" | ")} )`;
    case "fields":
    case "set":
      return `${kind === "set" ? "column" : "name"} = value[, ...]`;
    case "rest":
      return `${name}[${semicolons ? "( ; | , )" : beside ? "[,]" : ","} ...]`;
    default:
      return words.length > 0 ? `( ${[name, ...words].join(" | ")} )` : name;
  }
}

function hearSection(): string {
  const aliases = (type: HearType): string =>
    HEAR_TYPE_WORDS.filter((word) => word !== type && hearType(word) === type)
      .map(code)
      .join(", ");
  const rows = (Object.keys(HEAR_TYPES) as HearType[]).map((type) => [code(type), HEAR_TEXTS[type], aliases(type)]);
  return `An answer that does not fit is asked for again. Behind AS may also stand a list of texts, which is shown as a menu; \`*\` at its end lets any answer pass.

${table(["type", "takes", "also"], rows)}`;
}

/** A signature's operands without the receiver. */
function receiverless(signature: string): string {
  const inner = signature.slice(signature.indexOf("(") + 1, signature.lastIndexOf(")"));
  const rest = inner.replace(/^\w+\s*(,\s*)?/, "");
  // `text[, start]` has its comma inside the bracket.
  return rest.replace(/^\[,\s*/, "[");
}

const code = (text: string): string => `\`${text}\``;

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const MATRIX_BEGIN = "<!-- Services, written by `npm run docs`. -->";
const MATRIX_END = "<!-- End of the services. -->";

/** The coverage matrix with its tables of keywords whose service, or whose part of it, is to come. */
export function coverageDocument(): string {
  const text = fs.readFileSync(path.join(ROOT, "docs/coverage-matrix.md"), "utf8");
  const [head = text] = text.split(`\n${MATRIX_BEGIN}`);
  const [, tail = ""] = text.split(`${MATRIX_END}\n`);
  const toCome = Object.entries(SERVICES).filter(([service]) => !PRESENT_SERVICES.has(service));
  const rows = toCome.map(([service, what]) => [
    service,
    what,
    CATALOGUE.filter((entry) => entry.service === service)
      .map(({ keyword }) => code(keyword))
      .join(", "),
  ]);
  const tables = [
    MATRIX_BEGIN,
    "## Services to come",
    "The keywords of these services compile, and their fixed operands are checked. Reaching one raises error 404, which names the service and which a script can catch.",
    table(["service", "what it does", "keywords"], rows),
    ...(LATER_KEYWORDS.size === 0
      ? []
      : [
          "Of the services that are there, these keywords are to come in the same way:",
          [...LATER_KEYWORDS].map(code).join(", "),
        ]),
    MATRIX_END,
  ];
  return `${head.trimEnd()}\n\n${tables.join("\n\n")}\n${tail}`;
}

if (import.meta.main) {
  for (const [name, text] of [
    ["language.md", languageDocument()],
    ["diagnostics.md", diagnosticsDocument()],
    ["coverage-matrix.md", coverageDocument()],
  ] as const) {
    fs.writeFileSync(path.join(ROOT, "docs", name), text);
    process.stdout.write(`docs/${name}: ${text.split("\n").length - 1} lines\n`);
  }
}
