/** What check, publish and editors show: one structured finding at one place, with a hint how to mend it. */
import type { Span } from "./ast.ts";

export type Severity = "error" | "warning" | "hint";

export interface Diagnostic extends Span {
  file: string;
  severity: Severity;
  /** Stable, documented: `BAS1xx` lexical, `BAS2xx` syntax, `BAS3xx` names and operands, `BAS4xx` lint, `BAS5xx` classic profile, `BAS9xx` limits. */
  code: string;
  message: string;
  /** How to mend it, in the imperative; empty when the message says it all. */
  hint: string;
}

/** `file:line:column: severity code: message`, the form that terminals and editors understand. */
export function formatDiagnostic(d: Diagnostic): string {
  return `${d.file}:${d.line}:${d.column}: ${d.severity} ${d.code}: ${d.message}${d.hint ? ` (${d.hint})` : ""}`;
}
