/** How statements of the reference evaluator leave the place where they stand: thrown, and caught where they lead to. */
import type { Statement } from "../../basic/ast.ts";
import type { Value } from "../../basic/values.ts";

export class ExitSignal {
  readonly what: "for" | "while" | "do" | "loop" | "if";
  constructor(what: ExitSignal["what"]) {
    this.what = what;
  }
}
export class ContinueSignal {
  readonly what: "for" | "while" | "do" | "loop";
  constructor(what: ContinueSignal["what"]) {
    this.what = what;
  }
}
/** Leaves the procedure, or the script where it stands in its body. */
export class ReturnSignal {
  readonly value: Value;
  /** Without a value: a FUNCTION gives what was assigned to its name. */
  readonly isPlain: boolean;
  constructor(value: Value, isPlain: boolean) {
    this.value = value;
    this.isPlain = isPlain;
  }
}
/** EXIT, END, STOP: the script ends, through every caller in it. */
export class EndSignal {}
export class GotoSignal {
  readonly list: readonly Statement[];
  readonly index: number;
  constructor(list: readonly Statement[], index: number) {
    this.list = list;
    this.index = index;
  }
}
/** RETURN of a GOSUB. */
export class GosubReturnSignal {}
export class ResumeSignal {
  readonly how: "retry" | "next" | "label";
  readonly label: string | null;
  constructor(how: ResumeSignal["how"], label: string | null) {
    this.how = how;
    this.label = label;
  }
}
/** The last act of a script is the call of another one, which takes its place. */
export class TailCallSignal {
  readonly name: string;
  readonly args: Value[];
  constructor(name: string, args: Value[]) {
    this.name = name;
    this.args = args;
  }
}
/** HEAR found no answer: the run stays parked. */
export class ParkedSignal {}
/** What the evaluator does not know. */
export class Unsupported extends Error {}
