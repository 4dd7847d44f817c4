/** Collects the findings of one file, in order of appearance, up to a bound. */
import type { Span } from "../ast.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { CODES, type DiagnosticCode } from "./codes.ts";

/** A file with more errors than this is not worth reading on. */
const MAX_ERRORS = 100;
const MAX_FINDINGS = 500;

export class Report {
  readonly file: string;
  readonly diagnostics: Diagnostic[] = [];
  errors = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** So many errors that reading on is pointless; the last one says so. */
  get full(): boolean {
    return this.errors > MAX_ERRORS;
  }

  add(code: DiagnosticCode, span: Span, message: string, hint = ""): void {
    const severity = CODES[code].severity;
    if (severity === "error") {
      // The last one says that there may be more.
      if (this.errors > MAX_ERRORS) return;
      if (this.errors++ === MAX_ERRORS) {
        code = "BAS903";
        message = `More than ${MAX_ERRORS} errors`;
        hint = "mend the first ones and check again";
      }
    } else if (this.diagnostics.length >= MAX_FINDINGS) {
      return;
    }
    const { line, column, endLine, endColumn } = span;
    this.diagnostics.push({ file: this.file, line, column, endLine, endColumn, severity, code, message, hint });
  }

  /** The findings by position. */
  sorted(): Diagnostic[] {
    return this.diagnostics.sort((a, b) => a.line - b.line || a.column - b.column);
  }
}
