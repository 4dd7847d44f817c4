/**
 * Statements that only the classic profile has. In the dialect the parser reports each with one clear error instead of
 * nonsense syntax errors.
 */
export const RESERVED: readonly string[] = [
  "INPUT",
  "LINE INPUT",
  "DATA",
  "RESTORE",
  "DEF FN",
  "RANDOMIZE",
  "SWAP",
  "CLS",
  "BEEP",
  "LOCATE",
  "COLOR",
  "SLEEP",
  "OPEN",
  "CLOSE",
  "KILL",
  "MKDIR",
  "OPTION CLASSIC",
  "OPTION BASE",
  "ERASE",
  "TYPE",
  "DECLARE",
  "STATIC",
  "SHARED",
  "PRINT USING",
];
