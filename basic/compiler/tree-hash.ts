/**
 * A hash of a part of the syntax tree: equal for the same words, whatever their case, their blanks, their lines and the
 * comments between them. Names count by their key; places in the source do not count.
 */

/** Two parts differ by chance with a probability of 1 to this. */
export const HASH_RANGE = 2 ** 48;

/** Two lanes of FNV-1a with different factors; nobody gains by a collision, so it need not be a cryptographic one. */
export class TreeHash {
  private a = 0x811c9dc5;
  private b = 0x9e3779b9;

  /** Whole, from 0 to HASH_RANGE. */
  get value(): number {
    return (this.a >>> 0) * 0x10000 + ((this.b ^ (this.b >>> 16)) & 0xffff);
  }

  text(text: string): this {
    for (let i = 0; i < text.length; i++) this.unit(text.charCodeAt(i));
    return this.unit(0xffff);
  }

  number(number: number): this {
    return this.text(String(number));
  }

  /** Any part of the tree. */
  node(node: unknown): this {
    if (Array.isArray(node)) {
      this.text("[");
      for (const item of node) this.node(item);
      return this.text("]");
    }
    if (typeof node !== "object" || node === null) return this.text(`${typeof node} ${String(node)}`);
    const members = node as Record<string, unknown>;
    this.text("{");
    for (const key of Object.keys(members).sort()) {
      const member = members[key];
      // What is not there and what is off are the same, so that a new detail of the tree changes nothing where it is off.
      if (member === null || member === undefined || member === false || isPassedOver(key, members)) continue;
      this.text(key).node(member);
    }
    return this.text("}");
  }

  private unit(unit: number): this {
    this.a = Math.imul(this.a ^ unit, 0x01000193);
    this.b = Math.imul(((this.b << 5) | (this.b >>> 27)) ^ unit, 0x85ebca6b);
    return this;
  }
}

/** `handler` counts the blocks of the script, which others before it shift. */
function isPassedOver(key: string, members: Record<string, unknown>): boolean {
  return key === "span" || key === "handler" || (key === "name" && typeof members["key"] === "string");
}
