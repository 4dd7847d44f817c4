/** Bytes out and in: varints, doubles, texts. The reader never trusts a length and never reads past the end. */

/** The bytes are no snapshot or program of ours, or damaged: refused, with the reason. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class Writer {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  private room(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  /** A whole number from 0 to 2^53, seven bits a byte. */
  count(value: number): void {
    this.room(8);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  double(value: number): void {
    this.room(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  uint32(value: number): void {
    this.room(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  /**
   * Length and UTF-8. A text with half a surrogate pair, which UTF-8 cannot hold, is written in UTF-16 units: the lowest
   * bit of the length says which.
   */
  text(value: string): void {
    const { length } = value;
    if (length < 64) {
      this.room(length + 1);
      let at = this.length + 1;
      let i = 0;
      for (; i < length; i++) {
        const unit = value.charCodeAt(i);
        if (unit > 127) break;
        this.bytes[at++] = unit;
      }
      if (i === length) {
        this.bytes[this.length] = length * 2;
        this.length = at;
        return;
      }
    }
    if (value.isWellFormed()) {
      const utf8 = encoder.encode(value);
      this.count(utf8.length * 2);
      this.raw(utf8);
      return;
    }
    this.count(length * 2 + 1);
    this.room(length * 2);
    for (let i = 0; i < length; i++, this.length += 2) this.view.setUint16(this.length, value.charCodeAt(i), true);
  }

  raw(value: Uint8Array): void {
    this.room(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

export class Reader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  private take(count: number): number {
    if (count > this.left) throw new FormatError("The bytes end too early.");
    const from = this.at;
    this.at += count;
    return from;
  }

  byte(): number {
    return this.bytes[this.take(1)]!;
  }

  count(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i++) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      scale *= 128;
    }
    throw new FormatError("A number is damaged.");
  }

  /** A count of things that take at least one byte each, so that a damaged one cannot ask for more than there is. */
  size(most = Number.POSITIVE_INFINITY): number {
    const value = this.count();
    if (value > this.left || value > most) throw new FormatError("A length is damaged.");
    return value;
  }

  double(): number {
    return this.view.getFloat64(this.take(8), true);
  }

  uint32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  text(): string {
    const packed = this.count();
    const length = Math.floor(packed / 2);
    if (packed % 2 === 1) {
      const from = this.take(length * 2);
      let text = "";
      for (let i = 0; i < length; i++) text += String.fromCharCode(this.view.getUint16(from + i * 2, true));
      return text;
    }
    const from = this.take(length);
    if (length < 24) {
      let text = "";
      let i = 0;
      for (; i < length; i++) {
        const byte = this.bytes[from + i]!;
        if (byte > 127) break;
        text += String.fromCharCode(byte);
      }
      if (i === length) return text;
    }
    try {
      return decoder.decode(this.bytes.subarray(from, from + length));
    } catch {
      throw new FormatError("A text is no UTF-8.");
    }
  }

  raw(length: number): Uint8Array {
    const from = this.take(length);
    return this.bytes.slice(from, from + length);
  }
}

/** FNV-1a over the bytes: finds damage, not malice; what is decoded is verified all the same. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}
