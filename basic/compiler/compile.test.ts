/** What the compiler reports and what it puts into a program besides code. Behaviour is tested by the corpus. */
import { describe, expect, it } from "vitest";
import { CODES } from "../check/codes.ts";
import { compile, parse } from "../index.ts";

function compiled(source: string) {
  return compile(parse(source, "shop/Track-Order.bas").script, { hash: "h" });
}

const REPORTED: [string, string, string, number][] = [
  ["EXIT outside a loop", "x = 1\nEXIT FOR\n", "BAS304", 2],
  ["EXIT SUB in the script's body", "EXIT SUB\n", "BAS304", 1],
  ["CONTINUE outside a loop", "CONTINUE WHILE\n", "BAS304", 1],
  ["a jump to a label that is not there", "GOTO nowhere\n", "BAS307", 1],
  ["a jump into a block", "GOTO inner\nIF x THEN\ninner:\nTALK 1\nEND IF\n", "BAS307", 1],
  ["a jump into a procedure", "GOTO inner\nSUB s()\ninner:\nTALK 1\nEND SUB\n", "BAS307", 1],
  ["a label that stands twice", "a:\nTALK 1\na:\nTALK 2\n", "BAS306", 3],
  ["too many arguments of a procedure", "SUB s(a)\nEND SUB\ns(1, 2)\n", "BAS303", 3],
  ["too few arguments of a function", "x = LEFT()\n", "BAS303", 1],
  ["ON ERROR GOTO without the label", "ON ERROR GOTO handler\n", "BAS307", 1],
];

describe("compile reports", () => {
  for (const [what, source, code, line] of REPORTED) {
    it(what, () => {
      const { program, diagnostics } = compiled(source);
      expect(program).toBeNull();
      expect(diagnostics.map((d) => [d.code, d.line, d.severity])).toEqual([[code, line, "error"]]);
      expect(Object.keys(CODES)).toContain(code);
      expect(diagnostics[0]?.message).not.toBe("");
      expect(diagnostics[0]?.hint).not.toBe("");
    });
  }

  it("nothing about a statement that could not be parsed: it raises its error when it is reached", () => {
    expect(compiled('FROBNICATE "x"\n').program).not.toBeNull();
  });

  it("the same program for the same source", () => {
    const source = 'FOR i = 1 TO 3\nTALK "n " & i\nNEXT\n';
    expect(compiled(source)).toEqual(compiled(source));
  });
});

describe("compile describes a tool", () => {
  const source = [
    "' Looks an order up",
    'PARAM order AS INTEGER LIKE 17 DESCRIPTION "order number"',
    'PARAM kind AS "new", "old" OPTIONAL',
    "PARAM limit AS NUMBER DEFAULT -5",
    'DESCRIPTION "Finds an order"',
    "TALK order",
  ].join("\n");

  it("with its name, description and parameters", () => {
    const { program } = compiled(source);
    expect(program?.name).toBe("track-order");
    expect(program?.description).toBe("Finds an order");
    expect(program?.params).toMatchObject([
      { name: "order", type: "INTEGER", description: "order number", example: 17, optional: false },
      { name: "kind", enum: ["new", "old"], optional: true },
      { name: "limit", type: "NUMBER", default: -5, optional: true },
    ]);
  });

  it("by its first comment where there is no DESCRIPTION", () => {
    expect(compiled("' Looks an order up\nTALK 1\n").program?.description).toBe("Looks an order up");
  });
});
