/** Nodes that only the classic profile has (reference 7). Plain data like the rest of the tree. */
import type { Expr, LValue, Name, Span } from "./ast.ts";

interface Node {
  span: Span;
}

export type PrintItem =
  | { kind: "value"; value: Expr }
  | { kind: "tab"; value: Expr }
  | { kind: "blanks"; value: Expr }
  /** `,` to the next zone; `;` adds nothing, and last in the list keeps the line open. */
  | { kind: "separator"; isComma: boolean };

/** PRINT, PRINT USING and, with a channel, PRINT #n. */
export interface Print extends Node {
  kind: "print";
  channel: Expr | null;
  using: Expr | null;
  items: PrintItem[];
}
/** WRITE a, b: values with commas between and texts in quotes. */
export interface WriteList extends Node {
  kind: "write-list";
  channel: Expr | null;
  values: Expr[];
}
/** INPUT and LINE INPUT, also from a channel. `prompt` is all that is shown before the reply. */
export interface Input extends Node {
  kind: "input";
  isLine: boolean;
  channel: Expr | null;
  prompt: string;
  targets: LValue[];
}
export interface Read extends Node {
  kind: "read";
  targets: LValue[];
}
export interface Data extends Node {
  kind: "data";
  items: { text: string; quoted: boolean }[];
}
/** `key` is the line or label to go back to; null for the first item of all. */
export interface Restore extends Node {
  kind: "restore";
  key: string | null;
}
/** ON e GOTO a, b and ON e GOSUB a, b. */
export interface OnJump extends Node {
  kind: "on-jump";
  index: Expr;
  sub: boolean;
  targets: { key: string; span: Span }[];
}
export interface OptionBase extends Node {
  kind: "option-base";
  base: number;
}
/** One array or typed variable of a DIM; `low` null stands for OPTION BASE. */
export interface DimItem extends Node {
  name: string;
  key: string;
  bounds: { low: Expr | null; high: Expr }[];
  /** Array of a SHARED or STATIC list, whose bounds stand elsewhere. */
  isArray: boolean;
  type: string | null;
}
/** DIM, REDIM, SHARED, STATIC, COMMON. */
export interface Declare extends Node {
  kind: "declare";
  how: "dim" | "redim" | "shared" | "static";
  /** DIM SHARED, REDIM PRESERVE. */
  isShared: boolean;
  preserve: boolean;
  items: DimItem[];
}
export interface Erase extends Node {
  kind: "erase";
  names: Name[];
}
export interface TypeDefinition extends Node {
  kind: "type";
  name: string;
  fields: { name: string; type: string }[];
}
export interface Swap extends Node {
  kind: "swap";
  left: LValue;
  right: LValue;
}
export interface Randomize extends Node {
  kind: "randomize";
  seed: Expr | null;
}
/** MID$(a$, start[, length]) = value. */
export interface MidAssign extends Node {
  kind: "mid-assign";
  target: LValue;
  start: Expr;
  length: Expr | null;
  value: Expr;
}
/** ERROR n. */
export interface RaiseNumber extends Node {
  kind: "raise-number";
  number: Expr;
}
/** END and STOP; what a numbered program may have only once is told apart. */
export interface End extends Node {
  kind: "end";
  word: "END" | "STOP" | "SYSTEM";
}
/** A statement that does nothing in a chat: CLS, LOCATE, DEFINT ... Its operands are not evaluated. */
export interface Nothing extends Node {
  kind: "nothing";
  word: string;
}
/** DEFINT A-Z, DEFSTR S: letters and what names that begin with them hold unless a mark says otherwise. */
export interface DefType extends Node {
  kind: "def-type";
  holds: "integer" | "number" | "text";
  /** Lower-case letters. */
  letters: string;
}
/** A statement on files: its operands by name, for the drive. */
export interface FileStatement extends Node {
  kind: "file-statement";
  word: "OPEN" | "CLOSE" | "KILL" | "NAME" | "MKDIR" | "RMDIR" | "GET" | "PUT" | "SEEK";
  operands: Expr[];
}

export type ClassicStatement =
  | Print
  | WriteList
  | Input
  | Read
  | Data
  | Restore
  | OnJump
  | OptionBase
  | Declare
  | Erase
  | TypeDefinition
  | Swap
  | Randomize
  | MidAssign
  | RaiseNumber
  | End
  | Nothing
  | DefType
  | FileStatement;
