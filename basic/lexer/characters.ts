/** Character classes of the language, on UTF-16 units. */

export function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

export function isNameStart(c: number): boolean {
  // Beyond ASCII any letter of the basic plane may stand in a name.
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || (c > 127 && LETTER.test(String.fromCharCode(c)));
}

export function isNamePart(c: number): boolean {
  return isNameStart(c) || isDigit(c) || (c > 127 && MARK.test(String.fromCharCode(c)));
}

/** Blanks that separate tokens: space, tab, form feed, no-break space, byte order mark. */
export function isBlank(c: number): boolean {
  return c === 32 || c === 9 || c === 12 || c === 11 || c === 0xa0 || c === 0xfeff;
}

export function isLineEnd(c: number): boolean {
  return c === 10 || c === 13;
}

const LETTER = /\p{L}/u;
/** Combining marks, so that a decomposed accent stays in its name. */
const MARK = /[\p{M}\p{Nd}]/u;
