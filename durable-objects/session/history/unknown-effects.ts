/** Which calls of a conversation had an unknown outcome, and what became of them: read from the journal. */
import type { JournalItem, UnknownEffect, UnknownEffectsPage } from "../../../contracts/objects.ts";
import type { Conversation } from "../conversation.ts";

/** Entries that are read at once, and for one page. */
const PAGE = 1_000;
const MAX_ENTRIES = 100_000;

/** In the order of the journal after a position, each call once; `onlyOpen` leaves those about which somebody is asked now. */
export function unknownEffects(
  { store, state }: Pick<Conversation, "store" | "state">,
  { after, limit, onlyOpen }: { after: number; limit: number; onlyOpen: boolean },
): UnknownEffectsPage {
  const open = state.asking?.key ?? null;
  if (onlyOpen && open === null) return { items: [] };
  const found = new Map<string, UnknownEffect>();
  let position = after;
  for (let read = 0; read < MAX_ENTRIES; ) {
    const entries = store.journal(position, PAGE);
    const last = entries.at(-1);
    if (!last) return { items: chosen(found, onlyOpen) };
    for (const entry of entries) note(found, entry, open);
    position = last.position;
    read += entries.length;
    if (chosen(found, onlyOpen).length >= limit) break;
  }
  return { items: chosen(found, onlyOpen), nextAfter: position };
}

function chosen(found: ReadonlyMap<string, UnknownEffect>, onlyOpen: boolean): UnknownEffect[] {
  return [...found.values()].filter(({ isOpen }) => isOpen || !onlyOpen);
}

function note(found: Map<string, UnknownEffect>, { position, turn, event }: JournalItem, open: string | null): void {
  if (event.type === "effect.unknown") {
    const { key, keyword, line, resolution } = event;
    const first = found.get(key) ?? { position, turn, times: 0 };
    const times = first.times + 1;
    const { position: at, turn: of } = first;
    const isOpen = key === open;
    found.set(key, { key, keyword, line, turn: of, position: at, times, resolution, decision: null, by: null, isOpen });
  } else if (event.type === "effect.settled") {
    const known = found.get(event.key);
    if (known) found.set(event.key, { ...known, decision: event.decision, by: event.by });
  }
}
