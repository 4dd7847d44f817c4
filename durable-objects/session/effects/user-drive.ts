/** READ, SAVE, LIST and DELETE USER DRIVE: a person's own files, below `users/` (reference 3.11). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { textArgument } from "./arguments.ts";
import { contentOf, removeFile } from "./drive-files.ts";
import { filesOf, valuesOf } from "./drive-listings.ts";
import { FILE_LIMIT_MS, fileValue, storeFile } from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { findFile, pathOrRaise, readText } from "./package-files.ts";

/**
 * The folder of the person whom the vendor of a channel has named. What a web page says of its visitor opens nobody's files.
 * Error 70 where nobody has been verified.
 */
function personFolder({ identity }: EffectContext): string {
  const address = identity.via?.address ?? "";
  if (address === "")
    throw new BasicError(
      ERR.permission,
      "A person's own files need a person whose identity is verified; this conversation has none.",
    );
  return `users/${encodeURIComponent(address).replaceAll(/%40|%2B/g, (code) => decodeURIComponent(code))}`;
}

/** Without `..`, so that nobody comes to another person's folder. */
const ownPath = (path: string, context: EffectContext): string => `${personFolder(context)}/${pathOrRaise(path)}`;

const read: EffectHandler = {
  limitMs: () => 90_000,
  async run(args, context) {
    const path = textArgument(args, "path", context);
    const file = await findFile(ownPath(path, context), context);
    if (file) return readText(file, context);
    context.warn(`The person has no file "${path.slice(0, 200)}".`);
    return null;
  },
};

const save: EffectHandler = {
  limitMs: () => FILE_LIMIT_MS,
  async run(args, context) {
    const path = ownPath(textArgument(args, "path", context), context);
    const bytes = await contentOf(args["content"] ?? null, path, context);
    return fileValue(await storeFile(path, bytes, context), context);
  },
};

const list: EffectHandler = {
  async run(args, context) {
    const folder = ownPath(textArgument(args, "folder", context), context);
    return valuesOf(folder, await filesOf(folder, { recursive: false, filter: null }, context), context);
  },
};

const remove: EffectHandler = {
  run: (args, context) => removeFile(ownPath(textArgument(args, "path", context), context), context),
};

export const USER_DRIVE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "READ USER DRIVE": read,
  "SAVE USER DRIVE": save,
  "LIST USER DRIVE": list,
  "DELETE USER DRIVE": remove,
};
