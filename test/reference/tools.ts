/** Files that hold several tools (reference 4.3): each DESCRIPTION with the PARAM lines beside it begins one. */
import type { Script, Statement } from "../../basic/ast.ts";
import { analyse, type ScriptInfo } from "./analysis.ts";

export interface Tool {
  /** Its title in kebab case; null where no heading stands over it. */
  slug: string | null;
  info: ScriptInfo;
}

/** The tools of a file in order; none where it has no more than one DESCRIPTION at the top level. */
export function toolsOf(script: Script): Tool[] {
  const { body } = script;
  const heads = body.flatMap((s, i) => (s.kind === "description" ? [headOf(body, i)] : []));
  if (heads.length < 2) return [];
  const shared = body.slice(0, heads[0]);
  return heads.map((from, i) => {
    const own = body.slice(from, heads[i + 1] ?? body.length);
    const first = body[from]!.span.line;
    const before = i === 0 ? 0 : body[heads[i - 1]!]!.span.line;
    const heading = script.headings.findLast(({ line }) => line < first && line > before);
    return {
      slug: heading ? kebab(heading.title) : null,
      info: analyse({ ...script, body: [...shared, ...own] }, script),
    };
  });
}

/** Where the PARAM lines begin that stand directly before a DESCRIPTION. */
function headOf(body: readonly Statement[], description: number): number {
  let at = description;
  while (at > 0 && body[at - 1]!.kind === "param") at--;
  return at;
}

function kebab(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}
