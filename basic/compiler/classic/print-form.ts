/** A PRINT list as the machine takes it: a letter for each item, and the values that go with them. */
import type { Expr } from "../../ast.ts";
import type { PrintItem } from "../../ast-classic.ts";

/** v a value, t TAB, s SPC, `,` on to the next zone; a semicolon adds nothing. */
export function formOf(items: readonly PrintItem[]): string {
  return items.map(letterOf).join("");
}

function letterOf(item: PrintItem): string {
  switch (item.kind) {
    case "value":
      return "v";
    case "tab":
      return "t";
    case "blanks":
      return "s";
    case "separator":
      return item.isComma ? "," : "";
  }
}

export function valuesOf(items: readonly PrintItem[]): Expr[] {
  return items.flatMap((item) => (item.kind === "separator" ? [] : [item.value]));
}
