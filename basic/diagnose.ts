/** Everything that can be said about a source before it runs: what check, publish and editors show. */
import type { Script } from "./ast.ts";
import { checkScript } from "./check/check-script.ts";
import { checkClassic } from "./check/classic/check-classic.ts";
import { compile } from "./compiler/compile.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { FUNCTIONS } from "./functions/index.ts";
import { type ParseOptions, parse } from "./parser/parse.ts";
import type { Program } from "./program.ts";

export interface Diagnosis {
  script: Script;
  /** Null when there is an error. */
  program: Program | null;
  /** In the order of the text; one a place and code. */
  diagnostics: Diagnostic[];
}

/** The map has a row an alias; the checker wants a function once. */
const BUILT_INS = [...new Set(FUNCTIONS.values())];

/**
 * Parses, checks and compiles. `hash` names the program (see `Program`); a diagnosis that is thrown away needs none.
 * `scripts` are the names of the package's scripts, for CALL; without them such names are not checked.
 * `options.profile` forces the rules that it is written to.
 */
export function diagnose(
  source: string,
  file: string,
  hash = "",
  scripts?: readonly string[],
  options: ParseOptions = {},
): Diagnosis {
  const { script, diagnostics: syntax } = parse(source, file, options);
  const checked =
    script.profile === "dialect"
      ? checkScript(script, { functions: BUILT_INS, ...(scripts ? { scripts } : {}) })
      : checkClassic(script);
  const compiled = compile(script, { hash });
  const seen = new Set<string>();
  const diagnostics = [...syntax, ...checked, ...compiled.diagnostics]
    .filter((d) => {
      // The checker and the compiler may stumble over one and the same thing.
      const place = `${d.line}:${d.column}:${d.severity}`;
      return seen.has(place) ? false : seen.add(place);
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
  const broken = diagnostics.some((d) => d.severity === "error");
  return { script, program: broken ? null : compiled.program, diagnostics };
}
