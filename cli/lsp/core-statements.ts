/** The statements that have a grammar of their own and so no row in the catalogue, in one line each. */

export interface CoreStatement {
  /** Words that begin it, the first of them its name. */
  words: readonly string[];
  syntax: string;
  summary: string;
}

const row = (words: string, syntax: string, summary: string): CoreStatement => ({
  words: words.split(", "),
  syntax,
  summary,
});

export const CORE_STATEMENTS: readonly CoreStatement[] = [
  row(
    "IF, THEN, ELSE, ELSEIF, END IF",
    "IF condition THEN\n  ...\nELSEIF condition THEN\n  ...\nELSE\n  ...\nEND IF",
    "Runs the first branch whose condition holds. On one line it needs no END IF.",
  ),
  row(
    "SELECT CASE, CASE, CASE ELSE, END SELECT",
    "SELECT CASE value\n  CASE 1, 2\n    ...\n  CASE 3 TO 9\n    ...\n  CASE IS > 9\n    ...\n  CASE ELSE\n    ...\nEND SELECT",
    "Runs the first CASE that fits, and no other.",
  ),
  row(
    "SWITCH, DEFAULT, END SWITCH",
    "SWITCH value\n  CASE 1\n    ...\n  DEFAULT\n    ...\nEND SWITCH",
    "Runs the first CASE that fits, and no other.",
  ),
  row(
    "FOR, NEXT, END FOR, STEP",
    "FOR i = first TO last [STEP step]\n  ...\nNEXT i",
    "Counts from the first number to the last.",
  ),
  row(
    "FOR EACH",
    "FOR EACH item IN list\n  ...\nNEXT item",
    "Runs once for each element of a list, row of a record set or key of an object.",
  ),
  row("WHILE, WEND, END WHILE", "WHILE condition\n  ...\nWEND", "Repeats as long as the condition holds."),
  row(
    "DO, LOOP, UNTIL",
    "DO\n  ...\nLOOP UNTIL condition",
    "Repeats; WHILE or UNTIL may stand behind DO or behind LOOP.",
  ),
  row("REPEAT", "REPEAT\n  ...\nUNTIL condition", "Repeats until the condition holds."),
  row("EXIT", "EXIT [FOR|WHILE|DO|IF|SUB|FUNCTION]", "Leaves the block; alone it ends the script."),
  row("BREAK", "BREAK", "Leaves the innermost loop."),
  row("CONTINUE", "CONTINUE [FOR|WHILE|DO]", "Goes on with the next round of the loop."),
  row("STOP", "STOP", "Ends the script."),
  row("END", "END", "Ends the script."),
  row("GOTO", "GOTO label", "Goes on at the label."),
  row("GOSUB", "GOSUB label", "Goes to the label and comes back at RETURN."),
  row("RETURN", "RETURN [value]", "Ends the procedure or script with a value, or comes back from GOSUB."),
  row("SUB, END SUB", "SUB name(a, b)\n  ...\nEND SUB", "Defines a procedure."),
  row(
    "FUNCTION, END FUNCTION",
    "FUNCTION name(a, b)\n  RETURN value\nEND FUNCTION",
    "Defines a procedure that yields a value.",
  ),
  row("CALL", 'CALL name(a, b)\nCALL "script", a, b', "Calls a procedure, or another script of the package."),
  row("RUN", 'RUN "script"', "Runs another script of the package."),
  row("LET", "LET name = value", "Assigns; LET may be left out."),
  row("SET", "SET name = value", "Assigns."),
  row("DIM", "DIM name[(size)] [AS type]", "Declares a variable or an array."),
  row("REDIM", "REDIM [PRESERVE] name(size)", "Gives an array another size."),
  row("LOCAL", "LOCAL name", "Declares a variable of the procedure."),
  row("CONST", "CONST name = value", "Declares a name whose value cannot change."),
  row(
    "TRY, CATCH, FINALLY, END TRY",
    "TRY\n  ...\nCATCH problem\n  ...\nFINALLY\n  ...\nEND TRY",
    "Catches errors of what stands between.",
  ),
  row("THROW", "THROW value", "Raises an error: a text, or an object with message and number."),
  row("RAISE", "RAISE value", "Raises an error: a text, or an object with message and number."),
  row("ASSERT", "ASSERT condition[, message]", "Raises an error where the condition does not hold."),
  row("WITH, END WITH", "WITH record\n  name = value\nEND WITH", "Builds an object field by field."),
  row(
    "ON ERROR",
    "ON ERROR RESUME NEXT\nON ERROR GOTO label\nON ERROR GOTO 0",
    "Says what to do when a statement fails.",
  ),
  row("RESUME", "RESUME [NEXT|label]", "Goes on behind an error that ON ERROR GOTO has caught."),
  row("CLEAR ERROR", "CLEAR ERROR", "Forgets the last error."),
  row(
    "PARAM",
    'PARAM name AS type [LIKE example] [DESCRIPTION "..."] [DEFAULT value] [OPTIONAL]',
    "Declares an argument of the script, which makes it a tool.",
  ),
  row("DESCRIPTION", 'DESCRIPTION "..."', "Says what the tool does."),
  row("OPTION DIALECT", "OPTION DIALECT", "Says that the script is of this dialect."),
];

const byWord = new Map(CORE_STATEMENTS.flatMap((one) => one.words.map((word) => [word, one] as const)));

/** The statement that a word or two words belong to. */
export function coreStatement(word: string, next: string | null): CoreStatement | null {
  return (next === null ? undefined : byWord.get(`${word} ${next}`)) ?? byWord.get(word) ?? null;
}
