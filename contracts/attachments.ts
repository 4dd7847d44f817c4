/** Files that a person sends in a conversation. They lie in the bot's drive, in the conversation's own folder. */
import type { ConversationKey } from "./ids.ts";

export const ATTACHMENT_LIMITS = {
  /** Of one conversation. */
  count: 500,
  /** Of one attachment that is sent in parts, and the bytes of a part: what a request may carry. */
  parts: 1_000,
  partBytes: 64 * 1024 * 1024,
  /** ms that a signed address opens one. */
  linkMs: 3_600_000,
} as const;

/** As frames and the API show it. `url` wants the conversation's token. */
export interface Attachment {
  id: string;
  name: string;
  size: number;
  type: string;
  url: string;
}
/** As the conversation keeps it: the message that names its id has all of it. */
export interface KeptAttachment extends Attachment {
  /** In the drive. */
  path: string;
  /** Hex SHA-256 of its bytes. */
  hash: string;
}

export const attachmentFolder = (conversation: string): string => `uploads/${conversation}`;

export const attachmentUrl = ({ bot, conversation }: ConversationKey, id: string): string =>
  `/api/v1/bots/${bot}/conversations/${conversation}/attachments/${id}`;

/** What may be sent now. */
export interface AttachmentRoom {
  maxBytes: number;
  /** Media types or endings; empty = any but programs. */
  allowed: string[];
}
