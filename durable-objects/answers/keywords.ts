/** What the model's turn asks for; rows beside the catalogue, because no script of a package uses them. */
import { forms, type KeywordEntry, registerKeywords } from "../../basic/catalogue/index.ts";

const row = (keyword: string, operands: string, more: Pick<KeywordEntry, "result" | "effect">): KeywordEntry => ({
  keyword,
  family: "model",
  section: "4.6",
  forms: forms(operands),
  statement: false,
  summary: "Part of the model's turn; scripts do not use it.",
  example: "",
  ...more,
});

registerKeywords([
  /** All that the model is told at first: JSON. `kind` as in AnswerKind. */
  row("BASALT PROMPT", "question, kind", { result: "text", effect: "recordable" }),
  /** One call of the model. */
  row("BASALT ASK", "request, steps", { result: "object", effect: "recordable" }),
  /** From here on what TALK says belongs to a tool's result; yields what was kept before. */
  row("BASALT LISTEN", "", { result: "text", effect: "pure" }),
  /** What the model is told of a tool's run. */
  row("BASALT RESULT", "called, result, problem, before", { result: "object", effect: "pure" }),
]);
