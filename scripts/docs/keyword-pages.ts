/** A page for each family of keywords, from the catalogue, with the words of family-introductions.md and the examples of keyword-examples.md. */

import {
  CATALOGUE,
  type CrashPolicy,
  type EffectClass,
  type KeywordEntry,
  type KeywordFamily,
  type KeywordForm,
  type OperandSpec,
} from "../../basic/catalogue/index.ts";
import { keywordText } from "../../basic/catalogue/texts/index.ts";
import { LATER_KEYWORDS, PRESENT_SERVICES } from "../../contracts/services.ts";
import { anchor, code, fence, page, sectionsOf, table } from "./markdown.ts";
import { readExamples } from "./sources.ts";

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

export interface FamilyPage {
  family: KeywordFamily;
  title: string;
  file: string;
  entries: readonly KeywordEntry[];
}

export const KEYWORD_FAMILIES: readonly FamilyPage[] = (Object.entries(FAMILY_TITLES) as [KeywordFamily, string][])
  .map(([family, title]) => ({
    family,
    title,
    file: `keywords-${family}.md`,
    entries: CATALOGUE.filter((entry) => entry.family === family),
  }))
  .filter(({ entries }) => entries.length > 0);

/** Keywords that no family above holds: a new file of the catalogue needs its title here. */
export function undocumentedKeywords(): string[] {
  const documented = new Set(KEYWORD_FAMILIES.flatMap(({ entries }) => entries));
  return CATALOGUE.filter((entry) => !documented.has(entry)).map(({ keyword }) => keyword);
}

/** Whether this version performs the keyword. */
export function isPresent({ keyword, service }: KeywordEntry): boolean {
  return service === undefined || (PRESENT_SERVICES.has(service) && !LATER_KEYWORDS.has(keyword));
}

const EFFECTS: Readonly<Record<EffectClass, string>> = {
  pure: "touches the conversation only",
  recordable: "a read; its result is kept with the turn, and a turn that is run again after a crash may read once more",
  "internal-write": "a write to a store of the product, applied once, also when the turn is run again after a crash",
  unsafe: "reaches outside; the intention is written down before it and the outcome after it",
};
const POLICIES: Readonly<Record<CrashPolicy, string>> = {
  retry: "it is done again under the same idempotency key",
  ask: "a person is asked",
  raise: "the script gets error 500, which it can catch, and it is not repeated",
};

const LOADED: Readonly<Record<NonNullable<KeywordEntry["load"]>, string>> = {
  always: "Takes effect when the package loads; it stands outside of blocks, and its operands are fixed values.",
  constant:
    "With fixed operands and outside of blocks it takes effect when the package loads; elsewhere when it is reached.",
  also: "With fixed operands and outside of blocks it takes effect when the package loads, and everywhere when it is reached.",
};

const RESULTS: Readonly<Record<string, string>> = {
  any: "any value",
  text: "a text",
  number: "a number",
  object: "an object",
  rows: "rows",
};

export function keywordPages(): Map<string, string> {
  const examples = sectionsOf(readExamples("keyword-examples"));
  const known = new Set(CATALOGUE.map(({ keyword }) => keyword));
  for (const keyword of examples.keys())
    if (!known.has(keyword)) throw new Error(`keyword-examples.md has ${keyword}, which is no keyword.`);
  const introductions = sectionsOf(readExamples("family-introductions"));
  for (const family of introductions.keys())
    if (!Object.hasOwn(FAMILY_TITLES, family))
      throw new Error(`family-introductions.md has ${family}, which is no family.`);
  return new Map(
    KEYWORD_FAMILIES.map(({ family, title, file, entries }) => [
      file,
      page(
        `Keywords: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
        "How to read the forms, facts and examples: [The language](index.md#keywords).",
        table(
          ["keyword", "does", "in this version"],
          entries.map((entry) => [
            `[${entry.keyword}](#${anchor(entry.keyword)})`,
            keywordText(entry).summary,
            isPresent(entry) ? "yes" : "to come",
          ]),
        ),
        // A heading of an introduction stands beside those of the keywords.
        (introductions.get(family)?.text ?? "").replaceAll(/^### /gm, "## "),
        ...entries.map((entry) => section(entry, examples.get(entry.keyword)?.fences.map(({ text }) => text) ?? [])),
      ),
    ]),
  );
}

function section(entry: KeywordEntry, examples: readonly string[]): string {
  const { keyword, aliases, forms, result, statement, effect, policy, service, load } = entry;
  const use = [
    statement ? "as a statement" : "",
    result === null ? "" : `where a value is due (${RESULTS[result] ?? result})`,
  ].filter((part) => part !== "");
  const outcome = policy ? `; when a crash leaves the outcome unknown, ${POLICIES[policy]}` : "";
  const facts = [
    aliases === undefined ? "" : `Also written ${aliases.map(code).join(", ")}.`,
    `Stands ${use.join(" or ")}.`,
    load === undefined ? "" : LOADED[load],
    `*${effect}*: ${EFFECTS[effect]}${outcome}.`,
    isPresent(entry)
      ? ""
      : `To come: it needs the ${service} service${load ? "" : " and raises error 404 until then"}.`,
  ];
  return [
    `## ${keyword}`,
    fence("text", forms.map((form) => formText(keyword, form)).join("\n")),
    keywordText(entry).summary,
    facts
      .filter((fact) => fact !== "")
      .map((fact) => `* ${fact}`)
      .join("\n"),
    ...(examples.length > 0 ? examples : [untilItExists(entry)]).map((text) => fence("basic", text)),
  ].join("\n\n");
}

/** The catalogue's example with what it does while its service is missing. For a keyword that works the tests ask for a program of its own. */
function untilItExists(entry: KeywordEntry): string {
  if (isPresent(entry)) return keywordText(entry).example;
  return `${keywordText(entry).example}\n${entry.load === undefined ? "' expect error: 404" : "' expect result:"}`;
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
