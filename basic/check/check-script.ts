/**
 * The semantic checks that need no compiler: names, operand counts, jumps, constants, and a few lints. It reads the tree
 * of the parser, also of a script with syntax errors, and reports nothing about statements that could not be parsed.
 */
import type { Call, CallStatement, CallValue, Expr, Procedure, Script, Span, Statement } from "../ast.ts";
import { RESERVED } from "../catalogue/reserved.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { clearsError, errorPart } from "../error-words.ts";
import { nearest } from "../parser/suggest.ts";
import { numberedName } from "../tools/segment-name.ts";
import { lintExpression, lintKeyword } from "./lints.ts";
import { checkOperands } from "./operands.ts";
import { Report } from "./report.ts";
import { collectSymbols, nameSpan, rootOf, type Symbols } from "./symbols.ts";
import { bodiesOf, childrenOf, expressionsOf } from "./walk.ts";

/** What the checker needs to know of a built-in function. `BasicFunction` fits. */
export interface FunctionSignature {
  name: string;
  aliases?: readonly string[];
  min: number;
  max: number;
  /** Shown in hints, e.g. `MID(text, start[, count])`. */
  signature?: string;
}

export interface CheckContext {
  functions: readonly FunctionSignature[];
  /** Names of the package's other scripts, without `.bas`; omit where they are not known, then CALL "x" is not checked. */
  scripts?: readonly string[];
}

/** Findings of one script, ordered by position. */
export function checkScript(script: Script, context: CheckContext): Diagnostic[] {
  const report = new Report(script.file);
  const checker = new Checker(context, report, collectSymbols(script.body, report));
  checker.body(script.body, { owner: null, blocks: [] });
  return report.sorted();
}

/** Where a statement stands. */
interface Place {
  owner: Procedure | null;
  /** Kinds of the loops and IFs around it, outermost first. */
  blocks: readonly string[];
}

const BLOCK_OF = new Map<Statement["kind"], string>([
  ["for", "for"],
  ["for-each", "for"],
  ["while", "while"],
  ["do", "do"],
  ["if", "if"],
]);
const LOOPS: ReadonlySet<string> = new Set(["for", "while", "do"]);
const RESERVED_WORDS: ReadonlySet<string> = new Set(RESERVED.map((phrase) => phrase.replaceAll(" ", "_")));

class Checker {
  private readonly functions = new Map<string, FunctionSignature>();
  private readonly scripts: ReadonlySet<string> | null;
  private readonly report: Report;
  private readonly symbols: Symbols;

  constructor(context: CheckContext, report: Report, symbols: Symbols) {
    for (const fn of context.functions) {
      for (const name of [fn.name, ...(fn.aliases ?? [])]) this.functions.set(name.toLowerCase(), fn);
    }
    this.scripts = context.scripts ? new Set(context.scripts.map(scriptKey)) : null;
    this.report = report;
    this.symbols = symbols;
  }

  body(statements: readonly Statement[], place: Place): void {
    let left: Statement | null = null;
    // After ON ERROR a THROW may be gone on from.
    const isTrapped = statements.some((s) => s.kind === "on-error");
    for (const s of statements) {
      if (this.report.full) return;
      if (left && !REACHED.has(s.kind)) {
        this.report.add(
          "BAS409",
          firstLine(s.span),
          `This is never reached: line ${left.span.line} leaves the block`,
          "remove it, or put a label before it",
        );
        left = null;
      } else if (REACHED.has(s.kind)) {
        left = null;
      }
      this.statement(s, place);
      const comesBack = (s.kind === "goto" && s.sub) || (s.kind === "throw" && isTrapped);
      if (LEAVING.has(s.kind) && !comesBack) left = s;
    }
  }

  private statement(s: Statement, place: Place): void {
    for (const e of expressionsOf(s)) this.expression(e);
    switch (s.kind) {
      case "assign":
        this.notConstant(s.target);
        break;
      case "for":
      case "for-each":
        this.notConstant(s.target);
        break;
      case "hear-statement":
        for (const target of s.targets) this.notConstant(target);
        break;
      case "with":
        this.notConstant(s.target);
        if (s.lines.length === 0)
          this.report.add(
            "BAS408",
            firstLine(s.span),
            "This WITH has no lines",
            "write field = value lines, or assign {}",
          );
        break;
      case "exit":
        this.exit(s.what, s.span, place);
        break;
      case "continue":
        if (!inLoop(place, s.what)) {
          this.report.add(
            "BAS304",
            s.span,
            `CONTINUE${s.what === "loop" ? "" : ` ${s.what.toUpperCase()}`} stands outside ${s.what === "loop" ? "any loop" : `${s.what.toUpperCase()} loops`}`,
            "move it into the loop",
          );
        }
        break;
      case "goto":
        this.label(s.key, s.span, place);
        break;
      case "on-error":
      case "resume":
        if (s.label !== null) this.label(s.label, s.span, place);
        break;
      case "call-statement":
        this.call(s);
        break;
      case "keyword-statement":
        lintKeyword(s, this.report);
        checkOperands(s, this.report);
        break;
      case "procedure":
        this.body(s.body, { owner: s, blocks: [] });
        return;
      default:
        break;
    }
    const block = BLOCK_OF.get(s.kind);
    const inner = block ? { owner: place.owner, blocks: [...place.blocks, block] } : place;
    // A loop or IF whose head is bad still counts as one, so that its EXIT is not reported on top.
    const around =
      s.kind === "bad" ? { owner: place.owner, blocks: [...place.blocks, "for", "while", "do", "if"] } : inner;
    for (const statements of bodiesOf(s)) this.body(statements, around);
  }

  private expression(e: Expr): void {
    // Suggestions look at every name: behind the last error that is told they would be work for nothing.
    if (this.report.full) return;
    for (const child of childrenOf(e)) this.expression(child);
    if (e.kind === "call") this.functionCall(e);
    else if (e.kind === "call-value") this.call(e);
    else if (e.kind === "keyword") {
      lintKeyword(e, this.report);
      checkOperands(e, this.report);
    }
    lintExpression(e, this.symbols, this.report);
  }

  private notConstant(target: Expr): void {
    const key = rootOf(target);
    if (key !== null && target.kind === "name" && this.symbols.constants.has(key)) {
      this.report.add(
        "BAS308",
        target.span,
        `${target.name} is a constant and cannot be assigned to`,
        "use another variable, or declare it without CONST",
      );
    }
  }

  private exit(what: string, span: Span, place: Place): void {
    if (what === "script") return;
    if (what === "sub" || what === "function") {
      if (!place.owner)
        this.report.add(
          "BAS304",
          span,
          `EXIT ${what.toUpperCase()} stands outside any ${what.toUpperCase()}`,
          "write EXIT alone to end the script",
        );
    } else if (what === "if" ? !place.blocks.includes("if") : !inLoop(place, what)) {
      const name = what === "loop" ? "BREAK" : `EXIT ${what.toUpperCase()}`;
      this.report.add(
        "BAS304",
        span,
        `${name} stands outside ${what === "loop" ? "any loop" : `a ${what.toUpperCase()} block`}`,
        "move it into the block, or write EXIT alone to end the script",
      );
    }
  }

  private label(key: string, span: Span, place: Place): void {
    const labels = this.symbols.labels.get(place.owner);
    if (labels?.has(key)) return;
    const elsewhere = [...this.symbols.labels.values()].some((others) => others.has(key));
    const near = labels ? nearest(key, labels.keys()) : null;
    const hint = elsewhere
      ? "jump only within the same procedure"
      : near
        ? `did you mean ${near}?`
        : `write ${key}: before the statement to go to`;
    this.report.add(
      "BAS307",
      span,
      elsewhere ? `The label ${key} is in another procedure` : `There is no label ${key}`,
      hint,
    );
  }

  /** CALL and its short forms: a procedure, a function, a list, a script. */
  private call(s: CallStatement | CallValue): void {
    const target = s.target;
    const text =
      typeof target === "string"
        ? target
        : target.kind === "literal" && typeof target.value === "string"
          ? target.value
          : null;
    if (text !== null) {
      if (!this.scripts || text.startsWith("/") || this.scripts.has(scriptKey(text))) return;
      // `orders.2` is a tool of orders.bas.
      const numbered = numberedName(scriptKey(text));
      if (numbered && this.scripts.has(numbered.file)) return;
      const near = nearest(scriptKey(text), this.scripts);
      this.report.add(
        "BAS302",
        s.span,
        `There is no script ${text} in the package`,
        near ? `did you mean ${near}?` : "check the name of the file",
      );
      return;
    }
    if (typeof target === "string" || target.kind !== "name") return;
    this.named(target.name, target.key, s.args.length, target.span, "procedure");
  }

  private functionCall(e: Call): void {
    const span = { ...e.span, endLine: e.span.line, endColumn: e.span.column + e.name.length };
    this.named(e.name, e.key, e.args.length, span, "function");
  }

  /** Resolves a called name in the order of the language and counts its operands. */
  private named(name: string, key: string, count: number, span: Span, what: "procedure" | "function"): void {
    const procedure = this.symbols.procedures.get(key);
    if (procedure) {
      const declared = procedure.body.reduce(
        (sum, s) => sum + (s.kind === "param" ? s.names.length : 0),
        procedure.params.length,
      );
      if (count > declared) {
        const takes = declared === 0 ? "no operands" : declared === 1 ? "one operand" : `${declared} operands`;
        this.report.add(
          "BAS303",
          span,
          `${procedure.name} takes ${takes}, found ${count}`,
          `see its definition in line ${nameSpan(procedure).line}`,
        );
      }
      return;
    }
    const fn = this.functions.get(key) ?? this.functions.get(key.replace(/[$%&!#]$/, ""));
    if (fn) {
      if (count >= fn.min && count <= fn.max) return;
      // An element of a list that is called like a function.
      if (this.symbols.variables.has(key) && what === "function" && count === 1) return;
      const takes =
        fn.min === fn.max ? `${fn.min}` : fn.max === Infinity ? `at least ${fn.min}` : `${fn.min} to ${fn.max}`;
      this.report.add(
        "BAS303",
        span,
        `${fn.name} takes ${takes} operand${takes === "1" || takes === "at least 1" ? "" : "s"}, found ${count}`,
        fn.signature ? `write ${fn.signature}` : "",
      );
      return;
    }
    if (this.symbols.variables.has(key) || this.scripts?.has(scriptKey(key))) return;
    if (errorPart(key) !== null || clearsError(key)) return;
    const upper = name.toUpperCase();
    if (RESERVED_WORDS.has(upper)) {
      this.report.add(
        "BAS209",
        span,
        `${upper.replaceAll("_", " ")} is a statement of classic BASIC`,
        "begin the script with OPTION CLASSIC, or remove it",
      );
      return;
    }
    const near = nearest(
      upper,
      [...this.symbols.procedures.values()]
        .map((p) => p.name.toUpperCase())
        .concat([...this.functions.keys()].map((f) => f.toUpperCase())),
    );
    this.report.add(
      what === "function" ? "BAS301" : "BAS302",
      span,
      `There is no function or procedure ${name}`,
      near ? `did you mean ${near}?` : `define it: SUB ${name} ... END SUB, or FUNCTION`,
    );
  }
}

/** Statements that end the way through their block. */
const LEAVING: ReadonlySet<Statement["kind"]> = new Set<Statement["kind"]>([
  "exit",
  "continue",
  "return",
  "throw",
  "goto",
  "resume",
]);
/** Statements that may follow those: they are declarations, targets of jumps, or begin another tool of the file. */
const REACHED: ReadonlySet<Statement["kind"]> = new Set<Statement["kind"]>([
  "label",
  "procedure",
  "description",
  "param",
  "bad",
]);

function inLoop(place: Place, what: string): boolean {
  return what === "loop" ? place.blocks.some((block) => LOOPS.has(block)) : place.blocks.includes(what);
}

function firstLine(span: Span): Span {
  return span.endLine === span.line ? span : { ...span, endLine: span.line, endColumn: span.column + 1 };
}

/** Script names are compared without folder, extension and case; hyphen and underscore are equal. */
function scriptKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.bas$/, "")
    .replace(/^.*\//, "")
    .replaceAll("-", "_");
}
