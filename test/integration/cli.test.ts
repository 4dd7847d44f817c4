/** The command line from outside: arguments and lines in, text and exit codes out (docs/contract.md, "Commands"). */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";

const root = resolve(import.meta.dirname, "../..");
// Each test starts processes, some of them the whole worker; the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });
const folder = mkdtempSync(join(tmpdir(), "basalt-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `bin/basalt` with lines on its standard input; the input ends after them. */
function basalt(args: string[], lines: string[] = []): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(join(root, "bin/basalt"), args, { cwd: folder });
    const ended: Ended = { code: null, out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      ended.out += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      ended.err += String(chunk);
    });
    child.on("error", failed);
    child.on("close", (code) => done({ ...ended, code }));
    child.stdin.end(lines.map((line) => `${line}\n`).join(""));
  });
}

function script(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe("classic programs", () => {
  it("print to stdout as they say, warn on stderr, ask again, and end with 0", async () => {
    const file = script("sum.bas", '10 PRINT "A",1/0;\n20 PRINT\n30 INPUT X,Y\n40 PRINT X+Y;\n50 END\n');
    const { code, out, err } = await basalt(["run", file], ["7", "3, 4"]);
    expect(out).toBe("A                INF \n? ?  7 \n");
    expect(err.replaceAll(file, "sum.bas").split("\n")).toEqual([
      "sum.bas:1:14: warning 11: Division by zero. (BASIC line 10)",
      expect.stringContaining("2 values"),
      "",
    ]);
    expect(code).toBe(0);
  });

  it("end with 1 at a fatal error, with the open line completed and the line named", async () => {
    const file = script("fatal.bas", '10 PRINT "ROOT";\n20 PRINT SQR(-1)\n30 END\n');
    const { code, out, err } = await basalt(["run", file]);
    expect(out).toBe("ROOT\n");
    expect(err).toMatch(/fatal\.bas:2:\d+: error 5: .*BASIC line 20/);
    expect(code).toBe(1);
  });

  it("print nothing when there is a mistake in them, or under --ecma an extension", async () => {
    const file = script("mistake.bas", '10 PRINT "A"\n20 GOTO 99\n30 NEXT I\n40 END\n');
    const broken = await basalt(["run", file]);
    expect([broken.code, broken.out]).toEqual([1, ""]);
    expect(broken.err.match(/error BAS\d+/g)).toEqual(["error BAS307", "error BAS205"]);
    const extended = script("extended.bas", "10 X = 5\n20 PRINT X\n30 END\n");
    expect(await basalt(["run", extended])).toMatchObject({ code: 0, out: " 5 \n" });
    const refused = await basalt(["run", "--ecma", extended]);
    expect([refused.code, refused.out]).toEqual([1, ""]);
    expect(refused.err).toContain("BAS511");
    expect((await basalt(["check", "--ecma", extended])).code).toBe(1);
    expect((await basalt(["run", "--ecma", "--classic", extended])).code).toBe(2);
  });

  it("are parked at the end of the input, and go on in the middle of their line", async () => {
    const file = script("park.bas", '10 PRINT "GO";\n20 INPUT N\n30 PRINT "N IS";N\n40 END\n');
    const first = await basalt(["run", file]);
    expect([first.code, first.out]).toEqual([0, "GO? \n"]);
    expect(await basalt(["run", "--resume", file], ["12"])).toMatchObject({ code: 0, out: "N IS 12 \n" });
  });

  it("may be forced: --classic takes a script of fields and TALK as one of QBasic", async () => {
    const file = script("forced.bas", "TYPE P\n  n AS INTEGER\nEND TYPE\nDIM a AS P\na.n = 2.6\nPRINT a.n; 1 = 1\n");
    expect(await basalt(["run", "--classic", file])).toMatchObject({ code: 0, out: " 3 -1 \n" });
    expect((await basalt(["run", file])).code).toBe(1);
  });
});

describe("basalt check", () => {
  const FIVE = ["x = = 3", 'TLAK "hi"', "IF a THEN", '  TALK "b"', 'y = LEFT("abc")', 'TALK "unclosed'].join("\n");

  it("reports five different mistakes in one run, each with its place and how to mend it", async () => {
    const file = script("five.bas", FIVE);
    const { code, out } = await basalt(["check", file]);
    expect(code).toBe(1);
    const found = out.trim().split("\n");
    expect(found.map((line) => line.replace(file, "five.bas").replace(/(error \w+):.*/, "$1"))).toEqual([
      "five.bas:1:5: error BAS207",
      "five.bas:2:1: error BAS202",
      "five.bas:3:1: error BAS204",
      "five.bas:5:5: error BAS303",
      "five.bas:6:6: error BAS101",
    ]);
    for (const line of found) expect(line).toMatch(/\(.+\)$/);
    expect(found[1]).toContain("TALK");
  });

  it("gives the same as JSON, with ends and hints", async () => {
    const { code, out } = await basalt(["check", "--json", script("five.bas", FIVE)]);
    expect(code).toBe(1);
    const report = JSON.parse(out) as {
      files: number;
      errors: number;
      warnings: number;
      diagnostics: Record<string, unknown>[];
    };
    expect(report).toMatchObject({ files: 1, errors: 5, warnings: 0 });
    for (const one of report.diagnostics) {
      expect(Object.keys(one).sort()).toEqual([
        "code",
        "column",
        "endColumn",
        "endLine",
        "file",
        "hint",
        "line",
        "message",
        "severity",
      ]);
      expect(one["hint"]).not.toBe("");
    }
  });

  it("finds nothing in the example bots, and takes several paths", async () => {
    expect(
      await basalt(["check", join(root, "examples/helpdesk.gbai"), join(root, "examples/hello.gbai")]),
    ).toMatchObject({ code: 0, out: "" });
  });

  it("says what is wrong with how it was called", async () => {
    expect(await basalt(["check"])).toMatchObject({ code: 2, out: "" });
    expect((await basalt(["check", "absent.bas"])).err).toContain("absent.bas does not exist");
    expect(await basalt(["check", "--colour"])).toMatchObject({ code: 2 });
    expect(await basalt(["dance"])).toMatchObject({ code: 2 });
  });
});

describe("basalt run", () => {
  const ASK = [
    'HEAR name AS NAME WITH "Your name?"',
    'HEAR n AS INTEGER WITH "A number?"',
    'HEAR colour AS "red", "green"',
    'PRINT "noted"',
    'TALK "${name} ${n * 2} ${colour}"',
  ].join("\n");

  it("talks in the terminal: prompts, menus, answers asked again, the log apart", async () => {
    const { code, out, err } = await basalt(["run", script("ask.bas", ASK)], ["ana", "many", "4", "2"]);
    expect(code).toBe(0);
    const lines = out.trim().split("\n");
    expect(lines[0]).toBe("Your name?");
    expect(lines).toContain("  2) green");
    expect(lines.at(-1)).toBe("Ana 8 green");
    expect(lines).toHaveLength(6);
    expect(err.trim()).toBe("noted");
  });

  it("parks at the end of the input, and --resume goes on at the statement", async () => {
    const file = script("ask.bas", ASK);
    const data = join(folder, "parked");
    const first = await basalt(["run", file, "--data", data], ["ana"]);
    expect(first).toMatchObject({ code: 0, out: "Your name?\nA number?\n" });
    const second = await basalt(["run", file, "--data", data, "--resume"], ["5", "red"]);
    expect(second.code).toBe(0);
    expect(second.out).toBe("  1) red\n  2) green\nAna 10 red\n");
    expect((await basalt(["run", file, "--data", data, "--resume"])).code).toBe(2);
  });

  it("refuses to resume a script that was changed", async () => {
    const data = join(folder, "changed");
    await basalt(["run", script("change.bas", "HEAR a"), "--data", data]);
    const { code, err } = await basalt(["run", script("change.bas", "HEAR b"), "--data", data, "--resume"]);
    expect(code).toBe(2);
    expect(err).toContain("changed");
  });

  it("says that what it kept is damaged", async () => {
    const file = script("kept.bas", "HEAR a\nTALK a");
    const kept = join(folder, "kept-data");
    await basalt(["run", file, "--data", kept]);
    const [name = ""] = readdirSync(join(kept, "run")).filter((entry) => entry.endsWith(".parked.json"));
    const parked = readFileSync(join(kept, "run", name), "utf8");
    for (const text of ["{", "null", parked.replace(/"snapshot":"[^"]*"/, '"snapshot":"QlMC"')]) {
      writeFileSync(join(kept, "run", name), text);
      const { code, err } = await basalt(["run", file, "--data", kept, "--resume"], ["x"]);
      expect({ code, lines: err.split("\n")[0] }).toEqual({
        code: 2,
        lines: `basalt run: what was kept of ${file} is damaged: start it without --resume`,
      });
    }
  }, 30_000);

  it("ends with 1 and the place of a run-time error", async () => {
    const file = script("fail.bas", 'TALK "before"\nSUB deep\n  THROW "no coffee"\nEND SUB\nCALL deep');
    const { code, out, err } = await basalt(["run", file]);
    expect({ code, out }).toEqual({ code: 1, out: "before\n" });
    expect(err).toMatch(/fail\.bas:3:3: error \d+: no coffee/);
  });

  it("says that a value which contains itself cannot be shown", async () => {
    const source = 'x = {a: 1}\nx.me = x\nTRY\n  TALK x\nCATCH e\n  TALK "caught"\nEND TRY\nTALK x';
    const file = script("loop.bas", source);
    const { code, out, err } = await basalt(["run", file]);
    expect({ code, out }).toEqual({ code: 1, out: "caught\n" });
    expect(err).toMatch(/loop\.bas:8:1: error 14: .*contain itself/);
  });

  it("takes arguments and holds a budget of steps", async () => {
    const file = script("arg.bas", 'PARAM city AS STRING\nTALK "Off to ${city}"\nDO\n  n = n + 1\nLOOP');
    const { code, out, err } = await basalt(["run", file, "--arg", "city=Porto", "--max-steps", "100000"]);
    expect({ code, out }).toEqual({ code: 1, out: "Off to Porto\n" });
    expect(err).toMatch(/arg\.bas:\d+:\d+: error/);
  });

  const SHOW = [
    'ADD SUGGESTION "help"',
    'SHOW CARD {title: "Order 17", fields: {State: "open"}, buttons: [{label: "Pay now", value: "pay:17"}], key: "order"}',
    'HEAR wish AS TEXT WITH "What shall I do?"',
    'SHOW LIST [{n: 1, what: "tea"}, {n: 12, what: "coffee"}], {title: "In it"}',
    'SHOW CARD {title: "Order 17", text: wish, buttons: [{label: "Thanks", value: "bye"}], key: "order"}',
    "HEAR word",
    "TALK word",
  ];
  const TABLE = "In it\n n  what\n--  ------\n 1  tea\n12  coffee\n";
  const shownTo = (first: string, second: string) => [
    `Order 17\nState: open\n[Pay now]\nWhat shall I do?\n${first}`,
    `${first}${TABLE}Order 17\npay:17\n[Thanks]\n${second}bye\n`,
  ];

  it("shows cards and lists as text; a button's number answers with its value, also after --resume", async () => {
    const file = script("show.bas", SHOW.join("\n"));
    const data = join(folder, "show");
    const first = await basalt(["run", file, "--data", data]);
    const second = await basalt(["run", file, "--data", data, "--resume"], ["2", "2"]);
    expect([first.out, second.out]).toEqual(shownTo("  1) help\n  2) Pay now\n", "  1) help\n  2) Thanks\n"));
    const { code, err } = await basalt(["run", script("wrong.bas", 'SHOW CARD {titel: "a"}'), "--data", data]);
    expect(code).toBe(1);
    expect(err).toContain("error 5: SHOW CARD: titel is not known");
  });

  it("shows them from the worker as well, and what changed in them", async () => {
    const file = script("hosted.bas", ['SET SESSION "a", 1', ...SHOW].join("\n"));
    const data = join(folder, "hosted-show");
    const first = await basalt(["run", file, "--data", data]);
    const second = await basalt(["run", file, "--data", data, "--resume"], ["2", "2"]);
    expect([first.out, second.out]).toEqual(shownTo("  1) help\n  2) Pay now\n", "  1) help\n  2) Thanks\n"));
  });

  it("runs a script with tables in the worker, and keeps them", async () => {
    const file = script(
      "table.bas",
      'SAVE "visits", { who: "ana" }\nPRINT "saved"\nTALK "Visits: " + COUNT(FIND("visits"))',
    );
    const data = join(folder, "tables");
    const first = await basalt(["run", file, "--data", data]);
    expect({ code: first.code, out: first.out }).toEqual({ code: 0, out: "Visits: 1\n" });
    expect(first.err).toContain("saved");
    expect((await basalt(["run", file, "--data", data])).out).toBe("Visits: 2\n");
  });

  it("holds the help desk's conversation, parks it and goes on", async () => {
    const data = join(folder, "desk");
    const bot = join(root, "examples/helpdesk.gbai");
    const first = await basalt(["run", bot, "--data", data], ["1", "ana souza", "nonsense", "ana@example.org"]);
    expect(first.code).toBe(0);
    expect(first.out).toContain("Thank you, Ana Souza.");
    expect(first.out).toContain("does not look like an e-mail address");
    expect(first.err).toContain("Parked");
    const second = await basalt(
      ["run", bot, "--data", data, "--resume"],
      ["What does error E4 mean?", "yes", "No, that is all"],
    );
    expect(second.code).toBe(0);
    expect(second.out).toMatch(/Source: Brisa user manual.*page 7/);
    expect(second.out).toContain("Thank you for your visit, Ana Souza");
  }, 90_000);

  it("answers LLM from a scripted model", async () => {
    const file = script("model.bas", 'TALK LLM "Name a colour"');
    const replies = script("replies.json", JSON.stringify([{ when: "colour", reply: "Teal." }]));
    const { code, out } = await basalt([
      "run",
      file,
      "--data",
      join(folder, "model"),
      "--model",
      `scripted:${replies}`,
    ]);
    expect({ code, out }).toEqual({ code: 0, out: "Teal.\n" });
  });

  it("goes on with a package after its start script: a model with tools, or the knowledge without any", async () => {
    const shop = join(folder, "shop.gbai");
    mkdirSync(join(shop, "shop.gbdialog"), { recursive: true });
    mkdirSync(join(shop, "shop.gbkb/faq"), { recursive: true });
    script("shop.gbai/shop.gbdialog/start.bas", 'ADD TOOL "stock"\nUSE KB "faq"\nTALK "Hello."\n');
    script(
      "shop.gbai/shop.gbdialog/stock.bas",
      'PARAM plant\nDESCRIPTION "Counts plants"\nHEAR town WITH "Where?"\nRETURN "12 " + plant + " in " + town\n',
    );
    script("shop.gbai/shop.gbkb/faq/hours.md", "# Opening hours\n\nWe open at nine on weekdays.\n");
    const replies = script(
      "tools.json",
      JSON.stringify([
        { round: 0, when: "ferns", tools: [{ name: "stock", input: { plant: "ferns" } }] },
        { round: 1, in: "tools", when: "12 ferns in Faro", reply: "Twelve." },
      ]),
    );
    const options = ["--data", join(folder, "shop")];
    const told = await basalt(["run", shop, ...options, "--model", `scripted:${replies}`], ["how many ferns?", "Faro"]);
    expect({ code: told.code, out: told.out }).toEqual({ code: 0, out: "Hello.\nWhere?\nTwelve.\n" });
    const alone = await basalt(["run", shop, ...options], ["when do you open?"]);
    expect(alone.code).toBe(0);
    expect(alone.out).toContain("We open at nine on weekdays.");
  });

  it("says that a model is missing where LLM is used without one", async () => {
    const { code, err } = await basalt([
      "run",
      script("model.bas", 'TALK LLM "Name a colour"'),
      "--data",
      join(folder, "model"),
    ]);
    expect(code).toBe(1);
    expect(err).toMatch(/model\.bas|start\.bas/);
    expect(err).toContain("llm-");
  });
});

describe("basalt doctor", () => {
  it("looks at every part and says what is absent", async () => {
    const { code, out } = await basalt(["doctor", "--json", "--data", join(folder, "nowhere")]);
    const { findings } = JSON.parse(out) as { findings: { part: string; state: string; mend: string }[] };
    expect(code).toBe(0);
    expect(findings.find((one) => one.part === "workerd")?.state).toBe("ok");
    expect(findings.find((one) => one.part === "product")).toMatchObject({ state: "absent", mend: "npm start" });
  });

  it("finds damaged secrets and ends with 3", async () => {
    const data = join(folder, "damaged");
    mkdirSync(data);
    writeFileSync(join(data, "secrets.json"), "{", { mode: 0o600 });
    expect(await basalt(["doctor", "--data", data])).toMatchObject({ code: 3 });
  });
});
