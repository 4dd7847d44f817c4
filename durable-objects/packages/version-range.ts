/**
 * Versions of packages and ranges of them, as semver.org and npm write them: `1.4.2`, `^1.4`, `~1.4.2`, `>=1.4`, `1.x`,
 * `*`. Of the ranges these alone, without alternatives, and no pre-releases: the library that knows them all (it judges this
 * one in version-range.test.ts) is ten times what a worker has room for.
 */

type Version = readonly [major: number, minor: number, patch: number];

const NUMBER = "(0|[1-9]\\d{0,8})";
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}$`);
const RANGE = new RegExp(`^(\\^|~|>=|=)?${NUMBER}(?:\\.(?:${NUMBER}(?:\\.(?:${NUMBER}|[xX*]))?|[xX*](?:\\.[xX*])?))?$`);
/** In words for messages. */
export const RANGE_FORMS = "1.4.2, ^1.4.2, ~1.4.2, >=1.4.2, 1.4.x or *";

export const isVersion = (text: string): boolean => VERSION.test(text);

/** What a range allows: from the first version on, before the second. Null for a text that is none. */
function boundsOf(range: string): { from: Version; before: Version | null } | null {
  if (/^[xX*]$/.test(range)) return { from: [0, 0, 0], before: null };
  const match = RANGE.exec(range);
  if (match === null) return null;
  const [, sign = "", first, second, third] = match;
  const major = Number(first);
  const minor = second === undefined ? null : Number(second);
  const patch = third === undefined ? null : Number(third);
  const from: Version = [major, minor ?? 0, patch ?? 0];
  if (sign === ">=") return { from, before: null };
  // `^` lets everything follow that does not change the first number that is not 0.
  if (minor === null || (sign === "^" && major > 0)) return { from, before: [major + 1, 0, 0] };
  if (patch === null || sign === "~" || (sign === "^" && minor > 0)) return { from, before: [major, minor + 1, 0] };
  return { from, before: [major, minor, patch + 1] };
}

export const isRange = (text: string): boolean => boundsOf(text.trim()) !== null;

/** False where either is none. */
export function satisfies(version: string, range: string): boolean {
  const match = VERSION.exec(version);
  const bounds = boundsOf(range.trim());
  if (match === null || bounds === null) return false;
  const is: Version = [Number(match[1]), Number(match[2]), Number(match[3])];
  return compare(is, bounds.from) >= 0 && (bounds.before === null || compare(is, bounds.before) < 0);
}

const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
