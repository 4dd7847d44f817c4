/** The compiler: from a script's tree to register bytecode. Pure, and the same tree always gives the same program. */
import type { Label as LabelNode, Script, Span, Statement } from "../ast.ts";
import { checkClassic } from "../check/classic/check-classic.ts";
import type { DiagnosticCode } from "../check/codes.ts";
import { Report } from "../check/report.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { type FunctionInfo, ISA, type Program, type ProgramMap } from "../program.ts";
import { compilePrologue } from "./classic/prologue.ts";
import { analyseClassic, classicBody } from "./classic/scope.ts";
import { CodeBuffer, Label } from "./code-buffer.ts";
import { Context } from "./context.ts";
import { collectDirectives } from "./directives.ts";
import { returnResult } from "./exits.ts";
import { withHandlerChoice } from "./handler-choice.ts";
import { analyseWithOrigins } from "./provenance.ts";
import type { Scope, ScriptScope } from "./scope.ts";
import { splitTools } from "./segments.ts";
import { compileBlock } from "./statements.ts";
import { describeTool } from "./tool-head.ts";
import { compileStubs, HIDDEN, RESUME_REGISTERS } from "./traps.ts";
import { factsOf } from "./types/body-facts.ts";
import { NumberTypes } from "./types/number-types.ts";
import { listsOf, walk } from "./walk.ts";

export interface CompileOptions {
  /** Hex SHA-256 of the source and the compiler's generation; the caller makes it (hashing is asynchronous there). */
  hash: string;
  /** False keeps every value in the generic registers: for tests, which compare the two. */
  plainNumbers?: boolean;
}

/** More code than this is no script but an attack on the runtime. */
const MAX_INSTRUCTIONS = 1_000_000;

/**
 * Compiles a script. `bad` statements are compiled to an error that is raised when they are reached; what the parser
 * reported about them is not repeated here. `program` is null when there is an error.
 */
export function compile(script: Script, options: CompileOptions): Compiled {
  const made = options.plainNumbers === false || script.profile !== "dialect" ? null : translate(script, options, true);
  return made ?? translate(script, options, false) ?? { program: null, diagnostics: [] };
}

interface Compiled {
  program: Program | null;
  diagnostics: Diagnostic[];
}

/** Null when some part of the compiler took a numeric variable for any other: the code is then made without them. */
function translate(script: Script, options: CompileOptions, hasNumbers: boolean): Compiled | null {
  const findings = new Report(script.file);
  const places = new Set<string>();
  const report = (code: DiagnosticCode, message: string, hint: string, span: Span) => {
    const place = `${code} ${span.line}:${span.column}`;
    if (!places.has(place)) findings.add(code, span, message, hint);
    places.add(place);
  };
  const segmented = splitTools(script);
  const isClassic = script.profile !== "dialect";
  const whole = segmented?.body ?? script.body;
  const handlers = isClassic ? null : withHandlerChoice(whole);
  const body = handlers?.body ?? whole;
  const names = isClassic ? analyseClassic(script) : analyseWithOrigins({ ...script, body });
  handlers?.number((key) => names.procedureIndex.get(key));
  const numbers = new NumberTypes(names);
  if (hasNumbers) numbers.infer(bodiesOf(body, names).map((part) => factsOf(part.scope, part.statements, names)));
  const directives = collectDirectives(body, names, report);
  const buffer = new CodeBuffer();
  const functions: FunctionInfo[] = [];
  const hidden: ProgramMap["hidden"][number][] = [];
  const errorLabels: ProgramMap["errorLabels"][number][] = [];
  const compileBody = (statements: Statement[], scope: Scope, name: string) => {
    const c = new Context(buffer, names, scope, numbers, report);
    if (isClassic) c.classic = classicBody(script, names, functions.length);
    const entry = buffer.pc;
    const before = buffer.statements;
    c.height = scope.names.length;
    c.size = c.height;
    buffer.sites.keepsAll = scope.hasResume;
    for (const [key, register] of scope.registers) if (scope.names[register] === "") c.hiddenKeys.push([register, key]);
    if (scope.hasOnError) c.errorMode = c.hidden(HIDDEN.errorMode);
    if (scope.hasOnError && scope.hasResume) for (const key of RESUME_REGISTERS) c.hidden(key);
    if (scope.hasFinally) c.carried = c.hidden(HIDDEN.carried);
    if (c.comesBack) c.reserveOwn(countBlocks(statements) * REGISTERS_OF_BLOCK);
    findLabels(c, statements);
    if (isClassic) compilePrologue(c);
    compileBlock(c, statements);
    returnResult(c);
    compileStubs(c);
    const cost = Math.max(1, buffer.statements - before);
    const { names: registerNames, params } = scope;
    if (c.hiddenKeys.length > 0) hidden.push({ function: functions.length, registers: c.hiddenKeys });
    if (c.errorLabels.length > 0) errorLabels.push({ function: functions.length, labels: c.errorLabels });
    functions.push({ name, entry, size: c.size, params, locals: registerNames.length, cost, names: registerNames });
  };
  const id = scriptId(script.file);
  buffer.at({ line: 1, column: 1, endLine: 1, endColumn: 1 });
  for (const { scope, statements } of bodiesOf(body, names))
    compileBody(statements, scope, scope.procedure?.name ?? id);
  if (numbers.isContradicted) return null;
  if (buffer.pc > MAX_INSTRUCTIONS * 4) {
    report("BAS901", "The script is too long to compile.", "Split it into several scripts.", {
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 1,
    });
  }
  // A classic program with an error is refused before it says anything (reference 7.5.1).
  const isRefused = isClassic && (script.refused || checkClassic(script).some((d) => d.severity === "error"));
  const { diagnostics } = findings;
  if (diagnostics.length > 0 || isRefused) return { program: null, diagnostics };
  const tools = (segmented?.tools ?? []).map(({ procedure, ...tool }) => ({
    ...tool,
    function: names.procedureIndex.get(procedure)!,
  }));
  // The plain name of the file means its first tool.
  const tool = tools[0] ?? describeTool(script.body, script.firstComment);
  const program: Program = {
    isa: ISA,
    hash: options.hash,
    file: script.file,
    name: id,
    code: Int32Array.from(buffer.code),
    constants: buffer.constants,
    functions,
    tries: Int32Array.from(buffer.tries),
    positions: Int32Array.from(buffer.positions),
    description: tool.description,
    params: tool.params,
    profile: script.profile,
    directives,
    tools,
    map: { statements: Int32Array.from(buffer.starts), sites: buffer.sites.table, hidden, errorLabels },
    ...(script.numbered ? { lineNumbers: lineNumbersOf(script) } : {}),
  };
  return { program, diagnostics };
}

/** The script's own statements, then those of its procedures, in the order of the program's functions. */
function bodiesOf(body: Statement[], names: ScriptScope): { scope: Scope; statements: Statement[] }[] {
  const procedures = names.procedures.map((scope) => ({ scope, statements: scope.procedure?.body ?? [] }));
  return [{ scope: names.body, statements: body }, ...procedures];
}

/** Pairs of a line of the file and its BASIC line number. */
function lineNumbersOf(script: Script): number[] {
  const pairs: number[] = [];
  walk(script.body, (node) => {
    if (node.kind === "label" && /^\d+$/.test(node.key)) pairs.push(node.span.line, Number(node.key));
    return undefined;
  });
  return pairs;
}

/** `shop.gbdialog/Track-Order.bas` is `track-order`. */
export function scriptId(file: string): string {
  const base = file.slice(file.lastIndexOf("/") + 1).toLowerCase();
  return base.endsWith(".bas") ? base.slice(0, -4) : base;
}

/** Most registers that a block keeps: a FOR with a stand-in for its variable. */
const REGISTERS_OF_BLOCK = 4;

function countBlocks(statements: Statement[]): number {
  let count = 0;
  walk(statements, (node) => {
    if (/^(for|for-each|while|do|select|try)$/.test(node.kind)) count++;
    return node.kind !== "procedure";
  });
  return count;
}

/** Labels of the body with the list that each stands in; those of procedures are their own. */
function findLabels(c: Context, statements: Statement[]): void {
  const visitList = (list: Statement[]) => {
    for (const node of list) {
      if (node.kind !== "label") continue;
      if (c.labels.has(node.key)) duplicate(c, node);
      else c.labels.set(node.key, { label: new Label(), list });
    }
  };
  visitList(statements);
  walk(statements, (node) => {
    if (node.kind === "procedure") return false;
    for (const list of listsOf(node)) visitList(list);
    return undefined;
  });
}

function duplicate(c: Context, node: LabelNode): void {
  c.report("BAS306", `The label ${node.key} stands twice.`, "Rename one of them.", node.span);
}
