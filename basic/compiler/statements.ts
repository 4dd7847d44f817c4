/** Statements: lists of them, and the simple ones; blocks have files of their own. */
import type { Assign, Binary, Dim, Param, Statement, With } from "../ast.ts";
import { ERR } from "../errors.ts";
import { PACK } from "../vm/opcodes.ts";
import { compileIf, compileSelect } from "./branches.ts";
import { compileCallStatement } from "./calls.ts";
import { compileClassic, compileClassicAssign } from "./classic/statements.ts";
import { Label } from "./code-buffer.ts";
import type { Context } from "./context.ts";
import { isLoaded, withHandler } from "./directives.ts";
import { compileContinue, compileExit, compileGoto, compileReturn } from "./exits.ts";
import { argument, into, value, writeLiteral } from "./expressions.ts";
import { compileHear, compileKeyword } from "./keywords.ts";
import { compileDo, compileFor, compileForEach, compileWhile } from "./loops.ts";
import { assignNumberElement, assignVariable, openPlace, store } from "./places.ts";
import { FILL, fillOf } from "./scope.ts";
import { compileAssert, compileOnError, compileResume, compileThrow, compileTry, guardStatement } from "./traps.ts";

/** `part`: what tells this list from the others of its block. */
export function compileBlock(c: Context, statements: Statement[], part: unknown = null): void {
  const { sites } = c.buffer;
  c.lists.push({ statements, depth: c.blocks.length });
  sites.part = part;
  for (const statement of statements) {
    const mark = c.height;
    const from = c.buffer.pc;
    c.buffer.at(statement.span);
    if (statement.kind !== "label" && statement.kind !== "procedure" && statement.kind !== "description") {
      c.buffer.statements++;
      c.buffer.start();
    }
    sites.begin(statement, mark);
    compileStatement(c, statement);
    sites.end();
    c.height = mark;
    guardStatement(c, statement, from);
  }
  sites.part = null;
  c.lists.pop();
}

function compileStatement(c: Context, s: Statement): void {
  switch (s.kind) {
    case "assign":
      compileAssign(c, s);
      return;
    case "const":
      assignVariable(c, s.key, s.value);
      return;
    case "dim":
      compileDim(c, s);
      return;
    case "if":
      compileIf(c, s);
      return;
    case "select":
      compileSelect(c, s);
      return;
    case "for":
      compileFor(c, s);
      return;
    case "for-each":
      compileForEach(c, s);
      return;
    case "while":
      compileWhile(c, s);
      return;
    case "do":
      compileDo(c, s);
      return;
    case "exit":
      compileExit(c, s);
      return;
    case "continue":
      compileContinue(c, s);
      return;
    case "call-statement":
      compileCallStatement(c, s);
      return;
    case "return":
      compileReturn(c, s);
      return;
    case "try":
      compileTry(c, s);
      return;
    case "throw":
      compileThrow(c, s);
      return;
    case "assert":
      compileAssert(c, s);
      return;
    case "with":
      compileWith(c, s);
      return;
    case "on-error":
      compileOnError(c, s);
      return;
    case "resume":
      compileResume(c, s);
      return;
    case "label": {
      const target = c.labels.get(s.key);
      if (target && target.label.pc < 0) c.buffer.bind(target.label);
      return;
    }
    case "goto":
      compileGoto(c, s);
      return;
    case "hear-statement":
      for (const target of s.targets) {
        const mark = c.height;
        const answer = c.temporary();
        compileHear(c, s, answer);
        openPlace(c, target).set(answer);
        c.height = mark;
      }
      return;
    case "keyword-statement":
      if (!isLoaded(c, s)) compileKeyword(c, s.keyword, withHandler(c, s), c.temporary());
      return;
    case "param":
      compileParam(c, s);
      return;
    case "expr-statement":
      into(c, s.expr, c.temporary());
      return;
    case "bad":
      c.buffer.emit("RAISE", ERR.unknownStatement, c.buffer.constant(`Unknown statement: ${s.text}`.slice(0, 300)));
      return;
    // Procedures are compiled on their own; control that reaches a definition skips it. DESCRIPTION is for tools.
    case "procedure":
    case "description":
      return;
    default:
      compileClassic(c, s);
  }
}

function compileAssign(c: Context, s: Assign): void {
  if (c.classic) {
    compileClassicAssign(c, s);
    return;
  }
  if (s.op === "=") {
    if (s.target.kind === "name") {
      assignVariable(c, s.target.key, s.value);
      return;
    }
    if (assignNumberElement(c, s.target, s.value)) return;
    const source = c.temporary();
    into(c, s.value, source);
    openPlace(c, s.target).set(source);
    return;
  }
  const op = s.op.slice(0, -1) as Binary["op"];
  if (s.target.kind === "name") {
    assignVariable(c, s.target.key, { kind: "binary", op, left: s.target, right: s.value, span: s.span });
    return;
  }
  // As `target = target + value`, but the target's indexes are evaluated once.
  const place = openPlace(c, s.target, [s.value]);
  const left = c.temporary();
  place.get(left);
  const right = argument(c, s.value);
  const operation = ({ "+": "ADD", "-": "SUB", "*": "MUL", "/": "DIV", "&": "CAT" } as const)[
    op as "+" | "-" | "*" | "/" | "&"
  ];
  c.buffer.emit(operation, left, left, right);
  place.set(left);
}

function compileDim(c: Context, s: Dim): void {
  for (const item of s.items) {
    const mark = c.height;
    const fill = fillOf(item.name, item.type);
    const number = c.numberRegister(item.key);
    if (number >= 0) {
      // Without a type it is set before it is read: nothing needs to be stored.
      if (fill === FILL.zero) c.buffer.emit("FLOADI", number, 0);
      continue;
    }
    const target = c.temporary();
    if (item.bounds.length === 0) writeLiteral(c, fill === FILL.nothing ? null : fill === FILL.text ? "" : 0, target);
    else {
      if (s.preserve) into(c, { kind: "name", name: item.name, key: item.key, span: s.span }, target);
      const window = c.height;
      for (const bound of item.bounds) argument(c, bound);
      c.buffer.emit(s.preserve ? "REDIM" : "DIM", target + PACK * item.bounds.length, fill, window);
    }
    store(c, item.key, target);
    c.height = mark;
  }
}

function compileWith(c: Context, s: With): void {
  const outer = c.withObject;
  const inside = s.lines.map((line) => line.value);
  const place = openPlace(c, s.target, inside);
  const object = c.temporary();
  if (s.bare) c.buffer.emit("NEWOBJECT", object);
  else {
    place.get(object);
    c.buffer.emit("ENSURE", object);
  }
  for (const line of s.lines) {
    const mark = c.height;
    c.buffer.at(line.span);
    // The right side sees the block's object under the leading dot; bare names are variables of the surroundings.
    c.withObject = object;
    const source = value(c, line.value);
    c.buffer.emit("SETF", object, c.buffer.constant(line.field), source);
    c.height = mark;
  }
  c.withObject = outer;
  place.set(object);
}

function compileParam(c: Context, s: Param): void {
  for (const { key } of s.names) {
    const variable = c.variable(key);
    if (!variable) continue;
    const mark = c.height;
    const bound = variable.global ? c.temporary() : variable.register;
    if (variable.global) c.buffer.emit("LOADG", bound, variable.register);
    c.buffer.emit("PARAM", bound, c.buffer.constant(s.type.toUpperCase()));
    if (s.default) {
      const given = new Label();
      c.buffer.jump("JNOTNULL", given, bound);
      into(c, s.default, bound);
      c.buffer.bind(given);
    }
    store(c, key, bound);
    c.height = mark;
  }
}
