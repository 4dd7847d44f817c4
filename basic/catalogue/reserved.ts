/**
 * Phrases of the language that this version does not implement yet. The parser reports each with one clear error instead
 * of nonsense syntax errors. A row moves to the catalogue when its keyword is built.
 */
export const RESERVED: readonly string[] = [
  // Classic statements.
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
