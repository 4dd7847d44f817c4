/**
 * Which files belong to the conversation: a message may name these and no others. A table of its own, made with the first
 * one, so that a conversation without files has nothing of it; erasing drops it, and empties the drive's folder.
 */
import {
  ATTACHMENT_LIMITS,
  type AttachmentRoom,
  attachmentFolder,
  attachmentUrl,
  type KeptAttachment,
} from "../../contracts/attachments.ts";
import type { InboundMessage } from "../../contracts/conversation.ts";
import { type Failure, fail, ok, type Result } from "../../contracts/faults.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { Conversation } from "./conversation.ts";

export interface AttachmentParts {
  sql: SqlStorage;
  begun(): Conversation | null;
  missing(): Failure;
}

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  name: string;
  size: number;
  type: string;
  path: string;
  hash: string;
}

export class Attachments {
  private readonly parts: AttachmentParts;
  private isMade = false;

  constructor(parts: AttachmentParts) {
    this.parts = parts;
  }

  /** Asked before bytes are taken. */
  room(): Result<AttachmentRoom> {
    const conversation = this.parts.begun();
    if (!conversation) return this.parts.missing();
    if (conversation.state.mode === "ended") return fail("conversation.ended", "The conversation has ended.");
    if (this.count() >= ATTACHMENT_LIMITS.count) return full();
    const { keys } = conversation.config;
    return ok({ maxBytes: keys["attachment-max-size"], allowed: keys["upload-allowed-types"] });
  }

  /** The file is in the drive, in the conversation's folder. The same id again changes nothing. */
  add({ id, name, size, type, path, hash }: Omit<KeptAttachment, "url">): Result<KeptAttachment> {
    const conversation = this.parts.begun();
    if (!conversation) return this.parts.missing();
    const { key } = conversation.identity;
    if (!path.startsWith(`${attachmentFolder(key.conversation)}/`))
      return fail("request.invalid", "An attachment lies in the folder of its conversation.");
    const known = this.find(key, id);
    if (known) return ok(known);
    if (this.count() >= ATTACHMENT_LIMITS.count) return full();
    this.make();
    this.parts.sql.exec("INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?)", id, name, size, type, path, hash);
    return ok({ id, name, size, type, url: attachmentUrl(key, id), path, hash });
  }

  get(id: string): Result<KeptAttachment> {
    const conversation = this.parts.begun();
    if (!conversation) return this.parts.missing();
    const found = this.find(conversation.identity.key, id);
    return found ? ok(found) : unknown(id);
  }

  /** The message with all that is known of what it names; a failure where it names what is not the conversation's. */
  named(key: ConversationKey, message: InboundMessage): Result<InboundMessage> {
    const attachments: KeptAttachment[] = [];
    for (const { id } of message.attachments) {
      const found = this.find(key, id);
      if (!found) return unknown(id);
      if (!attachments.some((one) => one.id === id)) attachments.push(found);
    }
    return ok({ ...message, attachments });
  }

  private find(key: ConversationKey, id: string): KeptAttachment | null {
    if (!this.isThere()) return null;
    const row = this.parts.sql.exec<Row>("SELECT * FROM attachments WHERE id = ?", id).toArray()[0];
    return row ? { ...row, url: attachmentUrl(key, id) } : null;
  }

  private count(): number {
    if (!this.isThere()) return 0;
    return this.parts.sql.exec<{ n: number }>("SELECT count(*) AS n FROM attachments").one().n;
  }

  private make(): void {
    this.parts.sql.exec(`CREATE TABLE IF NOT EXISTS attachments (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, type TEXT NOT NULL, path TEXT NOT NULL,
      hash TEXT NOT NULL) WITHOUT ROWID`);
    this.isMade = true;
  }

  private isThere(): boolean {
    this.isMade ||=
      this.parts.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'attachments'").toArray()
        .length > 0;
    return this.isMade;
  }
}

const full = (): Failure => fail("drive.quota", `A conversation has at most ${ATTACHMENT_LIMITS.count} attachments.`);

const unknown = (id: string): Failure =>
  fail("attachment.unknown", `This conversation has no attachment "${id.slice(0, 128)}": send the file first.`);
