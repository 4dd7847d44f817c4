/**
 * The few parts of PostgreSQL's wire protocol (version 3.0, "Frontend/Backend Protocol" in its manual) that the local
 * proxy has to understand: where messages begin and end, and whether a session is inside a transaction.
 */

/** Larger single messages are refused: the product sends rows of at most a few megabytes. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

export const PROTOCOL_3 = 196_608;
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;

export interface WireMessage {
  /** One letter; empty for the untyped first message of a connection. */
  type: string;
  /** The whole message with its header. */
  bytes: Buffer;
}

export class WireError extends Error {
  override readonly name = "WireError";
}

/** Cuts a byte stream into messages. */
export class MessageReader {
  readonly #first: boolean;
  #begun = false;
  #chunks: Buffer[] = [];
  #size = 0;

  /** `startup`: the stream begins with the untyped start-up message. */
  constructor(options: { startup: boolean }) {
    this.#first = options.startup;
  }

  /** The messages that are complete with this chunk. Throws a WireError when a length cannot be true. */
  push(chunk: Buffer): WireMessage[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const messages: WireMessage[] = [];
    for (;;) {
      const untyped = this.#first && !this.#begun;
      const header = untyped ? 4 : 5;
      if (this.#size < header) return messages;
      const length = this.#peek(header).readUInt32BE(header - 4) + header - 4;
      if (length < header || length > MAX_MESSAGE_BYTES)
        throw new WireError(`a message of ${length} bytes is not accepted`);
      if (this.#size < length) return messages;
      const bytes = this.#take(length);
      if (untyped && isEncryptionRequest(bytes)) {
        messages.push({ type: "encryption", bytes });
        continue;
      }
      this.#begun = true;
      messages.push({ type: untyped ? "" : String.fromCharCode(bytes[0] ?? 0), bytes });
    }
  }

  #peek(count: number): Buffer {
    const head = this.#chunks[0];
    if (head !== undefined && head.length >= count) return head;
    this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] as Buffer; // just put there
  }

  #take(count: number): Buffer {
    const all = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#size -= count;
    this.#chunks = this.#size === 0 ? [] : [all.subarray(count)];
    return all.subarray(0, count);
  }
}

function isEncryptionRequest(bytes: Buffer): boolean {
  if (bytes.length !== 8) return false;
  const code = bytes.readUInt32BE(4);
  return code === SSL_REQUEST || code === GSS_REQUEST;
}

/**
 * Follows what a server sends and knows whether it waits for a new command: "I" outside, "T" inside, "E" inside a
 * failed transaction, undefined while a command runs. Only headers are kept, never row data.
 */
export class ReadyTracker {
  status: "I" | "T" | "E" | undefined;
  #header = Buffer.alloc(0);
  #skip = 0;

  push(chunk: Uint8Array): void {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, rest.length);
        this.#skip -= skipped;
        rest = rest.subarray(skipped);
        continue;
      }
      const joined = this.#header.length === 0 ? rest : Buffer.concat([this.#header, rest]);
      // ReadyForQuery is five bytes of header and one of status.
      if (joined.length < 5 || (joined[0] === 0x5a && joined.length < 6)) {
        this.#header = Buffer.from(joined);
        return;
      }
      this.#header = Buffer.alloc(0);
      if (joined[0] === 0x5a) {
        this.status = String.fromCharCode(joined[5] ?? 0) as "I" | "T" | "E"; // the protocol knows no other
        rest = joined.subarray(6);
      } else {
        this.#skip = joined.readUInt32BE(1) - 4;
        rest = joined.subarray(5);
      }
    }
  }
}

export function message(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, "latin1");
  header.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

export const SYNC = message("S", Buffer.alloc(0));
export const ASK_FOR_PASSWORD = message("R", Buffer.from([0, 0, 0, 3]));
export const READY = message("Z", Buffer.from("I"));

/** What a server says after a successful log-in: AuthenticationOk, its parameters, ReadyForQuery. */
export function greeting(parameters: ReadonlyMap<string, string>): Buffer {
  const parts = [message("R", Buffer.alloc(4))];
  for (const [name, value] of parameters) parts.push(message("S", Buffer.from(`${name}\0${value}\0`)));
  // No key for cancel requests: they would need a second connection, which the product never makes.
  parts.push(message("K", Buffer.alloc(8)), READY);
  return Buffer.concat(parts);
}

/** A fatal ErrorResponse: the connection ends after it. */
export function fatal(code: string, text: string): Buffer {
  return message("E", Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`));
}

/** The parameters of a start-up message, for example `user`. Throws a WireError for another protocol version. */
export function readStartup(bytes: Buffer): Map<string, string> {
  const version = bytes.length >= 8 ? bytes.readUInt32BE(4) : 0;
  if (version !== PROTOCOL_3)
    throw new WireError(`protocol ${version >>> 16}.${version & 0xffff} is not spoken here, only 3.0`);
  const words = bytes.subarray(8).toString("utf8").split("\0");
  const parameters = new Map<string, string>();
  for (let i = 0; i + 1 < words.length && words[i] !== ""; i += 2) parameters.set(words[i] ?? "", words[i + 1] ?? "");
  return parameters;
}
