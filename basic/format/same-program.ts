/** Whether two texts are the same program: what a formatter has to keep. */
import { compile } from "../compiler/compile.ts";
import { parse } from "../parser/parse.ts";
import type { Profile } from "../program.ts";

/** Compares all but the places in the text: code, constants, names, tools, and the kinds of findings. */
export function isSameProgram(a: string, b: string, profile: Profile | null = null): boolean {
  return JSON.stringify(contentOf(a, profile)) === JSON.stringify(contentOf(b, profile));
}

function contentOf(source: string, profile: Profile | null): unknown {
  const { script, diagnostics } = parse(source, "", { profile });
  const { program } = compile(script, { hash: "" });
  const codes = diagnostics.map((d) => d.code).sort();
  if (program === null) return codes;
  const { positions: _, code, tries, constants, directives, lineNumbers, ...rest } = program;
  return {
    ...rest,
    // Pairs of a line of the file, which is a place, and its BASIC line number.
    lineNumbers: [...(lineNumbers ?? [])].filter((_line, i) => i % 2 === 1),
    codes,
    code: [...code],
    tries: [...tries],
    constants,
    directives: directives.map(({ line: _line, ...directive }) => directive),
  };
}
