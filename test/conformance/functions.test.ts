/** Every function that the reference lists (annex B) is there, with each of its names, and some program of the corpus calls it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FUNCTIONS, findKeyword } from "../../basic/index.ts";

const LISTED = `
  LEN LENGTH LEFT RIGHT MID INSTR REPLACE TRIM LTRIM RTRIM UCASE UPPER LCASE LOWER LOWERCASE CAPITALIZE PROPER SPLIT JOIN
  CONTAINS STARTSWITH ENDSWITH ASC CHR SPACE STRING REPEAT REVERSE EXTRACT_BETWEEN EXTRACT_BEFORE EXTRACT_AFTER STR VAL
  CSTR CINT CLNG CDBL CBOOL CDATE FORMAT FORMAT_TIME FORMAT_DATE URLENCODE BASE64 BASE64_DECODE HASH MD5 RANDOM_STRING
  IS_NUMERIC ISNUMERIC
  ABS INT FIX ROUND CEIL CEILING FLOOR SQR SQRT SGN EXP LOG LOG10 SIN COS TAN ATN ASIN ACOS PI POWER POW MOD MAX MIN SUM
  AVG AVERAGE RND RANDOM
  NOW TODAY TIME TIMER TIMESTAMP NOW_UTC YEAR MONTH DAY HOUR MINUTE SECOND WEEKDAY DATEADD DATEDIFF DATEVALUE TIMEVALUE
  EOMONTH ISDATE DAYS HOURS MINUTES SECONDS WEEKS DAYS_BETWEEN HOURS_BETWEEN MINUTES_BETWEEN SECONDS_BETWEEN ADD_DAYS
  ADD_HOURS ADD_MONTHS
  UBOUND LBOUND COUNT SIZE ARRAY RANGE APPEND PUSH POP SHIFT UNSHIFT PREPEND SLICE TAKE DROP HEAD TAIL FLATTEN CHUNK BATCH
  UNIQUE DISTINCT SORT INDEX_OF LAST_INDEX_OF CONCAT FIRST LAST KEYS VALUES FILTER MAP
  ISNULL ISEMPTY ISARRAY ISSTRING ISNUMBER ISBOOL TYPEOF TYPENAME NVL COALESCE IFNULL IF IIF CHOOSE SWITCH EXISTS GUID UUID
  JSON TOJSON JSON_STRINGIFY JSON_PARSE PARSE_JSON TOYAML CSV XML EXCEL PARSE_CSV JSON_GET
  IS_ERROR GET_ERROR_MESSAGE ERROR IS_AUTOREPLY IS_PERSONAL_EMAIL VERIFY_SIGNATURE`
  .trim()
  .split(/\s+/);

/** These ask the host: keywords of the catalogue that are called like functions. */
const HOST_CHECKS =
  "IS_ACTIVE GET_LAST_MESSAGE_TIME GET_NEXT_AVAILABLE_AGENT GENERATE_CASE_NUMBER ANALYZE_SENTIMENT DETECT_URGENCY CLASSIFY_INTENT FILE_EXISTS FOLDER_SIZE GET_CLIENT_IP GET_USER_AGENT".split(
    " ",
  );

const folder = import.meta.dirname;
const corpus = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".bas"))
  .map((name) => readFileSync(join(folder, name), "utf8").replaceAll(/^\s*'.*$/gm, ""))
  .join("\n");

function isCalled(name: string): boolean {
  // NOW and its like need no parentheses.
  return new RegExp(`\\b${name}\\$?\\s*\\(|\\b(?:NOW|TODAY|TIME|TIMER|FORMAT)\\b(?<=\\b${name})`, "i").test(corpus);
}

test.each(LISTED)("%s is a function", (name) => expect(FUNCTIONS.has(name)).toBe(true));
test.each(HOST_CHECKS)("%s is a keyword that can be called", (name) => expect(findKeyword(name)?.result).toBeTruthy());
test("each is called by a program of the corpus", () =>
  expect([...LISTED, ...HOST_CHECKS].filter((name) => !isCalled(name))).toEqual([]));
