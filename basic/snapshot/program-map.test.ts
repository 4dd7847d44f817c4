/** The map of a program through bytes, and maps that nobody's compiler has made. */
import { describe, expect, it } from "vitest";
import { compile, decodeProgram, encodeProgram, FormatError, type Program, parse } from "../index.ts";
import { decodeMap, encodeMap } from "./program-map.ts";

const SOURCE = `ON ERROR GOTO handler
FOR i = 1 TO 2
  FOR EACH e IN [1, 2]
    GOSUB ask
  NEXT
NEXT
SUB s(a)
  IF a THEN
    HEAR b
  END IF
END SUB
s(1)
END
ask:
HEAR c
RETURN
handler:
RESUME NEXT
`;

function compiled(source = SOURCE): Program {
  const { program } = compile(parse(source, "map.bas").script, { hash: "h" });
  if (!program) throw new Error("the script does not compile");
  return program;
}

describe("the map of a program", () => {
  it("comes back whole", () => {
    const program = compiled();
    const back = decodeProgram(encodeProgram(program));
    expect(back.map).toEqual(program.map);
    expect(program.map?.errorLabels).toEqual([{ function: 0, labels: ["handler"] }]);
  });

  it("is the same however the source is laid out", () => {
    const keys = (source: string) => compiled(source).map?.sites.map(({ key }) => key);
    const other = SOURCE.replaceAll("  ", " ").replace("FOR i", "for I").replace("HEAR b", "\n\n  ' asks\n  hear B");
    expect(keys(other)).toEqual(keys(SOURCE));
    expect(keys(SOURCE.replace("HEAR b", "HEAR d"))).not.toEqual(keys(SOURCE));
  });

  it("is passed over where a program has none", () => {
    const { map: _, ...old } = compiled();
    expect(decodeProgram(encodeProgram(old)).map).toBeUndefined();
  });

  it("is refused where it cannot be one", () => {
    const { map, code } = compiled();
    const whole = encodeMap(map!);
    const base64 = (...bytes: number[]) => btoa(String.fromCharCode(...bytes));
    const site = (...bytes: number[]) => ({ ...whole, sites: base64(1, ...bytes, 0, 0, 0, 0, 0, 0) });
    expect(() => decodeMap(site(1, 0, 1, 0, 0), code.length)).not.toThrow();
    const damaged: unknown[] = [
      null,
      [],
      { ...whole, statements: 1 },
      { ...whole, statements: "*" },
      { ...whole, statements: base64(2, 1, 0) },
      { ...whole, statements: base64(1, 0, 0) },
      { ...whole, statements: base64(1, 0xff, 0xff, 0xff, 0x7f) },
      { ...whole, sites: whole.sites.slice(0, 8) },
      site(0, 0, 1, 0, 0),
      site(2, 0, 1, 0, 0),
      site(1, 0xff, 0xff, 0x7f, 0, 0, 0),
      site(1, 0, 1, 0xff, 0xff, 0x7f, 0),
      site(1, 0, 1, 0, 9 << 2),
      { ...whole, hidden: [{ function: 0, registers: [[1e9, "x"]] }] },
      { ...whole, hidden: [{ function: -1, registers: [] }] },
      { ...whole, errorLabels: [{ function: 0, labels: [7] }] },
    ];
    for (const data of damaged) expect(() => decodeMap(data, code.length), JSON.stringify(data)).toThrow(FormatError);
  });
});
