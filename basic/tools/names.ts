/** Names of tools as models take them, and back. */

/** Longest name that the chat-completion interfaces take. */
const MAX_NAME = 64;

export interface ToolNames {
  /** The name to send for each tool, in the order given. */
  sent: string[];
  /** From a name that was sent to the tool's own. */
  own: ReadonlyMap<string, string>;
}

/**
 * Characters outside of `[A-Za-z0-9_-]` become `_`, and a name is cut to 64. Two tools whose names would be the same are
 * told apart by a number. A tool whose name needs no change always keeps it, whatever the order.
 */
export function toolNamesToSend(names: readonly string[]): ToolNames {
  const own = new Map<string, string>();
  const sent = new Map<string, string>();
  const take = (name: string, as: string): void => {
    own.set(as, name);
    sent.set(name, as);
  };
  for (const name of names) if (plain(name) === name && !sent.has(name)) take(name, name);
  for (const name of names) {
    if (sent.has(name)) continue;
    const base = plain(name);
    let as = base;
    for (let n = 2; own.has(as); n++) as = `${base.slice(0, MAX_NAME - 1 - String(n).length)}_${n}`;
    take(name, as);
  }
  return { sent: names.map((name) => sent.get(name) ?? plain(name)), own };
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/gu, "_").slice(0, MAX_NAME) || "tool";
}
