/**
 * A hash of a part of the syntax tree: equal for the same words, whatever their case, their blanks, their lines and the
 * comments between them. Names count by their key; places in the source do not count.
 */

/** Marks of what follows, above every UTF-16 unit. */
const MARK = { text: 0x10001, number: 0x10002, true: 0x10003, list: 0x10004, end: 0x10005, node: 0x10006 } as const;

const START = { a: 0x811c9dc5 | 0, b: 0x9e3779b9 | 0 } as const;

/** Hashes of member names, of which a tree has few. */
const names = new Map<string, { a: number; b: number }>();

/** Two lanes of FNV-1a with different factors; nobody gains by a collision, so it need not be a cryptographic one. */
export class TreeHash {
  private a: number = START.a;
  private b: number = START.b;

  /** Whole, below 2^48. */
  get value(): number {
    return (this.a >>> 0) * 0x10000 + ((this.b ^ (this.b >>> 16)) & 0xffff);
  }

  number(number: number): this {
    return this.unit(MARK.number).text(String(number));
  }

  /** Any part of the tree. What is absent and what is off are the same, so that a new detail of the tree changes nothing where it is off. */
  node(node: unknown): this {
    switch (typeof node) {
      case "string":
        return this.unit(MARK.text).text(node);
      case "number":
        return this.number(node);
      case "object":
        if (node === null) return this;
        return Array.isArray(node) ? this.list(node) : this.members(node as Record<string, unknown>);
      default:
        return node === true ? this.unit(MARK.true) : this;
    }
  }

  private text(text: string): this {
    for (let i = 0; i < text.length; i++) this.unit(text.charCodeAt(i));
    return this.unit(MARK.end);
  }

  private list(list: readonly unknown[]): this {
    this.unit(MARK.list);
    for (const item of list) this.node(item).unit(MARK.end);
    return this.unit(MARK.end);
  }

  /** Each member by itself, and their sum: the order in which the parser set them does not count. */
  private members(members: Record<string, unknown>): this {
    const { a, b } = this;
    let sumA = 0;
    let sumB = 0;
    const named = typeof members["key"] !== "string" ? null : members["kind"] === "literal" ? "value" : "name";
    for (const name in members) {
      // `handler` counts the blocks of the script, which others before it shift.
      if (name === "span" || name === "handler" || name === named) continue;
      const value = members[name];
      if (value === null || value === undefined || value === false) continue;
      const start = hashOfName(name);
      this.a = start.a;
      this.b = start.b;
      this.node(value);
      sumA = (sumA + this.a) | 0;
      sumB = (sumB + this.b) | 0;
    }
    this.a = a;
    this.b = b;
    return this.unit(MARK.node).unit(sumA).unit(sumB);
  }

  private unit(unit: number): this {
    this.a = Math.imul(this.a ^ unit, 0x01000193);
    this.b = Math.imul(((this.b << 5) | (this.b >>> 27)) ^ unit, 0x85ebca6b);
    return this;
  }

  static ofName(name: string): { a: number; b: number } {
    const { a, b } = new TreeHash().text(name);
    return { a, b };
  }
}

function hashOfName(name: string): { a: number; b: number } {
  let hash = names.get(name);
  if (!hash) {
    hash = TreeHash.ofName(name);
    // Keyword operands are members too, with names that the catalogue gives.
    names.set(name, hash);
  }
  return hash;
}
