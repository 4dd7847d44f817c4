/** Why nothing is written to a conversation's file any more: it was erased, or a newer version of the product has written to it. */
import type { ConversationKey } from "../../../contracts/ids.ts";
import { JOURNAL_VERSION } from "../../../contracts/journal.ts";
import { SCHEMA_VERSION } from "./schema.ts";

/** What is left of a conversation that was erased: the time, and what is still to be done elsewhere. */
export interface Tombstone {
  /** ms since the epoch. */
  erasedAt: number;
  /** Absent once everything is gone. */
  rest?: {
    key: ConversationKey;
    steps: string[];
    /** The vendor's connection, where there was one. */
    via?: { channel: string; connection: string };
    /** Other bots that had a conversation in it. */
    helpers?: string[];
    /** Rounds so far; `next`, ms: when the alarm makes another. */
    attempts: number;
    next: number;
  };
}

/** Whoever comes late meets it: a turn that was running, a retry, a projection. */
export class ConversationErased extends Error {
  override readonly name = "ConversationErased";
}

/** The file was written by a newer version of the product. It is left as it is. */
export class NewerConversation extends Error {
  override readonly name = "NewerConversation";
  constructor(schema: number, journal: number) {
    super(
      `this conversation was written by a newer version (tables ${schema}, journal ${journal}; this version knows ` +
        `${SCHEMA_VERSION} and ${JOURNAL_VERSION}): run that version`,
    );
  }
}
