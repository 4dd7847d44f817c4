/** Keys in the FILES bucket of what belongs to one conversation: all under one prefix, so that erasing finds it. */
import type { ConversationKey } from "./ids.ts";

export const conversationFolder = ({ tenant, bot, conversation }: ConversationKey): string =>
  `t/${tenant}/conversations/${bot}/${conversation}/`;

/** A value of the journal or a snapshot that is too large for a row. `hash`: hex SHA-256 of the bytes. */
export const conversationBlobKey = (key: ConversationKey, hash: string): string => conversationFolder(key) + hash;
