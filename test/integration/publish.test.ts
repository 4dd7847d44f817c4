/** `basalt publish` against the running product, and against answers that refuse. */
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createOperator } from "../../scripts/up/operator.ts";
import { freePort, Product, post } from "../support/product.ts";

const root = resolve(import.meta.dirname, "../..");
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });
const folder = mkdtempSync(join(tmpdir(), "basalt-publish-"));
const data = join(folder, "data");
let product: Product;

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const publish = (args: string[], env?: Record<string, string>): Promise<Ended> => basalt(["publish", ...args], env);

function basalt(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(join(root, "bin/basalt"), args, {
      cwd: folder,
      env: { ...process.env, ...env },
    });
    const ended: Ended = { code: null, out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      ended.out += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      ended.err += String(chunk);
    });
    child.on("error", failed);
    child.on("close", (code) => done({ ...ended, code }));
  });
}

/** A package folder of this name with these files. */
function packageOf(name: string, files: Record<string, string>): string {
  const place = join(folder, name);
  rmSync(place, { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    const target = join(place, file);
    mkdirSync(join(target, ".."), { recursive: true });
    writeFileSync(target, text);
  }
  return place;
}

const START = "greeter.gbdialog/start.bas";

beforeAll(async () => {
  const worked = join(folder, "worked");
  mkdirSync(join(worked, "bench.gbai/bench.gbdialog"), { recursive: true });
  writeFileSync(join(worked, "bench.gbai/bench.gbdialog/start.bas"), 'TALK "on the bench"\n');
  product = new Product({ data, port: await freePort(), bots: [worked], examples: true });
  await product.start(["bench"]);
});
afterAll(async () => {
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("publishing to the product of the data folder", () => {
  const greets = async (): Promise<string[]> => {
    const opened = await post<{ frames: { type: string; text?: string }[] }>(
      `${product.origin}/api/v1/bots/greeter/conversations`,
      {},
      201,
    );
    return opened.frames.flatMap(({ type, text }) => (type === "talk" && text !== undefined ? [text] : []));
  };

  it("prints what changed, stores candidates, and says when nothing did", async () => {
    const place = packageOf("greeter.gbai", { [START]: 'TALK "one"\n', "greeter.gbdata/a.csv": "a\n" });
    const first = await publish([place, "--data", data]);
    expect(first.err).toBe("");
    expect(first.out).toMatch(
      /^\+ greeter\.gbdata\/a\.csv\n\+ greeter\.gbdialog\/start\.bas\ngreeter: release [0-9a-f]{64} is current at http:\/\/127\.0\.0\.1:\d+; open conversations keep theirs\.\n$/,
    );
    expect(first.code).toBe(0);
    expect(await greets()).toEqual(["one"]);

    packageOf("greeter.gbai", { [START]: 'TALK "two"\n' });
    const candidate = await publish([place, "--data", data, "--candidate"]);
    expect(candidate.out).toMatch(
      /^- greeter\.gbdata\/a\.csv\n~ .*start\.bas\ngreeter: release .* stored as a candidate/,
    );
    expect(await greets()).toEqual(["one"]);

    const switched = await publish([place, "--data", data, "--json"]);
    expect(JSON.parse(switched.out)).toMatchObject({
      changed: true,
      candidate: false,
      removed: ["greeter.gbdata/a.csv"],
    });
    expect(await greets()).toEqual(["two"]);
    const again = await publish([place, "--data", data]);
    expect([again.out, again.code]).toEqual([expect.stringMatching(/was current already; nothing changed\.\n$/), 0]);
  });

  it("shows where a script is wrong, publishes the rest, and ends with 1", async () => {
    const broken = { [START]: 'TALK "three"\n', "greeter.gbdialog/bad.bas": "\nGOTO nowhere\n" };
    const place = packageOf("greeter.gbai", broken);
    const { code, out, err } = await publish([place, "--data", data]);
    expect(err).toMatch(/^.*greeter\.gbai\/greeter\.gbdialog\/bad\.bas:2:\d+: error \w+: .+\n$/);
    expect(out).toContain("is current");
    expect(code).toBe(1);
    expect(await greets()).toEqual(["three"]);
  });

  it("tells beforehand what a package would change, line by line, and what becomes of the tables", async () => {
    const files = (text: string, columns: string, config: string) => ({
      "planned.gbdialog/start.bas": `TABLE orders\n  id AS STRING KEY\n${columns}END TABLE\nTALK "${text}"\n`,
      "planned.gbot/config.csv": config,
      "planned.gbdata/a.csv": `${text}\n`,
    });
    const place = packageOf("planned.gbai", files("one", "", "bot-name,A\nemail-pass,hunter2hunter2\n"));
    const first = await basalt(["diff", place, "--data", data]);
    expect(first.out).toContain("+ planned.gbdata/a.csv (4 bytes)\n");
    expect(first.out).toMatch(/table orders: .*\nNothing is published yet\.\n$/);
    const published = await publish([place, "--data", data]);
    expect(published.out).toMatch(/^table orders: orders is made, with 1 column\.\n\+ /);
    expect((await basalt(["diff", place, "--data", data])).out).toBe("Nothing differs.\n");

    packageOf("planned.gbai", files("two", "  note AS STRING\n", "bot-name,B\nemail-pass,different-secret\n"));
    const next = await basalt(["diff", place, "--data", data]);
    expect(next.code).toBe(0);
    expect(next.out.split("\n")).toEqual([
      "~ planned.gbdata/a.csv",
      "@@ -1,1 +1,1 @@",
      "-one",
      "+two",
      "~ planned.gbdialog/start.bas",
      "@@ -1,4 +1,5 @@",
      " TABLE orders",
      "   id AS STRING KEY",
      "+  note AS STRING",
      " END TABLE",
      '-TALK "one"',
      '+TALK "two"',
      "~ planned.gbot/config.csv",
      "config bot-name: A -> B",
      "config email-pass: (hidden) -> (hidden)",
      "table orders: note is added.",
      "",
    ]);
    const report = JSON.parse((await publish([place, "--data", data, "--json"])).out);
    expect(report.tables).toEqual([expect.objectContaining({ table: "orders", change: "column", column: "note" })]);
    const older = /release ([0-9a-f]{64})/.exec(published.out)?.[1]?.slice(0, 12) ?? "";
    const between = await basalt(["diff", "current", older, "--bot", "planned", "--names", "--data", data]);
    expect(between.out).toMatch(
      /^~ planned\.gbdata\/a\.csv\n~ .*\nconfig bot-name: B -> A\n.*\ntable orders: .*note is not declared any more/s,
    );
    expect((await basalt(["diff", "current", "abcdef0", "--bot", "planned", "--data", data])).err).toContain(
      "the bot has no release abcdef0",
    );
  });

  it("refuses what is no package, in the product's words", async () => {
    const empty = packageOf("hollow.gbai", { "README.txt": "nothing" });
    const refused = await publish([empty, "--data", data]);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringMatching(/^basalt publish: hollow was not published: .+/),
    ]);
  });

  it("a mounted folder is a development release, an example and a published one are not", async () => {
    const { operatorKey } = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as { operatorKey: string };
    const operator = createOperator(product.origin, operatorKey);
    const current = async (bot: string) => {
      const page = await operator.read<{ items: { current: boolean; development: boolean }[] }>(
        `/api/v1/bots/${bot}/releases`,
      );
      return page.items.find((release) => release.current)?.development;
    };
    expect([await current("bench"), await current("helpdesk"), await current("greeter")]).toEqual([true, false, false]);
  });
});

it("packages that come under a mounted folder are bots at once, each by its own name, and stay when they go", async () => {
  const talks = async (bot: string): Promise<string | null> => {
    const answer = await fetch(`${product.origin}/api/v1/bots/${bot}/conversations`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    const opened = (await answer.json()) as { frames?: { type: string; text?: string }[] };
    return opened.frames?.find(({ type }) => type === "talk")?.text ?? null;
  };
  const late = packageOf("worked/team/late.gbai", { "late.gbdialog/start.bas": 'TALK "late"\n' });
  packageOf("worked/alone.gbdialog", { "start.bas": 'TALK "alone"\n' });
  packageOf("worked/team/bench.gbai", { "bench.gbdialog/start.bas": 'TALK "on the team\'s bench"\n' });
  const wanted = { late: "late", alone: "alone", "team-bench": "on the team's bench", bench: "on the bench" };
  for (const [bot, text] of Object.entries(wanted)) await expect.poll(() => talks(bot), { timeout: 20_000 }).toBe(text);
  rmSync(late, { recursive: true });
  packageOf("worked/team/bench.gbai", { "bench.gbdialog/start.bas": 'TALK "another"\n' });
  await expect.poll(() => talks("team-bench"), { timeout: 20_000 }).toBe("another");
  expect(await talks("late")).toBe("late");

  // A file that takes its time is read when it is whole, and its handler hears of it once.
  const watcher = {
    "slow.gbdialog/start.bas": 'sizes = FIND "seen"\nTALK "sizes: " + JOIN(MAP(sizes, "size"), ",")\n',
    "slow.gbdialog/large.bas": 'ON CHANGE "large.txt"\n  SAVE "seen", {size: "s" + file.size}\nEND ON\n',
  };
  const slow = packageOf("worked/slow.gbai", watcher);
  await expect.poll(() => talks("slow"), { timeout: 20_000 }).toMatch(/^sizes:/);
  const large = join(slow, "slow.gbdrive/large.txt");
  mkdirSync(dirname(large));
  for (let step = 0; step < 8; step += 1) {
    appendFileSync(large, "x".repeat(1_000));
    await sleep(150);
  }
  await expect.poll(() => talks("slow"), { timeout: 20_000 }).toContain("s8000");
  expect((await talks("slow"))?.match(/s\d+/g)).toEqual(["s8000"]);
});

describe("what is not done", () => {
  let server: Server;
  let origin = "";
  let status = 200;
  let answer: unknown = {};
  const seen: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? "");
      request.resume().on("end", () => {
        response.writeHead(status, { "content-type": "application/problem+json", location: "http://127.0.0.1:9/" });
        response.end(JSON.stringify(answer));
      });
    });
    const port = await freePort();
    await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
    origin = `http://127.0.0.1:${port}`;
  });
  afterAll(() => void server?.close());

  it("says what a refusal means and what helps", async () => {
    const place = packageOf("greeter.gbai", { [START]: 'TALK "x"\n' });
    const cases: [number, string, RegExp][] = [
      [401, "auth.invalid", /^basalt publish: the key is not valid there: The reason\. API tokens are made/],
      [403, "auth.forbidden", /the key may not publish: The reason\. It needs the scope bots:publish\.\n$/],
      [413, "request.too-large", /the package is too large: The reason\.\n$/],
      [422, "release.invalid", /greeter was not published: The reason\.\n$/],
      [503, "service.unavailable", /greeter was not published: The reason\. \(service\.unavailable\)\n$/],
    ];
    for (const [code, name, said] of cases) {
      status = code;
      answer = { code: name, detail: "The reason." };
      const ended = await publish([place, "--url", origin], { BASALT_TOKEN: "bsk_test" });
      expect([ended.code, ended.err]).toEqual([1, expect.stringMatching(said)]);
      expect(seen.pop()).toBe("Bearer bsk_test");
    }
    status = 200;
    answer = { hello: "you" };
    const foreign = await publish([place, "--url", origin], { BASALT_TOKEN: "bsk_test" });
    expect([foreign.code, foreign.err]).toEqual([3, expect.stringContaining("is not Basalt")]);
    // A key is never carried to where a redirect leads.
    status = 307;
    const moved = await publish([place, "--url", origin], { BASALT_TOKEN: "bsk_test" });
    expect(moved.code).toBe(3);
  });

  it("never sends the operator's secret elsewhere, nor a token in the open", async () => {
    const place = packageOf("greeter.gbai", { [START]: 'TALK "x"\n' });
    seen.length = 0;
    const elsewhere = await publish([place, "--url", origin, "--data", data], { BASALT_TOKEN: "" });
    expect([elsewhere.code, elsewhere.err]).toEqual([2, expect.stringContaining("set BASALT_TOKEN")]);
    expect(seen).toEqual([]);
    const open = await publish([place, "--url", "http://chat.example.com"], { BASALT_TOKEN: "bsk_test" });
    expect([open.code, open.err]).toEqual([2, expect.stringContaining("use https")]);
  });

  it("says what is wrong with the call, and that nobody answers", async () => {
    const place = packageOf("greeter.gbai", { [START]: 'TALK "x"\n' });
    const wrong = async (...args: string[]) => (await publish(args, { BASALT_TOKEN: "t" })).err.split("\n")[0];
    expect(await wrong()).toContain("name one package folder");
    expect(await wrong(join(folder, "absent.gbai"))).toContain("is not a package folder");
    expect(await wrong(packageOf("Not A Name.gbai", { [START]: "" }))).toContain("give one with --bot NAME");
    expect(await wrong(place, "--url", "ftp://x")).toContain("--url takes an address");
    expect(await wrong(place, "--url", "https://u:p@x")).toContain("BASALT_TOKEN");
    const dead = await publish([place, "--url", `http://127.0.0.1:${await freePort()}`], { BASALT_TOKEN: "t" });
    expect([dead.code, dead.err]).toEqual([
      3,
      expect.stringMatching(/cannot be reached \(ECONNREFUSED\): start the product/),
    ]);
  });
});
