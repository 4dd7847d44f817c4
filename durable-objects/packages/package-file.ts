/** A file of a package on its way to a release, wherever its bytes are: in an archive, or in storage already. */

/** Why a package is refused as a whole, in words for the one who publishes it. */
export class PackageError extends Error {
  override readonly name = "PackageError";
}

export interface PackageFile {
  /** Forward slashes, relative, NFC. */
  path: string;
  size: number;
  /** SHA-256 of the bytes, hex, where somebody has checked it already. */
  hash?: string;
  /** Throws a PackageError when the bytes are not what was declared. */
  read(): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
}

export const PACKAGE_LIMITS = {
  files: 5_000,
  pathLength: 400,
  /** Names of a path. */
  depth: 16,
} as const;

/** Windows opens these names as devices, whatever comes after a dot. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** A path as the package keeps it, without a slash at the end. Throws a PackageError for one that no package may have. */
export function checkPath(given: string): string {
  const name = given.normalize("NFC");
  const shown = JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
  if (name.length === 0 || name.length > PACKAGE_LIMITS.pathLength) {
    throw new PackageError(`A path in a package has 1 to ${PACKAGE_LIMITS.pathLength} characters: ${shown}.`);
  }
  // Format characters turn a name around or hide a part of it: "gpj.exe" that reads "exe.jpg".
  if (/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u.test(name)) {
    throw new PackageError(`The path ${shown} holds a control character.`);
  }
  if (!name.isWellFormed()) throw new PackageError(`The path ${shown} is not well-formed text.`);
  // Archives of old Windows tools separate with "\"; no file system of ours needs it in a name.
  const unified = name.replaceAll("\\", "/");
  if (unified.startsWith("/") || /^[A-Za-z]:/.test(unified)) {
    throw new PackageError(`The path ${shown} is absolute; paths in a package are relative.`);
  }
  const segments = (unified.endsWith("/") ? unified.slice(0, -1) : unified).split("/");
  if (segments.some((segment) => segment === "..")) {
    throw new PackageError(`The path ${shown} leads out of the package.`);
  }
  if (segments.some((segment) => segment === "" || segment === ".")) {
    throw new PackageError(`The path ${shown} has an empty part.`);
  }
  if (segments.some((segment) => DEVICE.test(segment) || /[. ]$/.test(segment) || segment.includes(":"))) {
    throw new PackageError(`The path ${shown} has a name that Windows takes for something else.`);
  }
  if (segments.length > PACKAGE_LIMITS.depth) {
    throw new PackageError(`The path ${shown} is nested deeper than ${PACKAGE_LIMITS.depth} folders.`);
  }
  return segments.join("/");
}

/**
 * Two paths are one when file systems of two of three people, or a script's name, do not tell them apart. In capitals first:
 * Greek has two small letters for one of them.
 */
const foldPath = (path: string): string => path.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFC");

/**
 * Throws a PackageError where two files have one place, or a file has that of a folder: no file system could keep both.
 * `found` begins its sentence, such as "The archive holds".
 */
export function checkPlaces(entries: readonly { path: string; folder?: boolean }[], found: string): void {
  const folders = new Set<string>();
  const files = new Map<string, string>();
  for (const { path, folder = false } of entries) {
    const place = foldPath(path);
    const twin = files.get(place);
    if (twin !== undefined && !folder)
      throw new PackageError(`${found} "${path}" twice${twin === path ? "" : ` (as "${twin}")`}.`);
    if (!folder) files.set(place, path);
    const parts = place.split("/");
    for (let length = folder ? parts.length : parts.length - 1; length > 0; length -= 1)
      folders.add(parts.slice(0, length).join("/"));
  }
  for (const [place, path] of files)
    if (folders.has(place)) throw new PackageError(`${found} "${path}" as a file and as a folder.`);
}

export const inMegabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
