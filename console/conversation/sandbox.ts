/** What the console keeps in the browser: the tokens of sandboxes that were made in this tab, and who sits at the desk. */

type Kind = "local" | "session";

/** Null also where the browser keeps nothing. */
export function remembered(kind: Kind, key: string): string | null {
  try {
    return storageOf(kind).getItem(key);
  } catch {
    return null;
  }
}

export function remember(kind: Kind, key: string, value: string): void {
  try {
    storageOf(kind).setItem(key, value);
  } catch {
    // Kept by the page alone.
  }
}

const storageOf = (kind: Kind): Storage => (kind === "local" ? localStorage : sessionStorage);

const sandboxKey = (id: string): string => `basalt:console:sandbox:${id}`;

/** The token of a sandbox, so that it can be talked with; it stands in no address. */
export const sandboxToken = (id: string): string | null => remembered("session", sandboxKey(id));
export const rememberSandbox = (id: string, token: string): void => remember("session", sandboxKey(id), token);

/** `crypto.randomUUID` is missing on plain-http pages of a local network. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
