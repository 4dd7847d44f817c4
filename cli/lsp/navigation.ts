/** From a name to its other places: definition, references, rename. */

import type { Position, Range, TextEdit } from "vscode-languageserver";
import { ResponseError } from "vscode-languageserver";
import { type Diagnostic, diagnose, type Program } from "../../basic/index.ts";
import { type Analysis, occurrenceAt, offsetAt, pieceAt, rangeBetween, sameAs } from "./analysis.ts";
import type { Occurrence } from "./occurrences.ts";

/** LSP's code of a request that cannot be fulfilled, for a reason that the person is told. */
const REQUEST_FAILED = -32803;

export function definition(analysis: Analysis, position: Position): Range | null {
  const named = occurrenceAt(analysis, offsetAt(analysis, position));
  if (!named) return null;
  const all = sameAs(analysis, named);
  const found = all.find((one) => one.declares) ?? all.find((one) => one.assigns);
  return found ? place(analysis, found) : null;
}

/** The script that `CALL "name"` at the position names. */
export function calledScript(analysis: Analysis, position: Position): string | null {
  const found = pieceAt(analysis, offsetAt(analysis, position));
  if (!found) return null;
  const { token } = found.line.pieces[found.at]!;
  const before = found.line.pieces[found.at - 1]?.token;
  if (token.kind !== "string" || token.parts || before?.kind !== "word" || !/^(CALL|RUN|INCLUDE)$/.test(before.upper))
    return null;
  return String(token.value);
}

export function references(analysis: Analysis, position: Position, withDeclaration: boolean): Range[] {
  const named = occurrenceAt(analysis, offsetAt(analysis, position));
  if (!named) return [];
  return sameAs(analysis, named)
    .filter((one) => withDeclaration || !one.declares)
    .map((one) => place(analysis, one));
}

/** The name to be changed; throws with the reason where there is none. */
export function prepareRename(analysis: Analysis, position: Position): { range: Range; placeholder: string } {
  const named = renamed(analysis, position);
  return { range: place(analysis, named), placeholder: named.name };
}

export function rename(analysis: Analysis, position: Position, name: string): TextEdit[] {
  const named = renamed(analysis, position);
  const isNumber = named.kind === "label" && /^\d+$/.test(named.key);
  if (isNumber ? !/^\d{1,5}$/.test(name) : !/^[\p{L}_][\p{L}\p{M}\p{Nd}_]{0,99}[$%&!#]?$/u.test(name))
    return refuse(`"${name}" is no name: write letters, digits and _, and no digit first.`);
  if (RESERVED.has(name.toUpperCase())) return refuse(`${name.toUpperCase()} is a word of the language.`);
  const key = name.toLowerCase();
  const taken = analysis.occurrences.find(
    (one) => one.kind === named.kind && one.key === key && one.key !== named.key && reaches(one, named),
  );
  const other = analysis.occurrences.find(
    (one) => one.kind !== named.kind && one.key === key && isCallable(one, named),
  );
  const same = taken ?? other;
  if (same) return refuse(`The script already has ${same.name}.`);
  const edits = sameAs(analysis, named).map((one) => ({
    range: place(analysis, one),
    // The key of an object stays what it was.
    newText: one.isShorthand ? `${one.name}: ${name}` : name,
  }));
  const problem = harm(analysis, applyEdits(analysis, edits), name);
  return problem === null ? edits : refuse(problem);
}

/** Why a new name must not be: null where the script does the same under it. */
function harm(analysis: Analysis, text: string, name: string): string | null {
  const errorsOf = (all: readonly Diagnostic[]): Diagnostic[] => all.filter((d) => d.severity === "error");
  const known = errorsOf(analysis.diagnostics).length;
  const after = diagnose(text, "");
  const errors = errorsOf(after.diagnostics);
  if (errors.length > known) return `With the name ${name} the script would not compile: ${errors[0]?.message}`;
  const before = diagnose(analysis.source, "");
  if (codeOf(before.program) === codeOf(after.program)) return null;
  return `With the name ${name} the script would do something else: it names a column or a source of rows, too.`;
}

/** What a program does, whatever its variables are called. */
function codeOf(program: Program | null): string | null {
  return program && JSON.stringify([[...program.code], [...program.tries], program.constants]);
}

/** The text after the edits, which come in the order of the text. */
export function applyEdits(analysis: Analysis, edits: readonly TextEdit[]): string {
  return edits.reduceRight((text, { range, newText }) => {
    return text.slice(0, offsetAt(analysis, range.start)) + newText + text.slice(offsetAt(analysis, range.end));
  }, analysis.source);
}

/** Two variables meet where one is the script's own, or both are of one procedure. */
function reaches(a: Occurrence, b: Occurrence): boolean {
  return a.scope === b.scope || (a.kind === "variable" && (a.scope === "" || b.scope === ""));
}

/** A variable and a procedure of one name cannot be told apart. */
function isCallable(a: Occurrence, b: Occurrence): boolean {
  return a.kind !== "label" && b.kind !== "label";
}

/** Words that the parser always reads as themselves where a value is due. */
const RESERVED: ReadonlySet<string> = new Set(
  `TRUE FALSE NULL NOTHING NONE EMPTY UNDEFINED AND OR NOT XOR EQV IMP MOD LIKE IN IS BETWEEN CONTAINS IF THEN ELSE ELSEIF END
  FOR NEXT WHILE WEND DO LOOP SUB FUNCTION RETURN SELECT CASE SWITCH TRY CATCH FINALLY WITH REM TO STEP AS CALL GOTO GOSUB
  DIM CONST LET EXIT TALK HEAR PRINT UNTIL REPEAT EACH STARTS ENDS`.split(/\s+/),
);

function renamed(analysis: Analysis, position: Position): Occurrence {
  const offset = offsetAt(analysis, position);
  const named = occurrenceAt(analysis, offset);
  if (named) {
    const isOwn = named.kind === "procedure" || sameAs(analysis, named).some((one) => one.declares || one.assigns);
    return isOwn ? named : refuse(`${named.name} is not declared in this script.`);
  }
  const found = pieceAt(analysis, offset);
  const piece = found?.line.pieces[found.at];
  if (piece?.isKeyword) return refuse(`${piece.text} is a word of the language.`);
  return refuse("Only variables, procedures and labels can be renamed.");
}

function refuse(message: string): never {
  throw new ResponseError(REQUEST_FAILED, message);
}

function place(analysis: Analysis, { start, end }: Occurrence): Range {
  return rangeBetween(analysis, start, end);
}
