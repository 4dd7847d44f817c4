/** How names of what happens are compared: as scripts write them, as addresses spell them, and as names of scripts. */

/** Longest name that is kept. */
const MAX_NAME = 200;

/** Tables, forms, events, addresses: case and blanks around them do not matter. */
export const foldName = (name: string): string => name.trim().toLowerCase().slice(0, MAX_NAME);

/** A webhook's or form's name in an address (reference 4.9): blanks as -, nothing but letters, digits, - and _. */
export const endpointName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/\s+/g, "-")
    .replace(/[^a-z0-9_-]/g, "")
    .slice(0, 100);

/** What of a name can stand in the name of a script: `Order.Paid` is `order_paid` in `on_order_paid.bas`. */
export const scriptWord = (name: string): string =>
  foldName(name)
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");

/** A file, folder or pattern of ON CHANGE: no slash at the ends, no `./`, lower case. "" is the whole drive. */
export const foldPath = (path: string): string =>
  path
    .normalize("NFC")
    .trim()
    .toLowerCase()
    .replace(/\\/g, "/")
    .split("/")
    .filter((name) => name !== "" && name !== ".")
    .join("/");

/** Whether a changed file is one that ON CHANGE names: that file, one below that folder, or one that fits `*`. Both are folded. */
export function isUnder(path: string, watched: string): boolean {
  if (watched === "") return true;
  if (!watched.includes("*")) return path === watched || path.startsWith(`${watched}/`);
  const names = path.split("/");
  const wanted = watched.split("/");
  return names.length >= wanted.length && wanted.every((pattern, i) => fits(names[i] ?? "", pattern));
}

/** `*` stands for any signs within one name. Linear: each part is looked for once, from left to right. */
function fits(name: string, pattern: string): boolean {
  const parts = pattern.split("*");
  const first = parts[0] ?? "";
  if (parts.length === 1) return name === first;
  const last = parts.at(-1) ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  const end = name.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
