/** The operands of the call or keyword around the cursor. */
import type { ParameterInformation, Position, SignatureHelp, SignatureInformation } from "vscode-languageserver";
import { operandsOf } from "../../basic/catalogue/spelling.ts";
import { keywordText } from "../../basic/catalogue/texts/index.ts";
import type { Piece } from "../../basic/format/spacing.ts";
import { FUNCTIONS } from "../../basic/functions/index.ts";
import { type Analysis, offsetAt } from "./analysis.ts";
import { keywordAt } from "./keyword-text.ts";
import { parametersOf, procedureOf, signatureOf } from "./procedures.ts";

export function signatureHelp(analysis: Analysis, position: Position): SignatureHelp | null {
  const offset = offsetAt(analysis, position);
  const line = analysis.lines.findLast(({ pieces }) => pieces[0]!.token.start <= offset);
  if (!line || line.last < position.line + 1) return null;
  const before = line.pieces.filter(({ token }) => token.end <= offset);
  const inside = line.pieces.some(({ token }) => token.start < offset && offset < token.end && token.kind !== "word");
  if (inside && before.length === 0) return null;
  const call = openCall(before);
  if (call) {
    const found = callSignature(analysis, before[call.at - 1]!);
    if (found) return { signatures: [found], activeSignature: 0, activeParameter: call.commas };
  }
  return keywordHelp(before);
}

/** The innermost bracket behind a name that is still open, and the commas since. */
function openCall(pieces: readonly Piece[]): { at: number; commas: number } | null {
  let depth = 0;
  let commas = 0;
  for (let at = pieces.length - 1; at > 0; at--) {
    const { kind, upper } = pieces[at]!.token;
    if (kind !== "symbol") continue;
    if (upper === ")" || upper === "]" || upper === "}") depth++;
    else if (upper === "(" || upper === "[" || upper === "{") {
      if (depth > 0) depth--;
      else if (upper === "(" && pieces[at - 1]!.token.kind === "word") return { at, commas };
      else commas = 0;
    } else if (upper === "," && depth === 0) commas++;
  }
  return null;
}

function callSignature(analysis: Analysis, { token }: Piece): SignatureInformation | null {
  const procedure = procedureOf(analysis, token.text.toLowerCase());
  if (procedure) {
    const parameters = parametersOf(procedure).map((label) => ({ label }));
    return { label: signatureOf(procedure), parameters };
  }
  const fn = FUNCTIONS.get(token.upper);
  if (!fn) return null;
  return { label: fn.signature, documentation: fn.summary, parameters: parametersIn(fn.signature) };
}

/** The operands of `MID(text, start[, count])`, as ranges of it. */
function parametersIn(signature: string): ParameterInformation[] {
  const open = signature.indexOf("(");
  const inner = signature.slice(open + 1, signature.lastIndexOf(")"));
  return [...inner.matchAll(/[^,[\]\s][^,[\]]*/g)].map(({ index, 0: text }) => ({
    label: [open + 1 + index, open + 1 + index + text.trimEnd().length],
  }));
}

/** The forms of the keyword that the statement begins with, that which fits the words so far first. */
function keywordHelp(pieces: readonly Piece[]): SignatureHelp | null {
  const found = pieces.length > 0 ? keywordAt(pieces, 0) : null;
  if (!found || found.entry.forms.every(({ operands }) => operands.length === 0)) return null;
  const { entry } = found;
  let depth = 0;
  let commas = 0;
  for (const { token } of pieces) {
    if (token.kind !== "symbol") continue;
    if (/^[([{]$/.test(token.upper)) depth++;
    else if (/^[)\]}]$/.test(token.upper)) depth--;
    else if (token.upper === "," && depth === 0) commas++;
  }
  const signatures = entry.forms.map((form): SignatureInformation => {
    let label = entry.keyword;
    const parameters = operandsOf(form).map((text): ParameterInformation => {
      const start = label.length;
      label += text;
      return { label: [start, label.length] };
    });
    return { label, documentation: keywordText(entry).summary, parameters };
  });
  const fitting = entry.forms.findIndex(
    ({ operands }) => operands.length > commas || operands.some((one) => one.kind === "rest"),
  );
  return { signatures, activeSignature: Math.max(0, fitting), activeParameter: commas };
}
