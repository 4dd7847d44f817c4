/** LIST, DIR, FILE EXISTS and FOLDER SIZE (reference 3.11). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import type { FileValue } from "../../../basic/values.ts";
import { DRIVE_LIMITS } from "../../../contracts/drive.ts";
import { listLayered, releaseLayer } from "../../../platform/drive-layers.ts";
import { callObject, driveObject } from "../../objects.ts";
import { optionalText, textArgument } from "./arguments.ts";
import { fileValue, pathArgument, valueOrRaise } from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { type FoundFile, findFile, foundFile, readingPaths } from "./package-files.ts";

const MAX_PATTERN = 200;

const list: EffectHandler = {
  async run(args, context) {
    const { folder, pattern } = splitPattern(textArgument(args, "folder", context));
    const filter = optionalText(args, "filter", context) ?? pattern;
    const recursive = args["recursive"] !== undefined && args["recursive"] !== null;
    return valuesOf(folder, await filesOf(folder, { recursive, filter }, context), context);
  },
};

const exists: EffectHandler = {
  run: async (args, context) => (await findFile(pathArgument(args["path"], context), context)) !== null,
};

const folderSize: EffectHandler = {
  async run(args, context) {
    const files = await filesOf(textArgument(args, "folder", context), { recursive: true, filter: null }, context);
    return files.reduce((sum, { size }) => sum + size, 0);
  },
};

/** Each with its name relative to the folder as its text form: `"inbox/" + f` is how a script comes to the path again. */
export function valuesOf(folder: string, files: readonly FoundFile[], context: EffectContext): FileValue[] {
  const bases = readingPaths(folder).map((base) => (base === "" ? "" : `${base}/`));
  return files.map((file) => {
    const base = bases.find((one) => file.path.toLowerCase().startsWith(one.toLowerCase())) ?? "";
    return fileValue(file, context, file.path.slice(base.length));
  });
}

/** The folder of the drive; where that has none of the files, the one of the data, then of the knowledge. */
export async function filesOf(
  folder: string,
  { recursive, filter }: { recursive: boolean; filter: string | null },
  context: EffectContext,
): Promise<FoundFile[]> {
  const drive = driveObject(context.env, context.identity.key);
  const matches = matcher(filter);
  // A pattern that names folders is looked for in them.
  const goesDown = recursive || /\/|\*\*/.test(filter ?? "");
  for (const path of readingPaths(folder)) {
    const listed = await callObject(context.clock, context.signal, () =>
      listLayered(drive, releaseLayer(context.release), path, { recursive: goesDown, limit: DRIVE_LIMITS.listed }),
    );
    const { files, isCut } = valueOrRaise(listed);
    if (isCut) context.warn(`The folder "${path}" has more than ${DRIVE_LIMITS.listed} entries; the rest is left out.`);
    const start = path === "" ? 0 : path.length + 1;
    const found = files
      .map(foundFile)
      // The data and the knowledge have folders of their own, which are no part of the drive's root.
      .filter((file) => path !== "" || !/^\.gb(?:data|kb)\//i.test(file.path))
      .filter((file) => matches(file.path.slice(start), file.name));
    if (found.length > 0) return found;
  }
  return [];
}

/** `inbox/*.pdf` is the folder `inbox/` and the pattern `*.pdf`. */
export function splitPattern(text: string): { folder: string; pattern: string | null } {
  const path = text.trim().replaceAll("\\", "/");
  const cut = path.lastIndexOf("/", Math.max(path.search(/[*?]/), 0));
  if (!/[*?]/.test(path)) return { folder: path, pattern: null };
  return { folder: path.slice(0, cut + 1), pattern: path.slice(cut + 1) };
}

/** `*` any characters of a name, `?` one, `**` also folders. A pattern without `/` is about names. */
export function matcher(pattern: string | null): (path: string, name: string) => boolean {
  if (pattern === null || pattern.trim() === "") return () => true;
  if (pattern.length > MAX_PATTERN)
    throw new BasicError(ERR.badCall, `A pattern for files has at most ${MAX_PATTERN} characters.`);
  const parts =
    pattern
      .trim()
      .replace(/\*{3,}/g, "**")
      .match(/\*\*\/?|\*|\?|[^*?]+/g) ?? [];
  const isPath = pattern.includes("/");
  return (path, name) => isMatch(parts.map(fold), fold(isPath ? path : name));
}

const fold = (text: string): string => text.normalize("NFC").toLowerCase();

/** By the places that can be reached, part for part: never more than parts times characters, as no regular expression promises. */
function isMatch(parts: readonly string[], text: string): boolean {
  let places = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    const wild = part.startsWith("*");
    for (const place of places) {
      if (wild) {
        for (let end = place; end <= text.length && !next.has(end); end++) {
          next.add(end);
          if (part === "*" && text[end] === "/") break;
        }
      } else if (part === "?") {
        if (place < text.length && text[place] !== "/") next.add(place + 1);
      } else if (text.startsWith(part, place)) next.add(place + part.length);
    }
    places = next;
  }
  return places.has(text.length);
}

export const DRIVE_LISTING_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  LIST: list,
  DIR: list,
  "FILE EXISTS": exists,
  "FOLDER SIZE": folderSize,
};
