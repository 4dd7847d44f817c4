/** What a path of the drive may look like; the one form in which everybody keeps and compares it. */

export const PATH_LIMITS = {
  /** UTF-16 units of a whole path and of one of its names; folders above a file. */
  path: 1_000,
  name: 255,
  depth: 32,
} as const;

export type DrivePath = { path: string; problem?: never } | { path?: never; problem: string };

/** Controls, halves of surrogate pairs, and marks that turn the direction of writing, with which a name hides what it ends in. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** `name.gbdrive/` and the like select a folder of the package; the drive itself is where a path begins. */
const PACKAGE_FOLDER = /^[^/]*\.gb(drive|data|kb)(?:\/|$)/i;

/**
 * The path without leading or doubled slashes, NFC, `/` between names. Files of `.gbdata` and `.gbkb` lie under folders of
 * these names, without the package's. `""` is the drive itself, which only a folder can be.
 */
export function drivePath(text: string): DrivePath {
  const slashed = text.normalize("NFC").trim().replaceAll("\\", "/");
  if (FORBIDDEN.test(slashed)) return { problem: "A path has no control characters." };
  if (/^(?:~|[a-z]:)/i.test(slashed)) {
    return { problem: "A path begins with the name of a file or folder of the drive, not with ~ or a drive's letter." };
  }
  const names = slashed.split("/").filter((name) => name !== "" && name !== ".");
  if (names.includes("..")) return { problem: "A path has no `..`: it stays inside the drive." };
  const path = names
    .join("/")
    .replace(PACKAGE_FOLDER, (_, kind: string) => (kind.toLowerCase() === "drive" ? "" : `.gb${kind.toLowerCase()}/`))
    .replace(/\/$/, "");
  if (path.length > PATH_LIMITS.path) return { problem: `A path has at most ${PATH_LIMITS.path} characters.` };
  if (names.length - 1 > PATH_LIMITS.depth) return { problem: `A file lies in at most ${PATH_LIMITS.depth} folders.` };
  if (names.some((name) => name.length > PATH_LIMITS.name)) {
    return { problem: `A name has at most ${PATH_LIMITS.name} characters.` };
  }
  return { path };
}

/** As two paths are compared: without regard to case. */
export const foldedPath = (path: string): string => path.toLowerCase().normalize("NFC");

/** The folder that a file or folder lies in; `""` is the drive. */
export const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 0));

export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
