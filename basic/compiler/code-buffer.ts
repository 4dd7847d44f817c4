/** Where instructions are collected: code, constants, positions, exception ranges, and jumps to places not yet known. */
import type { Span } from "../ast.ts";
import { type Mnemonic, OP } from "../vm/opcodes.ts";
import { leavesScript, Sites } from "./sites.ts";

/** A place in the code that jumps may name before it is known. */
export class Label {
  /** Instruction, or -1 while unknown. */
  pc = -1;
  /** Statements emitted before it: the cost of a jump back is how many came since. */
  statements = 0;
  readonly fixups: number[] = [];
}

const MAX_POSITION_COLUMN = 2047;

export class CodeBuffer {
  readonly code: number[] = [];
  readonly positions: number[] = [];
  readonly tries: number[] = [];
  readonly constants: unknown[] = [];
  /** First instructions of statements, ascending. */
  readonly starts: number[] = [];
  /** Statements emitted so far. */
  statements = 0;
  /** Instructions emitted so far at which the script is left. */
  leaves = 0;
  readonly sites = new Sites(this);
  private readonly constantIndex = new Map<string, number>();
  private readonly descriptorIndex = new WeakMap<object, number>();
  private position = -1;
  private written = -1;

  get pc(): number {
    return this.code.length;
  }

  /** What is emitted from here on stems from this place of the source. */
  at(span: Span): void {
    this.position = span.line * (MAX_POSITION_COLUMN + 1) + Math.min(span.column, MAX_POSITION_COLUMN);
  }

  /** Where `at` stands, to come back to it. */
  get place(): number {
    return this.position;
  }

  set place(position: number) {
    this.position = position;
  }

  /** A statement begins here, or a loop's foot. */
  start(): void {
    if (this.starts.at(-1) !== this.code.length) this.starts.push(this.code.length);
  }

  emit(op: Mnemonic, a = 0, b = 0, c = 0): number {
    const pc = this.code.length;
    if (this.position !== this.written) {
      this.positions.push(pc, this.position);
      this.written = this.position;
    }
    const code = OP[op];
    if (leavesScript(code)) this.leaves++;
    this.code.push(code, a, b, c);
    return pc;
  }

  /** Emits an instruction whose operand a is the label. */
  jump(op: Mnemonic, label: Label, b = 0, c = 0): void {
    const pc = this.emit(op, label.pc, b, c);
    if (label.pc < 0) label.fixups.push(pc + 1);
  }

  bind(label: Label): void {
    label.pc = this.pc;
    label.statements = this.statements;
    for (const at of label.fixups) this.code[at] = label.pc;
    label.fixups.length = 0;
  }

  /** Steps that a jump back to the label is charged: at least one. */
  costSince(label: Label): number {
    return Math.min(Math.max(1, this.statements - label.statements), 30_000);
  }

  /** Errors between the two places go to `handler`, which finds the error in `register`. Inner ranges come first. */
  guard(from: number, to: number, handler: number, register: number): void {
    if (to > from) this.tries.push(from, to, handler, register);
  }

  constant(value: number | string | boolean | null): number {
    return this.intern(`${typeof value}:${Object.is(value, -0) ? "-0" : String(value)}`, value);
  }

  /** A plain-data constant (JSON): what a keyword, a HEAR or an object literal needs to know. */
  descriptor(value: object): number {
    // Some are large and named often: the DATA of a classic program by each of its READs.
    const known = this.descriptorIndex.get(value);
    if (known !== undefined) return known;
    const index = this.intern(`descriptor:${JSON.stringify(value)}`, value);
    this.descriptorIndex.set(value, index);
    return index;
  }

  private intern(key: string, value: unknown): number {
    let index = this.constantIndex.get(key);
    if (index === undefined) {
      index = this.constants.length;
      this.constants.push(value);
      this.constantIndex.set(key, index);
    }
    return index;
  }
}
