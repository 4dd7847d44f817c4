/**
 * A compiled script: immutable, free of instances, shared by every machine of an isolate, cached by content hash.
 * Its serialised form is what a release stores; opcodes and this format only ever grow, under ISA.
 */

/** Instruction-set generation. A newer runtime runs every older one. */
export const ISA = 2;

/** Which rules a script is written to: General Bots' dialect, classic BASIC, or nothing beyond ECMA-55 Minimal BASIC. */
export type Profile = "dialect" | "classic" | "ecma";
export const PROFILES: readonly Profile[] = ["dialect", "classic", "ecma"];

export interface FunctionInfo {
  name: string;
  /** First instruction (index into `code`). */
  entry: number;
  /** Registers of a frame, parameters first. */
  size: number;
  params: number;
  /** Registers that start as NULL or a parameter: the named ones and hidden ones; temporaries follow. */
  locals: number;
  /** Steps that a call is charged: the statements of the body, once. */
  cost: number;
  /** Display names of the registers, for the debugger and for messages; temporaries have "". */
  names: string[];
}

export interface ToolParameter {
  name: string;
  type: string;
  description: string | null;
  example: unknown;
  enum: unknown[] | null;
  default: unknown;
  optional: boolean;
}

/** What loading the package does for a script, before any of it runs: a schedule, a hook, a table (reference 3.13). */
export interface Directive {
  /** Catalogue keyword. */
  keyword: string;
  /** Operands by their catalogue names, as JSON. */
  args: Record<string, unknown>;
  /** The function that holds the block's body, where there is one. */
  handler: number | null;
  line: number;
}

/** One tool of a file that holds several (reference 4.3). */
export interface ToolSegment {
  /** The title of its heading comment in kebab case; null where none matches. */
  slug: string | null;
  description: string;
  params: readonly ToolParameter[];
  /** The function that holds its statements. */
  function: number;
}

/**
 * What the compiler knows of a program beside its code: for stepping through it and for moving a waiting script to another
 * version of it (basic/upgrade). Nothing of it is needed to run.
 */
export interface ProgramMap {
  /** First instructions of the statements, ascending; a loop's foot, where each round ends, counts as one. */
  statements: Int32Array;
  /** Blocks before what stands in them; ascending otherwise, by function. */
  sites: readonly Site[];
  /** Hidden registers of functions that have some: which, and what for. Keys are compared, never shown. */
  hidden: readonly { function: number; registers: readonly (readonly [register: number, key: string])[] }[];
  /** Labels that ON ERROR GOTO names, in the order of its mode numbers, for functions that have some. */
  errorLabels: readonly { function: number; labels: readonly string[] }[];
}

/** A statement at which the script can be left, or the head of a block, with the blocks around it (compiler/sites.ts). */
export interface Site {
  /** Index of the block around it; -1 at the top of a body. */
  parent: number;
  /** Its instructions, the end exclusive. */
  from: number;
  to: number;
  /** First register that it may use for itself. */
  height: number;
  /** Registers that it keeps while statements inside of it run: pairs of first and count. */
  registers: readonly number[];
  /** Which of several ways it uses them in. */
  kind: number;
  /** Hash of its words and of the heads of the blocks around it, below 2^48. */
  key: number;
}

export interface Program {
  isa: number;
  /** Hex SHA-256 of source and compiler generation. */
  hash: string;
  file: string;
  /** Script id: file name without `.bas`, lower case. */
  name: string;
  code: Int32Array;
  constants: readonly unknown[];
  functions: readonly FunctionInfo[];
  /** [from, to, handler, register] quadruples, innermost first. Static: never in a snapshot. */
  tries: Int32Array;
  /** Pairs [instruction, line * 2048 + column], ascending. */
  positions: Int32Array;
  /** Tool definition material. */
  description: string | null;
  params: readonly ToolParameter[];
  /** This and the rest from ISA 2 on: older programs are of the dialect and have none. */
  profile: Profile;
  directives: readonly Directive[];
  /** Classic programs with line numbers: pairs of a line of the file and its number, ascending in the program. */
  lineNumbers?: readonly number[];
  /** Empty unless the file holds several tools. */
  tools: readonly ToolSegment[];
  /** Absent in programs that were compiled before there was one. */
  map?: ProgramMap;
}
