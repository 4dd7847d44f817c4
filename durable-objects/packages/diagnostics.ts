/** What publishing reports of a package's files, in the form of the contract (`PublishReport`). */
import type { PublishReport } from "../../contracts/objects.ts";

export type PackageDiagnostic = PublishReport["diagnostics"][number];

/** Findings in one answer; the rest is counted. */
const MAX_DIAGNOSTICS = 1_000;

export function boundDiagnostics(diagnostics: readonly PackageDiagnostic[]): PackageDiagnostic[] {
  if (diagnostics.length <= MAX_DIAGNOSTICS) return [...diagnostics];
  const left = diagnostics.length - MAX_DIAGNOSTICS;
  return [
    ...diagnostics.slice(0, MAX_DIAGNOSTICS),
    {
      file: "",
      line: 1,
      column: 1,
      severity: "warning",
      code: "PKG103",
      message: `${left} more findings are not shown.`,
      hint: "Mend these first.",
    },
  ];
}

/** A finding about a file as a whole; "" = about the package. */
export const warning = (file: string, code: string, message: string, hint = ""): PackageDiagnostic => ({
  file,
  line: 1,
  column: 1,
  severity: "warning",
  code,
  message,
  hint,
});
