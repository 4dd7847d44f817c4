/**
 * Sites: the statements at which a script can be left and gone on with, each with the blocks around it. They say where in
 * another version of the script the same statement stands, and what its blocks keep in hidden registers (basic/upgrade).
 *
 * The key of a site is a hash of its own words and of the heads of all blocks around it. A statement that asks nothing of
 * anybody has none, unless an error in it can be come back to.
 */
import type { Statement } from "../ast.ts";
import type { Site } from "../program.ts";
import { OP } from "../vm/opcodes.ts";
import type { CodeBuffer } from "./code-buffer.ts";
import { TreeHash } from "./tree-hash.ts";

/** Instructions behind which somebody else goes on first: the host, a procedure, a script, a subroutine. */
const LEAVES = ["HEAR", "EFFECT", "CALL", "SCRIPT", "SCRIPTV", "CALLNAME", "GOSUB"] as const;

const isLeaving: readonly boolean[] = (() => {
  const list: boolean[] = [];
  for (const name of LEAVES) list[OP[name]] = true;
  return list;
})();

export function leavesScript(op: number): boolean {
  return isLeaving[op] === true;
}

interface OpenSite {
  /** A statement, or the part of the tree that is the head of the block around. */
  node: unknown;
  isHead: boolean;
  /** The branch of the block that is being compiled. */
  part: unknown;
  from: number;
  leavesBefore: number;
  height: number;
  registers: number[];
  kind: number;
  /** In the table; -1 while nothing inside has needed it. */
  index: number;
}

export class Sites {
  readonly table: Site[] = [];
  /** Every statement of the body gets a site: its ON ERROR can come back to any. */
  keepsAll = false;
  private readonly buffer: CodeBuffer;
  private readonly open: OpenSite[] = [];

  constructor(buffer: CodeBuffer) {
    this.buffer = buffer;
  }

  /** `height`: first register that the statement may use for itself. */
  begin(statement: Statement, height: number): void {
    this.push(statement, false, height);
  }

  /** A head of the block that is open: a condition, a list, bounds. */
  beginHead(node: unknown, height: number): void {
    this.push(node, true, height);
  }

  private push(node: unknown, isHead: boolean, height: number): void {
    const { buffer } = this;
    this.open.push({
      node,
      isHead,
      part: null,
      from: buffer.pc,
      leavesBefore: buffer.leaves,
      height,
      registers: [],
      kind: 0,
      index: -1,
    });
  }

  end(): void {
    const site = this.open.at(-1)!;
    const { pc, leaves } = this.buffer;
    if (leaves > site.leavesBefore || (this.keepsAll && pc > site.from)) {
      this.enter(this.open.length - 1);
      this.table[site.index]!.to = pc;
    }
    this.open.pop();
  }

  /** The innermost block is at this branch now, or at none. */
  set part(part: unknown) {
    const site = this.open.at(-1);
    if (site) site.part = part;
  }

  /** The innermost block keeps these registers until it ends. */
  keeps(first: number, count: number): void {
    this.open.at(-1)?.registers.push(first, count);
  }

  /** How the innermost block uses its registers, where that depends on more than its head. */
  set kind(kind: number) {
    const site = this.open.at(-1);
    if (site) site.kind = kind;
  }

  private enter(at: number): void {
    const site = this.open[at]!;
    if (site.index >= 0) return;
    const around = this.open[at - 1];
    if (around) this.enter(at - 1);
    const parent = around ? around.index : -1;
    const hash = new TreeHash().number(this.table[parent]?.key ?? 0).node(around?.part ?? null);
    const { node, isHead, from, height, registers, kind } = site;
    hash.node(isHead ? ["head", node] : headOf(node as Statement));
    site.index = this.table.length;
    this.table.push({ parent, from, to: from, height, registers, kind, key: hash.value });
  }
}

/** The words of a statement; of a block those of its head. */
function headOf(s: Statement): unknown {
  switch (s.kind) {
    case "if":
      return [s.kind, s.branches[0]?.test];
    case "select":
      return [s.kind, s.subject];
    case "for":
      return [s.kind, s.target, s.from, s.to, s.step];
    case "for-each":
      return [s.kind, s.target, s.list, s.take];
    case "while":
      return [s.kind, s.test];
    case "do":
      return [s.kind, s.pre, s.post];
    case "try":
      return [s.kind, s.catch !== null, s.finally !== null];
    default:
      return s;
  }
}
