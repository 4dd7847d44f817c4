/** What PARAM and DESCRIPTION say of a tool (reference 4.3), as constants of the program. */
import type { Expr, Statement } from "../ast.ts";
import type { ToolParameter } from "../program.ts";

interface ToolHead {
  /** Null where neither DESCRIPTION nor a comment says anything. */
  description: string | null;
  params: ToolParameter[];
}

/** The head of the tool that these statements are; PARAMs inside of procedures are parameters of those (H-39). */
export function describeTool(statements: readonly Statement[], comment: string): ToolHead {
  let description: string | null = null;
  const params: ToolParameter[] = [];
  for (const s of statements) {
    if (s.kind === "description") description ??= s.text;
    if (s.kind !== "param") continue;
    for (const { name } of s.names) {
      params.push({
        name,
        type: s.type,
        description: s.description,
        example: s.example ? constantOf(s.example) : null,
        enum: s.enum ? s.enum.map(constantOf) : null,
        default: s.default ? constantOf(s.default) : null,
        optional: s.optional || s.default !== null,
      });
    }
  }
  return { description: description ?? (comment || null), params };
}

/** The value of an expression that is known without running it, else NULL. */
function constantOf(e: Expr): unknown {
  if (e.kind === "literal") return e.value;
  if (e.kind === "unary" && e.op === "-" && e.operand.kind === "literal" && typeof e.operand.value === "number")
    return -e.operand.value;
  if (e.kind === "array") return e.items.map(constantOf);
  if (e.kind === "object") {
    const entries = e.entries.map(
      (entry) => [typeof entry.key === "string" ? entry.key : "", constantOf(entry.value)] as const,
    );
    return Object.fromEntries(entries.filter(([key]) => key !== "" && key !== "__proto__"));
  }
  return null;
}
