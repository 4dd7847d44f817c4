/** The conversation as one file, a page at a time (contracts/export.ts): the rows of its log in the order of the turns. */
import type { InboxItem } from "../../../contracts/conversation.ts";
import { EXPORT_VERSION, type ExportPage, type ExportRecord } from "../../../contracts/export.ts";
import type { Conversation } from "../conversation.ts";

/** UTF-16 units of rows in one page; a row has at most 1.8 MB. */
const PAGE_LENGTH = 2 * 1024 * 1024;

/** `from`: row of the log to begin at; `to`: its last row, null for the newest. Rows that come later are not part of it. */
export function exportPage(conversation: Conversation, from: number, to: number | null): ExportPage {
  const { identity, release, store } = conversation;
  const { key, request, startedAt } = identity;
  const last = Math.min(to ?? store.log.position, store.log.position);
  const records: ExportRecord[] = [];
  let turn = from > 1 ? store.log.turnOf(from - 1) : 0;
  let length = 0;
  let next: number | null = null;
  for (const row of store.log.rows(Math.max(from, 1), last)) {
    if (length > 0 && length + row.bytes > PAGE_LENGTH) {
      next = row.position;
      break;
    }
    length += row.bytes;
    if (row.turn !== turn) {
      turn = row.turn;
      const message = messageOf(conversation, turn, row.position);
      if (message) records.push({ type: "message", turn, message });
    }
    let position = row.toEntry - row.journal.length;
    for (const entry of row.journal) records.push({ type: "entry", position: ++position, ...entry });
    for (const { at, frame } of row.frames) records.push({ type: "frame", at, frame });
  }
  const header = {
    type: "conversation",
    v: EXPORT_VERSION,
    ...key,
    release: identity.release ?? release.hash,
    ...(identity.overrides ? { overrides: identity.overrides } : {}),
    startedAt,
    request,
  } as const;
  return { header, records, to: last, next };
}

/** As it was written down: the answer to a question for a secret is masked. What waits for its turn is not handed out. */
function messageOf({ store }: Conversation, turn: number, position: number): InboxItem | null {
  const body = store.log.messageOfTurn(turn, position);
  if (body !== null) return JSON.parse(body);
  const running = store.running();
  return running?.turn === turn ? running.message : null;
}
