/** Words that the formatter knows as words of the language, where the tree says that they are no names. */
import { ALL_PHRASES, SOFT_WORDS } from "../catalogue/index.ts";
import { FUNCTIONS } from "../functions/index.ts";
import { HEAR_TYPE_WORDS } from "../hear/types.ts";
import { ARGUMENT_WORDS, CLAUSE_WORDS, DECLARING_WORDS, INFIX_WORDS } from "../lexer/words.ts";
import { STATEMENT_STARTS } from "../parser/statement-words.ts";
import { PARAM_TYPES } from "../tools/types.ts";

/** Words that stand in no table: parts of statements, literals, and the classic statements. */
const OTHERS = `TRUE FALSE NULL NOTHING NONE EMPTY UNDEFINED YES NO ON OFF AS ASC DESC BY EACH THEN STEP IS CASE GOTO GOSUB GO
  RESUME NEXT ERROR PRESERVE BYVAL BYREF OPTIONAL REQUIRED ENUM LIKE DESCRIPTION BETWEEN RETRIES TIMEOUT WITH FIRST LAST
  CLASSIC ECMA DIALECT OPTION BASE DEF DATA READ RESTORE RANDOMIZE INPUT LINE USING SWAP ERASE TYPE DECLARE SHARED STATIC
  SYSTEM CLS BEEP LOCATE COLOR SLEEP OPEN CLOSE OUTPUT APPEND RANDOM KILL NAME MKDIR WRITE LET DIM PRINT REM TAB SPC LSET
  RSET DEFINT DEFLNG DEFSNG DEFDBL DEFSTR COMMON LONG SINGLE DOUBLE INTEGER STRING ELSEIF SUB FUNCTION EXIT`;

const words = new Set(OTHERS.split(/\s+/));
for (const list of [ALL_PHRASES, STATEMENT_STARTS, HEAR_TYPE_WORDS, PARAM_TYPES])
  for (const phrase of list) for (const word of phrase.split(" ")) words.add(word);
for (const list of [SOFT_WORDS, INFIX_WORDS, CLAUSE_WORDS, ARGUMENT_WORDS, DECLARING_WORDS])
  for (const word of list) words.add(word);
for (const name of FUNCTIONS.keys()) words.add(name.toUpperCase());

/** True for a word of the language, also where underscores join several: SET_BOT_MEMORY. */
export function isLanguageWord(upper: string): boolean {
  return (
    words.has(upper) ||
    canonicalWord(upper) !== upper ||
    (upper.includes("_") && upper.split("_").every((part) => words.has(part)))
  );
}

/** ENDIF and END_IF are END IF; ELSE_IF is ELSEIF. */
const ENDS = /^END_?(IF|FOR|WHILE|DO|REPEAT|SELECT|SWITCH|SUB|FUNCTION|TRY|WITH|ON|SCHEDULE|TYPE|DEF)$/;

/** The word as it is written. */
export function canonicalWord(upper: string): string {
  const end = ENDS.exec(upper)?.[1];
  if (end !== undefined) return `END ${end}`;
  return upper === "ELSE_IF" ? "ELSEIF" : upper;
}
