/**
 * The syntax tree of the dialect: what the parser produces and the compiler reads. Plain data, no methods.
 *
 * Names are kept twice: `name` as first spelt (for messages) and `key`, the lower-case form that identifies it
 * (variables, functions, labels and dotted fields are case-insensitive).
 */
import type { ClassicStatement } from "./ast-classic.ts";
import type { Profile } from "./program.ts";

/** A source range. Lines and columns are 1-based; columns count UTF-16 units, as editors do; the end is exclusive. */
export interface Span {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

interface Node {
  span: Span;
  /** Classic: it stands in parentheses, so a procedure gets the value and not the variable. */
  parenthesised?: boolean;
}

// ---------------------------------------------------------------------------------------------- expressions

export type BinaryOperator =
  | "+"
  | "-"
  | "&"
  | "*"
  | "/"
  | "\\"
  | "mod"
  | "^"
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "like"
  | "in"
  | "contains"
  | "starts with"
  | "ends with"
  | "xor"
  | "eqv"
  | "imp";

export interface Literal extends Node {
  kind: "literal";
  value: number | string | boolean | null;
  /** What the value is the number of; a change elsewhere in the script may give that another one. */
  key?: string;
}
/** `"text ${hole} text"`: strings and holes in order. */
export interface Interpolation extends Node {
  kind: "interpolation";
  parts: (string | Expr)[];
}
export interface Name extends Node {
  kind: "name";
  name: string;
  key: string;
}
export interface ArrayLiteral extends Node {
  kind: "array";
  items: Expr[];
}
export interface ObjectLiteral extends Node {
  kind: "object";
  entries: { key: string | Expr; value: Expr }[];
}
export interface Unary extends Node {
  kind: "unary";
  op: "-" | "+" | "not";
  operand: Expr;
}
/** `negated` is for NOT IN, NOT LIKE, NOT CONTAINS. */
export interface Binary extends Node {
  kind: "binary";
  op: BinaryOperator;
  left: Expr;
  right: Expr;
  negated?: boolean;
}
/** Short-circuit operators that return an operand. */
export interface Logical extends Node {
  kind: "logical";
  op: "and" | "or" | "??";
  left: Expr;
  right: Expr;
}
/** `c ? a : b`, IF(c, a, b), IIF(c, a, b): all lazy. */
export interface Conditional extends Node {
  kind: "conditional";
  test: Expr;
  then: Expr;
  else: Expr;
}
export interface Between extends Node {
  kind: "between";
  value: Expr;
  low: Expr;
  high: Expr;
  negated: boolean;
}
export interface IsTest extends Node {
  kind: "is";
  value: Expr;
  what: "null" | "empty" | "true" | "false";
  negated: boolean;
}
/** `a.b`, `a?.b`; with object null, `.b` inside a dotted WITH. */
export interface Member extends Node {
  kind: "member";
  object: Expr | null;
  name: string;
  safe: boolean;
}
/** `a[i]`, `a?.[i]`. */
export interface Index extends Node {
  kind: "index";
  object: Expr;
  index: Expr;
  safe: boolean;
}
/** `f(x)`: a procedure, a built-in, an element of a list variable, a script; the compiler decides (reference 3.3). */
export interface Call extends Node {
  kind: "call";
  name: string;
  key: string;
  args: Expr[];
}
export interface MethodCall extends Node {
  kind: "method";
  object: Expr;
  name: string;
  args: Expr[];
  safe: boolean;
}
/** A value keyword of the catalogue: `GET BOT MEMORY "k"`, `THINK KB q`, `FIND "t"`. */
export interface KeywordCall extends Node {
  kind: "keyword";
  keyword: string;
  operands: Record<string, Operand>;
}
/** CALL "script" or CALL name as a value: only as the whole right side of an assignment. */
export interface CallValue extends Node {
  kind: "call-value";
  target: Expr;
  args: Expr[];
}

export type Expr =
  | Literal
  | Interpolation
  | Name
  | ArrayLiteral
  | ObjectLiteral
  | Unary
  | Binary
  | Logical
  | Conditional
  | Between
  | IsTest
  | Member
  | Index
  | Call
  | MethodCall
  | KeywordCall
  | CallValue
  | HearExpr;

/** What a keyword takes: an expression, a list of them, a WHERE tail, or a fixed word that the syntax carried. */
export type Operand = Expr | Expr[] | Where | SetList | { kind: "word"; word: string };

/** `SET a = e, b = e`: columns and what they become; the right side is evaluated for each row where it reads a column. */
export interface SetList extends Node {
  kind: "set-list";
  items: { column: string; value: RowValue }[];
}

/**
 * A value that is computed for each row: a column, a function or operator of such values, or an expression of the script
 * that is evaluated once; with `column`, it is that column where the expression is NULL (a name that nothing sets).
 * Operators are calls of `+ - * / \\ MOD &`.
 */
export type RowValue =
  | { kind: "column"; name: string }
  | { kind: "row-call"; name: string; args: RowValue[] }
  | { kind: "once"; value: Expr; column?: string };

/** A script-level WHERE tail. Its values are ordinary expressions, evaluated once when the statement runs. */
export interface Where extends Node {
  kind: "where";
  filter: FilterNode | null;
  /** GROUP BY: the result is an object of the column's values, each with its rows. */
  groupBy: string | null;
  orderBy: { column: string; descending: boolean }[];
  limit: Expr | null;
  offset: Expr | null;
  first: boolean;
}
export type FilterOperator =
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "like"
  | "not like"
  | "in"
  | "not in"
  | "contains"
  | "starts with"
  | "ends with"
  | "is null"
  | "is not null"
  | "between";
export type FilterNode =
  | { kind: "and" | "or"; items: FilterNode[] }
  | { kind: "not"; item: FilterNode }
  | { kind: "test"; left: RowValue; op: FilterOperator; values: RowValue[] };

/** HEAR in all its forms. As a statement `targets` holds the variables; as a value it is empty. */
export interface Hear extends Node {
  /** Type word in capitals (TEXT, EMAIL ...), or MENU. */
  as: string;
  /** Fixed options (expressions), or one expression that yields a list. */
  options: Expr[] | null;
  /** `*` as the last option: anything else is accepted too. */
  open: boolean;
  prompt: Expr | null;
  default: Expr | null;
  timeout: Expr | null;
  retries: Expr | null;
}
export interface HearExpr extends Hear {
  kind: "hear";
}

// ---------------------------------------------------------------------------------------------- statements

export type LValue = Name | Member | Index | Call;

export type CaseItem =
  | { kind: "value"; value: Expr }
  | { kind: "range"; low: Expr; high: Expr }
  | { kind: "relation"; op: "=" | "<>" | "<" | "<=" | ">" | ">="; value: Expr };

export interface Parameter {
  name: string;
  key: string;
  type: string | null;
  span: Span;
  /** Classic: `a()` is a whole array; BYVAL keeps the caller's variable as it is. */
  isArray?: boolean;
  byValue?: boolean;
}

export interface Assign extends Node {
  kind: "assign";
  target: LValue;
  op: "=" | "+=" | "-=" | "*=" | "/=" | "&=";
  value: Expr;
}
export interface Dim extends Node {
  kind: "dim";
  redim: boolean;
  preserve: boolean;
  items: { name: string; key: string; bounds: Expr[]; type: string | null }[];
}
export interface Const extends Node {
  kind: "const";
  name: string;
  key: string;
  value: Expr;
}
export interface If extends Node {
  kind: "if";
  branches: { test: Expr; body: Statement[] }[];
  else: Statement[] | null;
}
export interface Select extends Node {
  kind: "select";
  subject: Expr;
  cases: { items: CaseItem[]; body: Statement[] }[];
  else: Statement[] | null;
}
export interface For extends Node {
  kind: "for";
  target: Name;
  from: Expr;
  to: Expr;
  step: Expr | null;
  body: Statement[];
}
export interface ForEach extends Node {
  kind: "for-each";
  target: Name;
  list: Expr;
  take: { end: "first" | "last"; count: Expr } | null;
  body: Statement[];
}
export interface While extends Node {
  kind: "while";
  test: Expr;
  body: Statement[];
}
export interface Do extends Node {
  kind: "do";
  pre: { until: boolean; test: Expr } | null;
  post: { until: boolean; test: Expr } | null;
  body: Statement[];
}
export interface Exit extends Node {
  kind: "exit";
  what: "for" | "while" | "do" | "loop" | "if" | "sub" | "function" | "script";
}
export interface Continue extends Node {
  kind: "continue";
  what: "for" | "while" | "do" | "loop";
}
export interface Procedure extends Node {
  kind: "procedure";
  name: string;
  key: string;
  isFunction: boolean;
  params: Parameter[];
  body: Statement[];
  /** One tool of a file that holds several, made by the compiler: its names are the script's. */
  isTool?: boolean;
  /** Classic: DEF FN reads and sets the script's variables; a SUB or FUNCTION has its own, STATIC ones if it says so. */
  classic?: "def" | "own" | "static";
}
/** CALL f(a), CALL "x.bas", a; f a, b; f(a). A literal string target is a sibling script. */
export interface CallStatement extends Node {
  kind: "call-statement";
  target: Expr | string;
  args: Expr[];
}
export interface Return extends Node {
  kind: "return";
  value: Expr | null;
}
export interface Try extends Node {
  kind: "try";
  body: Statement[];
  catchName: Name | null;
  catch: Statement[] | null;
  finally: Statement[] | null;
}
export interface Throw extends Node {
  kind: "throw";
  value: Expr | null;
}
export interface Assert extends Node {
  kind: "assert";
  test: Expr;
  message: Expr | null;
}
export interface With extends Node {
  kind: "with";
  target: LValue;
  bare: boolean;
  lines: { field: string; dotted: boolean; value: Expr; span: Span }[];
}
export interface OnError extends Node {
  kind: "on-error";
  mode: "resume-next" | "off" | "goto";
  label: string | null;
}
/** RESUME, RESUME NEXT, RESUME label: the end of what ON ERROR GOTO began. */
export interface Resume extends Node {
  kind: "resume";
  how: "retry" | "next" | "label";
  label: string | null;
}
export interface Label extends Node {
  kind: "label";
  key: string;
}
export interface Goto extends Node {
  kind: "goto";
  key: string;
  sub: boolean;
}
export interface HearStatement extends Hear {
  kind: "hear-statement";
  targets: LValue[];
}
/** A statement keyword of the catalogue: TALK, SAVE, SET BOT MEMORY, ADD SUGGESTION ... */
export interface KeywordStatement extends Node {
  kind: "keyword-statement";
  keyword: string;
  operands: Record<string, Operand>;
  /** Key of the procedure that holds its block, or that it names: ON ... END ON. */
  handler?: string;
}
export interface Param extends Node {
  kind: "param";
  names: { name: string; key: string }[];
  type: string;
  example: Expr | null;
  description: string | null;
  enum: Expr[] | null;
  default: Expr | null;
  optional: boolean;
}
export interface Description extends Node {
  kind: "description";
  text: string;
}
/** An expression for its effect: a bare call or method call. */
export interface ExprStatement extends Node {
  kind: "expr-statement";
  expr: Expr;
}
/** What could not be parsed. It raises error 73 when reached; `check` has reported it. */
export interface Bad extends Node {
  kind: "bad";
  text: string;
  /** Body of a block whose head failed: for the checker only, never run. */
  body?: Statement[];
}

export type Statement =
  | Assign
  | Dim
  | Const
  | If
  | Select
  | For
  | ForEach
  | While
  | Do
  | Exit
  | Continue
  | Procedure
  | CallStatement
  | Return
  | Try
  | Throw
  | Assert
  | With
  | OnError
  | Resume
  | Label
  | Goto
  | HearStatement
  | KeywordStatement
  | Param
  | Description
  | ExprStatement
  | Bad
  | ClassicStatement;

export interface Script {
  /** Path inside the package, for messages. */
  file: string;
  body: Statement[];
  /** Text of the first comment block, a tool's description when DESCRIPTION is absent. */
  firstComment: string;
  /** Whole-line comments of the form `... KEYWORD - Title`: the names of the tools of a file that holds several. */
  headings: { line: number; title: string }[];
  /** The rules that it is written to. */
  profile: Profile;
  /** Classic: its first statement has a line number, so the form of Minimal BASIC binds it (reference 7.1). */
  numbered: boolean;
  /** Classic: the parser has found errors, so the program is refused as a whole. */
  refused?: boolean;
}
