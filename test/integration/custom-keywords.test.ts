/** The example of docs/custom-keywords.md: registered, checked, and run in this process as `basalt run` does. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createMachine, diagnose, findKeyword, registerExtensions } from "../../basic/index.ts";
import { isLocalKeyword, performLocalKeyword } from "../../cli/local-keywords.ts";
import { EXAMPLE, faxes } from "../support/fax-keyword.ts";

const VALUES = {
  timeZone: "UTC",
  locale: "en",
  strict: false,
  charge() {},
  allocate() {},
  now: () => 0,
};

beforeAll(() => registerExtensions([EXAMPLE]));

async function run(source: string): Promise<{ said: string[]; error: string | null }> {
  const { program, diagnostics } = diagnose(source, "fax.bas", "h");
  if (!program) throw new Error(diagnostics.map((d) => d.message).join("; "));
  const machine = createMachine(program, { seed: 1, timeZone: "UTC", locale: "en" });
  const said: string[] = [];
  for (;;) {
    const outcome = machine.run(0, 1000);
    if (outcome.kind === "done") return { said, error: null };
    if (outcome.kind === "error") return { said, error: `${outcome.error.number}: ${outcome.error.message}` };
    if (outcome.kind !== "effect") continue;
    if (outcome.effect.keyword === "TALK") {
      said.push(String(outcome.effect.args["text"]));
      machine.resume(null);
    } else {
      const done = await performLocalKeyword(machine, outcome.effect, VALUES, () => {});
      expect(done, outcome.effect.keyword).toBe(true);
    }
  }
}

describe("a keyword of the installation", () => {
  it("is parsed by its forms, with and without the word", async () => {
    faxes.length = 0;
    const { said, error } = await run(
      'job = SEND FAX "+4930123" WITH "Hello"\nTALK job.pages\nSEND FAX "+4930124", "Two"',
    );
    expect(error).toBeNull();
    expect(said).toEqual(["1"]);
    expect(faxes.map(({ number, text }) => `${number} ${text}`)).toEqual(["+4930123 Hello", "+4930124 Two"]);
    expect(new Set(faxes.map(({ key }) => key)).size).toBe(2);
  });

  it("is checked like any other", () => {
    const found = (source: string) => diagnose(source, "t.bas").diagnostics.map((d) => `${d.code} ${d.message}`);
    expect(found('SEND FAX "+4930123"')).toEqual(["BAS207 SEND FAX needs a text, found the end of the line"]);
    expect(diagnose("SEND FX a, b", "t.bas").diagnostics[0]?.hint).toBe("did you mean SEND FAX?");
    expect(findKeyword("send_fax")).toMatchObject({ family: "custom", policy: "retry" });
    expect(isLocalKeyword("SEND FAX")).toBe(true);
  });

  it("says which operand its schema refuses, as an error that the script can catch", async () => {
    expect(await run('SEND FAX "none", "Hello"')).toMatchObject({
      error: expect.stringMatching(/^5: SEND FAX: number: /),
    });
    const { said } = await run('TRY\n  SEND FAX "none", "x"\nCATCH e\n  TALK e.number\nEND TRY');
    expect(said).toEqual(["5"]);
  });

  it("keeps the details of its own failures to itself", async () => {
    expect((await run('SEND FAX "+490000000", "x"')).error).toBe("500: SEND FAX failed.");
  });

  it("cannot take a phrase that exists, and adds nothing then", () => {
    const other = { ...EXAMPLE, entry: { ...EXAMPLE.entry, keyword: "SEND PIGEON", aliases: ["SEND MAIL"] } };
    expect(() => registerExtensions([other])).toThrow('The keyword "SEND MAIL" exists already; choose another phrase.');
    expect(findKeyword("SEND PIGEON")).toBeUndefined();
    const small = { ...EXAMPLE, entry: { ...EXAMPLE.entry, keyword: "send pigeon" } };
    expect(() => registerExtensions([small])).toThrow(/in capitals/);
    const { policy: _, ...lax } = { ...EXAMPLE.entry, keyword: "SEND PIGEON" };
    expect(() => registerExtensions([{ ...EXAMPLE, entry: lax }])).toThrow(/crash policy/);
  });

  it("is the example that the page shows", () => {
    const page = readFileSync(resolve(import.meta.dirname, "../../docs/custom-keywords.md"), "utf8");
    const source = readFileSync(resolve(import.meta.dirname, "../support/fax-keyword.ts"), "utf8");
    const shown = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const body = source.slice(source.indexOf("export const EXAMPLE"), source.indexOf("// End of the example"));
    expect(shown).toContain(body.trim().replace("EXAMPLE", "SEND_FAX"));
  });
});
