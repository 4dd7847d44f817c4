/**
 * Writes editors/basalt.tmLanguage.json, by which editors colour scripts (a TextMate grammar, https://macromates.com/manual/en/language_grammars),
 * from the tables that the language itself is built on. Colours follow patterns of a line, not the parser: a word that is a
 * keyword in one place and a variable in another is told apart by what stands beside it.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CATALOGUE } from "../basic/catalogue/index.ts";
import { FUNCTIONS } from "../basic/functions/index.ts";
import { HEAR_TYPE_WORDS } from "../basic/hear/types.ts";
import { PARAM_TYPES } from "../basic/tools/types.ts";

interface Rule {
  name?: string;
  match?: string;
  begin?: string;
  end?: string;
  contentName?: string;
  captures?: Record<string, { name: string }>;
  beginCaptures?: Record<string, { name: string }>;
  endCaptures?: Record<string, { name: string }>;
  patterns?: (Rule | { include: string })[];
}

/** Words of statements with a grammar of their own. */
const CONTROL = `IF THEN ELSE ELSEIF ENDIF SELECT CASE SWITCH DEFAULT FOR EACH NEXT TO STEP WHILE WEND DO LOOP REPEAT UNTIL EXIT BREAK CONTINUE
  STOP END GOTO GOSUB RETURN CALL RUN TRY CATCH FINALLY THROW RAISE ASSERT WITH RESUME ON`;
const DECLARATIONS =
  "DIM REDIM PRESERVE LOCAL CONST LET SET PARAM DESCRIPTION OPTION LIKE ENUM OPTIONAL REQUIRED DEF DATA READ RESTORE";
const OPERATORS = "AND OR XOR NOT EQV IMP MOD LIKE IN IS BETWEEN CONTAINS STARTS ENDS";
const CONSTANTS = "TRUE FALSE NULL NOTHING NONE EMPTY UNDEFINED";
/** Words before a colon that are statements and no labels. */
const NO_LABELS =
  "ELSE CLS BEEP END STOP EXIT BREAK RETURN HEAR DO REPEAT TRY CONTINUE PRINT NEXT WEND LOOP DEFAULT CATCH FINALLY RESUME";

/** A word that is no field, and no name that something is assigned to. */
const BEFORE = "(?<![.\\w$@])";
const NOT_ASSIGNED = "(?!\\s*(?:[-+*/&]?=(?!=)|\\.\\w)|\\[|\\w)";

/** One pattern for many phrases: the longest first, blanks and underscores equal. */
function oneOf(phrases: Iterable<string>): string {
  return [...new Set(phrases)]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((phrase) => phrase.split(" ").join("[ \\t_]+"))
    .join("|");
}

const words = (list: string): string => oneOf(list.split(/\s+/));

interface Phrases {
  /** Of several words. */
  many: string[];
  /** Single words that begin a statement. */
  statements: string[];
  /** Single words that yield a value of what follows, and those that need nothing to follow. */
  values: string[];
  bare: string[];
}

function phrases(): Phrases {
  const found: Phrases = { many: [], statements: [], values: [], bare: ["HEAR"] };
  for (const { keyword, aliases = [], statement, result, forms } of CATALOGUE) {
    for (const phrase of [keyword, ...aliases]) {
      if (phrase.includes(" ")) found.many.push(phrase);
      else {
        if (statement) found.statements.push(phrase);
        if (result !== null) found.values.push(phrase);
        if (result !== null && forms.some((form) => form.operands.length === 0)) found.bare.push(phrase);
      }
    }
  }
  return found;
}

export function grammar(): object {
  const { many, statements, values, bare } = phrases();
  const functions = [...FUNCTIONS.keys()].filter((name) => !name.endsWith("$"));
  const repository: Record<string, { patterns: (Rule | { include: string })[] }> = {
    comments: {
      patterns: [
        {
          name: "comment.line.basalt",
          match: "(?i)(?:^|(?<=:))[ \\t]*(?:REM\\b(?![ \\t]*=(?!=)|[.\\[(])|'|//|#(?!\\{)).*$",
        },
        { name: "comment.line.apostrophe.basalt", match: "'.*$" },
      ],
    },
    hole: {
      patterns: [
        { name: "constant.character.escape.basalt", match: "\\\\\\$\\{|\\$\\$\\{" },
        {
          name: "meta.embedded.expression.basalt",
          begin: "\\$\\{(?!\\{)",
          end: "\\}",
          beginCaptures: { "0": { name: "punctuation.section.embedded.begin.basalt" } },
          endCaptures: { "0": { name: "punctuation.section.embedded.end.basalt" } },
          patterns: [{ include: "#expression" }],
        },
      ],
    },
    texts: {
      patterns: [
        ...["TALK", "SYSTEM PROMPT", "MAIL"].map(
          (kind): Rule => ({
            begin: `(?i)^[ \\t]*(BEGIN[ \\t_]+${kind.replace(" ", "[ \\t_]+")})\\b(.*)$`,
            end: `(?i)^[ \\t]*(END[ \\t_]+${kind.replace(" ", "[ \\t_]+")})[ \\t]*$`,
            beginCaptures: { "1": { name: "keyword.other.basalt" }, "2": { name: "string.unquoted.basalt" } },
            endCaptures: { "1": { name: "keyword.other.basalt" } },
            contentName: "string.unquoted.block.basalt",
            patterns: [{ include: "#hole" }],
          }),
        ),
        {
          begin: '(?i)^[ \\t]*(TABLE)[ \\t]+(?![=.])("?[\\p{L}_].*)$',
          end: "(?i)^[ \\t]*(END[ \\t_]+TABLE)[ \\t]*$",
          beginCaptures: { "1": { name: "keyword.other.basalt" }, "2": { name: "entity.name.type.basalt" } },
          endCaptures: { "1": { name: "keyword.other.basalt" } },
          contentName: "meta.table.basalt",
        },
        {
          match: '(?i)^[ \\t]*(DESCRIPTION)[ \\t]+([^\\s"=.\\[(+\\-*/,:].*)$',
          captures: { "1": { name: "storage.modifier.basalt" }, "2": { name: "string.unquoted.basalt" } },
        },
      ],
    },
    strings: {
      patterns: [
        {
          name: "string.quoted.double.basalt",
          begin: '"',
          end: '"(?!")',
          beginCaptures: { "0": { name: "punctuation.definition.string.begin.basalt" } },
          endCaptures: { "0": { name: "punctuation.definition.string.end.basalt" } },
          patterns: [
            { name: "constant.character.escape.basalt", match: '""|\\\\(?:[ntr\\\\"]|u[0-9A-Fa-f]{4})' },
            { include: "#hole" },
          ],
        },
        {
          // Where an operand is due, and something follows that can stand behind one: else it is a comment.
          match: `(?i)(?:(?<=[=(,\\[+&<>?{])|(?<=TALK|PRINT|WITH|THEN|ELSE|CASE|RETURN|LIKE|AND|AS))[ \\t]*('(?:[^'\\\\\\n]|\\\\.|'')*')(?=[ \\t]*(?:$|['\\],)}:=<>+\\-*/&?]|(?:${words(`${OPERATORS} THEN ELSE STEP AS TO WITH WHERE ORDER LIMIT FROM`)})\\b))`,
          captures: { "1": { name: "string.quoted.single.basalt" } },
        },
        { name: "constant.other.date.basalt", match: "#\\d[^#\\n]{0,40}#" },
      ],
    },
    labels: {
      patterns: [
        {
          match: `(?i)^[ \\t]*(?!(?:${words(NO_LABELS)})[ \\t]*:)([\\p{L}_]\\w*)[ \\t]*(:)(?![=:])`,
          captures: { "1": { name: "entity.name.label.basalt" }, "2": { name: "punctuation.separator.label.basalt" } },
        },
        { match: "^[ \\t]*(\\d{1,5})(?=[ \\t]+[\\p{L}?'])", captures: { "1": { name: "entity.name.label.basalt" } } },
        {
          match: "(?i)\\b(GO[ \\t]*TO|GO[ \\t]*SUB)[ \\t]+(\\w+)",
          captures: { "1": { name: "keyword.control.basalt" }, "2": { name: "entity.name.label.basalt" } },
        },
      ],
    },
    procedures: {
      patterns: [
        { name: "storage.type.function.basalt", match: `(?i)${BEFORE}END[ \\t_]*(?:SUB|FUNCTION)\\b` },
        {
          match: `(?i)^[ \\t]*(SUB|FUNCTION)[ \\t]+([\\p{L}_]\\w*[$%&!#]?)`,
          captures: { "1": { name: "storage.type.function.basalt" }, "2": { name: "entity.name.function.basalt" } },
        },
      ],
    },
    keywords: {
      patterns: [
        { name: "keyword.other.basalt", match: `(?i)${BEFORE}(?:${oneOf(many)})\\b${NOT_ASSIGNED}` },
        {
          match: `(?i)(?:^|(?<=:)|\\b(THEN|ELSE)\\b)[ \\t]*(${oneOf(statements)})\\b${NOT_ASSIGNED}`,
          captures: { "1": { name: "keyword.control.basalt" }, "2": { name: "keyword.other.basalt" } },
        },
        {
          match: `(?i)(?<=[=(,\\[?:&+])[ \\t]*(${oneOf(values)})\\b(?=[ \\t]+["\\p{L}_(\\[{$@])`,
          captures: { "1": { name: "keyword.other.basalt" } },
        },
        {
          match: `(?i)(?<=[=(,\\[?:&+])[ \\t]*(${oneOf(bare)})\\b(?=[ \\t]*$)`,
          captures: { "1": { name: "keyword.other.basalt" } },
        },
        {
          name: "storage.modifier.basalt",
          match: `(?i)(?:^|(?<=:)|${BEFORE})(?:${words(DECLARATIONS)})\\b${NOT_ASSIGNED}(?=[ \\t]+["\\p{L}_\\d\\[.-]|[ \\t]*$)`,
        },
        { name: "keyword.control.basalt", match: `(?i)${BEFORE}(?:${words(CONTROL)})\\b${NOT_ASSIGNED}` },
      ],
    },
    expression: {
      patterns: [
        { include: "#strings" },
        { match: "\\?\\.(?!\\d)|\\.(?=[\\p{L}_])", name: "punctuation.accessor.basalt" },
        { match: "(?<=\\.)[\\p{L}_]\\w*", name: "variable.other.property.basalt" },
        {
          match: `(?i)${BEFORE}(AS)[ \\t]+(${oneOf([...HEAR_TYPE_WORDS, ...PARAM_TYPES, "LONG", "SINGLE"])})\\b`,
          captures: { "1": { name: "keyword.other.basalt" }, "2": { name: "support.type.basalt" } },
        },
        { name: "support.function.basalt", match: `(?i)${BEFORE}(?:${oneOf(functions)})\\$?(?=\\()` },
        { name: "constant.language.basalt", match: `(?i)${BEFORE}(?:${words(CONSTANTS)})\\b${NOT_ASSIGNED}` },
        { name: "keyword.operator.word.basalt", match: `(?i)${BEFORE}(?:${words(OPERATORS)})\\b${NOT_ASSIGNED}` },
        {
          name: "constant.numeric.basalt",
          match:
            "(?i)(?<![\\w.$@])(?:0x[0-9A-F]+|&H[0-9A-F]+|&O?[0-7]+(?![\\w])|&B[01]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:E[+-]?\\d+)?)[%&!#]?(?!\\w)",
        },
        { name: "keyword.operator.basalt", match: "<=|>=|<>|!=|==|=<|=>|&&|\\|\\||\\?\\?|[-+*/&]=|[-+*/\\\\^&=<>!?%]" },
      ],
    },
  };
  return {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    comment: "Written by npm run docs from the tables of the language; change those.",
    name: "Basalt BASIC",
    scopeName: "source.basalt",
    fileTypes: ["bas"],
    patterns: [
      { include: "#texts" },
      { include: "#labels" },
      { include: "#procedures" },
      { include: "#strings" },
      { include: "#comments" },
      { include: "#keywords" },
      { include: "#expression" },
    ],
    repository,
  };
}

export const GRAMMAR_FILE = join(resolve(import.meta.dirname, ".."), "editors/basalt.tmLanguage.json");

export function grammarText(): string {
  return `${JSON.stringify(grammar(), null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(GRAMMAR_FILE, grammarText());
  process.stdout.write(`editors/basalt.tmLanguage.json: ${grammarText().split("\n").length - 1} lines\n`);
}
