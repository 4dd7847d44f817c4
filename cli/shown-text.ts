/** Texts of people and scripts on a terminal: what would move the cursor, change colours or hide a line is shown as what it is. */

// Control characters but tab and line feed, and marks that turn the direction of what follows.
const HIDDEN = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Of several lines; a carriage return before a line feed goes with it. */
export function shownText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(HIDDEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** On one line, so that no text passes for another entry. */
export const shownLine = (text: string): string => shownText(text).replaceAll("\n", "\\n");
