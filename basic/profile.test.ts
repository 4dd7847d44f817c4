/** The choice of the profile, rule by rule (reference 7.1). */
import { describe, expect, it } from "vitest";
import { chooseProfile } from "./profile.ts";

const CASES: [string, string, ReturnType<typeof chooseProfile>][] = [
  ["a script of TALK", 'TALK "hello"\n', { profile: "dialect", numbered: false }],
  ["OPTION CLASSIC", 'OPTION CLASSIC\nPRINT "a"\n', { profile: "classic", numbered: false }],
  ["OPTION ECMA behind a line number", "10 OPTION ECMA\n20 END\n", { profile: "ecma", numbered: true }],
  ["OPTION DIALECT, whatever follows", "OPTION DIALECT\nGOSUB a\n", { profile: "dialect", numbered: false }],
  [
    "a line number before the first statement",
    "' note\n\n10 PRINT 1\n20 END\n",
    { profile: "classic", numbered: true },
  ],
  ["a line number later on", 'TALK "a"\n20 TALK "b"\n', { profile: "dialect", numbered: false }],
  ["INPUT as a statement", "INPUT a\nPRINT a\n", { profile: "classic", numbered: false }],
  ["INPUT behind THEN", "IF a = 0 THEN INPUT a\n", { profile: "classic", numbered: false }],
  ["LINE INPUT", 'LINE INPUT "Text? "; t$\nPRINT t$\n', { profile: "classic", numbered: false }],
  ["INPUT between screen statements", "CLS\nINPUT a\nLOCATE 1, 1\nPRINT a\n", { profile: "classic", numbered: false }],
  [
    "DATA beside DECLARE and OPTION BASE",
    "DECLARE SUB s ()\nOPTION BASE 1\nREAD a\nDATA 5\n",
    { profile: "classic", numbered: false },
  ],
  ["READ and DATA", "READ a\nDATA 5\n", { profile: "classic", numbered: false }],
  ["a variable named input", "input = 5\nRETURN input\n", { profile: "dialect", numbered: false }],
  ["GOSUB beside TALK", 'GOSUB a\nTALK "x"\nRETURN\na:\nRETURN\n', { profile: "dialect", numbered: false }],
  ["GOSUB beside a field", "GOSUB a\nPRINT r.name\na:\nRETURN\n", { profile: "dialect", numbered: false }],
  ["GOSUB beside a list", "GOSUB a\nx = [1, 2]\na:\nRETURN\n", { profile: "dialect", numbered: false }],
  ["GET and PRINT", 'x = GET "notes.txt"\nPRINT x\n', { profile: "dialect", numbered: false }],
  [
    "a column named Data of a TABLE",
    "TABLE t\n  Data string\nEND TABLE\nPRINT 1\n",
    { profile: "dialect", numbered: false },
  ],
  [
    "a block text that speaks of INPUT",
    "BEGIN TALK\nINPUT something\nEND TALK\n",
    { profile: "dialect", numbered: false },
  ],
  ["an empty script", "", { profile: "dialect", numbered: false }],
];

describe("the profile of a script", () => {
  for (const [what, source, expected] of CASES) it(what, () => expect(chooseProfile(source, null)).toEqual(expected));

  it("is what the caller forces, above all", () => {
    expect(chooseProfile('TALK "a"\n', "classic")).toEqual({ profile: "classic", numbered: false });
    expect(chooseProfile("10 OPTION DIALECT\n", "ecma")).toEqual({ profile: "ecma", numbered: true });
    expect(chooseProfile("10 PRINT 1\n", "dialect")).toEqual({ profile: "dialect", numbered: false });
  });

  it("is found in a moment for a text of many lines that none of its rules fits", () => {
    const long = `${"x = 1\n".repeat(100_000)}${" \n".repeat(100_000)}`;
    const blank = " \n".repeat(300_000);
    expect(chooseProfile(long, null).profile).toBe("dialect");
    expect(chooseProfile(blank, null).profile).toBe("dialect");
    for (const end of ["\r\n", "\r", "\n"])
      expect(chooseProfile(`${`' note${end}`.repeat(2_000)}TALK "a"`, null).profile).toBe("dialect");
  });
});
