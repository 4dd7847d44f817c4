/** The pages of docs/language that come from tables: the overview, the types of answers, the numbers of errors, the limits. */
import { ERR } from "../../basic/errors.ts";
import { HEAR_TYPE_WORDS, HEAR_TYPES, type HearType, hearType } from "../../basic/hear/types.ts";
import { DEFAULT_LIMITS } from "../../basic/index.ts";
import { MAX_SOURCE } from "../../basic/parser/parse.ts";
import { MAX_CHAIN, MAX_DEPTH } from "../../basic/parser/parser.ts";
import { MAX_SQL_DEPTH, MAX_SQL_JOINS, MAX_SQL_QUERIES, MAX_SQL_TEXT } from "../../basic/sql/tree.ts";
import { functionFamilies } from "./function-pages.ts";
import { isPresent, KEYWORD_FAMILIES } from "./keyword-pages.ts";
import { code, fence, page, table } from "./markdown.ts";

/** Pages of docs/language that are written by hand, in the order of the overview. */
export const HAND_WRITTEN: Readonly<Record<string, string>> = {
  "basics.md": "lines, comments, names, how texts go over lines",
  "values.md": "types, texts and their holes, lists, objects, rows, dates",
  "operators.md": "all operators by precedence, and what they do with each type",
  "statements.md": "assignment, conditions, loops, procedures, errors, WITH, jumps",
  "directives.md": "OPTION, PARAM, TABLE, SET SCHEDULE and the others that act when a package loads",
  "tools.md": "scripts that a language model may call",
  "differences.md": "where the language differs from General Bots' own interpreter",
};

const HEAR_TEXTS: Readonly<Record<HearType, readonly [takes: string, stores: string]>> = {
  TEXT: ["anything", "the text"],
  NAME: ["a person's name of 2 to 100 letters, blanks, `-` and `'`", "the words with a capital each"],
  EMAIL: ["an e-mail address", "in small letters"],
  INTEGER: ["a whole number, also with groups of three", "a number"],
  NUMBER: ["a number, with point or comma", "a number"],
  MONEY: ["an amount that is not negative, with or without its currency", "a number with two decimals"],
  BOOLEAN: ["yes or no, in several languages", "TRUE or FALSE"],
  DATE: ["a date, also `tomorrow`", "a date"],
  DATETIME: ["a date with a time of day", "a date"],
  HOUR: ["a time of day, also with AM and PM", "a text such as `09:05`"],
  MOBILE: ["a telephone number of 10 to 15 digits", "the number, formatted"],
  ZIPCODE: ["a postal code of Brazil, the United States or Britain", "the code, formatted"],
  CPF: ["a Brazilian person's number with valid check digits", "the number, formatted"],
  CNPJ: ["a Brazilian company's number with valid check digits", "the number, formatted"],
  LANGUAGE: ["a language, by name or code", "its code"],
  URL: ["an address of the web, `https://` may be left out", "the address"],
  UUID: ["a UUID in any spelling", "in small letters"],
  COLOR: ["a colour, by name, as `#RRGGBB` or as `rgb(r,g,b)`", "`#RRGGBB`"],
  CREDITCARD: ["a card number with a valid check digit", "the first and last four digits only"],
  PASSWORD: ["a secret of eight characters or more", "a sealed value, which can be compared and is shown as a mask"],
  FILE: ["a file", "its fields: filename, url, size, mime_type"],
  IMAGE: ["an image", "its fields"],
  QRCODE: ["an image of a code", "the code's text, or the image"],
  AUDIO: ["a sound recording", "what was said, or the file"],
  VIDEO: ["a video", "a description, or the file"],
  LOGIN: ["a completed sign-in", "the person's fields"],
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
  budget: "the budget for language models is used up",
  unknownStatement: "the statement is not available",
  path: "the path cannot be used",
  nullObject: "a field of NULL (strict mode; otherwise the result is NULL)",
  badFilter: "the filter cannot be read, or a value would change its structure",
  serviceMissing: "the service is not configured, or is to come",
  unknownName: "nothing has this name",
  noField: "the object has no such field or method",
  remote: "a part outside of the script failed",
};

/** By file name. */
export function languagePages(): Map<string, string> {
  return new Map([
    ["index.md", overview()],
    ["hear-types.md", hearTypes()],
    ["errors.md", errors()],
    ["limits.md", limits()],
  ]);
}

function overview(): string {
  const counted = KEYWORD_FAMILIES.flatMap(({ entries }) => entries);
  return page(
    "The language",
    "A bot's dialogs are scripts in a conversational BASIC. [The tutorial](../tutorial.md) builds one from nothing; these pages say everything.",
    "## Core",
    [
      ...Object.entries(HAND_WRITTEN).map(([file, what]) => `* [${titleOf(file)}](${file}): ${what}`),
      "* [Types of answers](hear-types.md): what HEAR ... AS takes and stores",
      "* [Errors](errors.md): their numbers, and how a script handles them",
      "* [Limits](limits.md): what one turn and one script may use",
      "* [Diagnostics](../diagnostics/index.md): what `basalt check` reports, a page for each code",
      "* [Classic BASIC](../classic-basic.md): programs with line numbers, ECMA-55 and QBasic",
      "* [Keywords of an installation](../custom-keywords.md): how to add one",
    ].join("\n"),
    "## Keywords",
    `${counted.length} keywords, of which this version performs ${counted.filter(isPresent).length}. The others compile, and what is fixed in them is checked; reaching one raises error 404, which names the missing service.`,
    table(
      ["family", "keywords"],
      KEYWORD_FAMILIES.map(({ title, file, entries }) => [
        `[${title}](${file})`,
        entries.map(({ keyword }) => keyword).join(", "),
      ]),
    ),
    `On these pages:

* In the forms, \`[ ]\` may be left out, \`( a | b )\` is one of the two, \`...\` goes on in the same way. Blanks and underscores between the words of a
  keyword are the same. Where a value is due, the operands may be put in parentheses.
* The word in italics is the keyword's class: what running it twice would do, and so what happens when the machine crashes in the middle of it.
* The examples are whole programs, and the tests run them on Monday, 2 June 2025. Their comments say what happens: \`' input:\` is what the person answers (\`' input timeout\`: nothing in time),
  \`' expect:\` what the person sees, in order. \`' expect error: 12 line 3\` is the error that ends the script, \`' expect result:\` its RETURN value.
* \`' table name:\` gives rows that a table holds, and \`' data\` makes the keywords of tables work. \`' effect KEYWORD:\` is what a part of the product answered, and
  \`' expect: KEYWORD {...}\` what it was asked for.`,
    "## Functions",
    [
      ...functionFamilies().map(({ title, file, names }) => `* [${title}](${file}): ${names.join(", ")}`),
      "* [Methods](methods.md): what may stand behind a point",
    ].join("\n"),
  );
}

const titleOf = (file: string): string => {
  const name = file.replace(".md", "");
  return name.charAt(0).toUpperCase() + name.slice(1);
};

function hearTypes(): string {
  const aliases = (type: HearType): string =>
    HEAR_TYPE_WORDS.filter((word) => word !== type && hearType(word) === type)
      .map(code)
      .join(", ");
  return page(
    "Types of answers",
    '`HEAR name AS TYPE` waits until an answer fits. One that does not is answered with a sentence that says what is expected. After three such answers, or as many as RETRIES says, the variable is `""` (types that store a text) or NULL, and the script goes on.',
    table(
      ["type", "takes", "stores", "also"],
      (Object.keys(HEAR_TYPES) as HearType[]).map((type) => [code(type), ...HEAR_TEXTS[type], aliases(type)]),
    ),
    "QRCODE, AUDIO and VIDEO give the file where nothing can read it. LOGIN needs the sign-in service, which is to come, and raises error 404.",
    "## Around the type",
    `* A prompt: \`HEAR age AS INTEGER WITH "How old are you?"\`.
* A menu: texts, or a list, behind AS. The answer is a label, or its number; \`*\` at the end lets any answer pass.
* \`DEFAULT value\`: what an empty answer, \`-\`, \`skip\` and the end of the time give. \`TIMEOUT seconds\`: without it HEAR waits for ever. At its end without a DEFAULT comes error 68.
* \`RETRIES count\`: how many answers it looks at.
* Cancel words (\`cancel\`, \`/cancel\`, \`/stop\`; setting \`cancel-words\`) end the script, unless they are an answer that the menu or a BOOLEAN takes.`,
    fence(
      "basic",
      `' input: abc
' input: 2 tickets
' input: 2
' input: oui
' input: 3
HEAR count AS INTEGER WITH "How many tickets?"
HEAR sure AS BOOLEAN WITH "Sure?"
HEAR seat AS "front", "middle", "back"
TALK "\${count} tickets, \${sure}, \${seat}"
' expect: How many tickets?
' expect: Sure?
' expect: 2 tickets, true, back`,
    ),
    fence(
      "basic",
      `' input timeout
TRY
  HEAR city AS TEXT WITH "Where do you live?" TIMEOUT 60
CATCH e
  TALK "Error \${e.number}"
END TRY
' expect: Where do you live?
' expect: Error 68`,
    ),
  );
}

function errors(): string {
  return page(
    "Errors",
    "An error has a number, a text, a line and the calls that led there. TRY and ON ERROR handle it ([Statements](statements.md#errors)). What nobody handles ends the script: the person gets a neutral sentence, the log and the journal the detail, and the conversation goes on.",
    "`e.number`, `ERR` and `ERR_NUMBER()` give the number, `e.message`, `ERROR MESSAGE` and `ERR_DESCRIPTION()` the text, `e.line` and `ERL` the line. THROW of a text has the number 1000.",
    table(
      ["number", "when"],
      (Object.keys(ERR) as (keyof typeof ERR)[]).map((name) => [String(ERR[name]), ERROR_TEXTS[name]]),
    ),
    "Classic programs also have the exceptions of ECMA-55 and QBasic: [Classic BASIC](../classic-basic.md).",
    "Strict mode is an option of programs that embed the language; conversations and `basalt run` go without it.",
    "What is missing is often no error: FIND of an unknown table gives no rows, a field of NULL is NULL, and an element outside of a list is NULL. INSERT says in its result whether it succeeded; other keywords that write or send raise.",
    fence(
      "basic",
      `TRY
  THROW "no more tickets"
CATCH e
  TALK e.number & ": " & e.message & " (line " & e.line & ")"
END TRY
' expect: 1000: no more tickets (line 2)`,
    ),
    fence(
      "basic",
      `ON ERROR RESUME NEXT
SEND MAIL "ann@example.com", "Hello", "How are you?"
IF ERR = 404 THEN TALK ERROR MESSAGE
' expect: SEND MAIL needs the mail service, which this version does not have.`,
    ),
    fence(
      "basic",
      'people = ["Ann"]\nTALK people[7] ?? "nobody"\nTHROW {number: 12, message: "sold out"}\n\' expect: nobody\n\' expect error: 12 line 3',
    ),
  );
}

const whole = (n: number): string => n.toLocaleString("en-US");
const megabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;

function limits(): string {
  return page(
    "Limits",
    "What one script may use, so that no script stops its neighbours. Long turns let others run in between. Exceeding a limit raises error 6 (14 for memory, texts and lists) at the statement that did, which TRY and ON ERROR can handle; the time of a run cannot be caught.",
    table(
      ["what", "limit", "setting in config.csv"],
      [
        ["steps of a turn, from one answer to the next HEAR", whole(DEFAULT_LIMITS.maxSteps), "`script-max-steps`"],
        [
          "rounds of a loop, from one entry to its end",
          whole(DEFAULT_LIMITS.maxLoopIterations),
          "`loop-max-iterations`",
        ],
        ["GOTO, GOSUB and RESUME of a run", whole(DEFAULT_LIMITS.maxJumps), "`goto-max-iterations`"],
        ["memory that a script's values hold", megabytes(DEFAULT_LIMITS.maxMemory), ""],
        ["length of a text", megabytes(DEFAULT_LIMITS.maxTextLength), ""],
        ["elements of a list", "1,000,000", ""],
        ["procedures that wait for each other", whole(DEFAULT_LIMITS.maxCallDepth), ""],
        ["scripts that wait for each other", "32", ""],
        ["time of a run, without waiting", "300 s", ""],
        ["WAIT", "300 s", ""],
      ],
    ),
    "Steps are instructions of the machine; a built-in function that goes over much text or many elements costs more. The first time that a script runs out of steps it may handle the error, and has a tenth of the steps left to clean up; then it ends. `basalt run` has no limit of steps but `--max-steps`, and none of rounds and jumps; classic programs have none of rounds and jumps.",
    fence(
      "basic",
      `' limits: {"maxLoopIterations": 1000}
TRY
  WHILE TRUE
    n = n + 1
  WEND
CATCH e
  TALK "Error \${e.number} after \${n} rounds"
END TRY
' expect: Error 6 after 1000 rounds`,
    ),
    "## Of the text of a script",
    table(
      ["what", "limit"],
      [
        ["characters of a script", whole(MAX_SOURCE)],
        ["depth of blocks and brackets", whole(MAX_DEPTH)],
        ["operators in one chain", whole(MAX_CHAIN)],
        ["errors that are reported", "100"],
        ["characters of an SQL text", whole(MAX_SQL_TEXT)],
        ["depth of an SQL expression", whole(MAX_SQL_DEPTH)],
        ["joins of a SELECT", whole(MAX_SQL_JOINS)],
        ["SELECTs inside a SELECT and behind UNION", whole(MAX_SQL_QUERIES)],
      ],
    ),
  );
}
