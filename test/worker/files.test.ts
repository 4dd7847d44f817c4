/** File keywords through a conversation: the drive above the files of a release, listings, archives, links. */
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import { driveObject } from "../../durable-objects/objects.ts";
import { parseConversationKeys } from "../../platform/conversation-token.ts";
import { storeDriveFile } from "../../platform/drive-store.ts";
import { readFileToken } from "../../platform/file-token.ts";
import { ARCHIVE_ATTACKS } from "../support/archive-attacks.ts";
import { replayAll } from "./support-replay.ts";
import { bot, open, TENANT, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

const DATA = {
  "shop.gbdrive/terms.txt": "Pay in 30 days.",
  "shop.gbdrive/inbox/a.txt": "first",
  "shop.gbdata/prices.csv": "name,price\ntea,3\n",
  "shop.gbkb/care/care.md": "# Care\nWater it.",
};

/** What the bot says to a start script, a line each. */
async function says(script: string, config: Record<string, string> = {}): Promise<string[]> {
  const name = await bot({ scripts: { start: script }, data: DATA, config });
  return told((await open(name)).first.frames)
    .filter((line) => line.startsWith("bot: ") || line.startsWith("error"))
    .map((line) => line.replace("bot: ", ""));
}

const put = async (name: string, path: string, content: Uint8Array) => {
  const bytes = new Uint8Array(content);
  const key = { tenant: TENANT, bot: name };
  const file = { path, bytes, type: "application/zip", by: { kind: "api", id: "test" } as const };
  unwrap(await storeDriveFile(env.FILES, driveObject(env, key), key, `put/${path}`, file));
};

test("UPLOAD takes no more than upload-max-size", async () => {
  const script =
    'f = WRITE "a.txt", "0123456789"\nTRY\n  UPLOAD f, "kept/a.txt"\nCATCH e\n  TALK e.message\nEND TRY\nTALK FILE_EXISTS("kept/a.txt")\n';
  expect(await says(script, { "upload-max-size": "10" })).toEqual(["true"]);
  expect(await says(script, { "upload-max-size": "9" })).toEqual([
    '"a.txt" has 10 bytes; upload-max-size allows 9.',
    "false",
  ]);
});

describe("the drive above the release", () => {
  test("reads drive, data, knowledge; a written file goes before, a deleted one hides", async () => {
    expect(
      await says(`
TALK READ "terms.txt"
TALK READ "prices.csv"
TALK READ "care/care.md"
TALK READ "shop.gbdata/prices.csv" = READ ".gbdata/prices.csv"
TALK (READ "shop.gbdrive/prices.csv") IS NULL
f = WRITE "Terms.txt", "Pay now."
TALK f.path, " ", f.size, " ", f.type
TALK READ "terms.txt"
TALK GET "inbox/a.txt"
TALK DELETE FILE "inbox/a.txt"
TALK (READ "inbox/a.txt") IS NULL, " ", FILE_EXISTS("inbox/a.txt"), " ", FILE_EXISTS("terms.txt")
TALK DELETE FILE "inbox/a.txt"
`),
    ).toEqual([
      "Pay in 30 days.",
      "name,price\ntea,3\n",
      "# Care\nWater it.",
      "true",
      "true",
      "Terms.txt 8 text/plain",
      "Pay now.",
      "first",
      "true",
      "true false true",
      "false",
    ]);
  });

  test("writes objects and lists by the ending of the name", async () => {
    expect(
      await says(`
rows = [{name: "tea", n: 2}, {name: "milk, fresh", n: 1}]
WRITE rows TO "out/rows.json"
WRITE "out/rows.csv", rows
x = WRITE "out/rows.xlsx", rows
WRITE "out/rows.txt", rows
WRITE "out/plain.json", "text"
TALK (JSON PARSE (READ "out/rows.json"))[1].name
TALK READ "out/rows.csv"
TALK x.type CONTAINS "spreadsheet", " ", x.size > 500
TALK READ "out/rows.txt"
TALK READ "out/plain.json"
`),
    ).toEqual([
      "milk, fresh",
      'name,n\ntea,2\n"milk, fresh",1',
      "true true",
      '[{"name":"tea","n":2},{"name":"milk, fresh","n":1}]',
      "text",
    ]);
  });

  test("copies and moves, also from the release; a folder as target keeps the name", async () => {
    expect(
      await says(`
COPY "terms.txt" TO "archive/"
MOVE "terms.txt", "old/conditions.txt"
TALK FILE_EXISTS("terms.txt"), " ", READ "old/conditions.txt"
MOVE "old/conditions.txt" TO "new.txt"
c = COPY "archive/terms.txt", "copy.txt"
TALK c.name, " ", FILE_EXISTS("old/conditions.txt"), " ", READ "new.txt"
u = UPLOAD EXCEL([{a: 1}])
TALK u.path
TRY
  COPY "nowhere.txt", "x.txt"
CATCH e
  TALK e.number
END TRY
TRY
  MOVE "nowhere.txt", "x.txt"
CATCH e
  TALK e.number
END TRY
`),
    ).toEqual(["false Pay in 30 days.", "copy.txt false Pay in 30 days.", "uploads/table.xlsx", "53", "53"]);
  });

  test("refuses paths that leave it or belong to a release", async () => {
    const attempts = [
      'READ "../secret.txt"',
      'x = GET "a/../../b.txt"',
      'WRITE "~/x.txt", 1',
      'WRITE "c:\\x.txt", 1',
      'WRITE "shop.gbdialog/start.bas", "TALK 1"',
      'WRITE "shop.gbot/config.csv", "a,b"',
      'WRITE "", 1',
      'COPY "terms.txt", "../x"',
      'LIST "../"',
      'EXTRACT "x.zip", "../out"',
    ];
    const script = attempts.map((one) => `TRY\n  ${one}\n  TALK "done"\nCATCH e\n  TALK e.number\nEND TRY\n`).join("");
    expect(await says(script)).toEqual([...attempts.slice(0, -1).map(() => "75"), expect.stringMatching(/53|75/)]);
    const limits = { "drive-max-file-size": "10", "drive-allowed-extensions": "txt" };
    const more = ['WRITE "a.txt", "longer than that"', 'WRITE "a.exe", "x"', 'SAVE USER DRIVE "a.txt", "x"'];
    const tried = more.map((one) => `TRY\n  ${one}\nCATCH e\n  TALK e.number\nEND TRY\n`).join("");
    expect(await says(tried, limits)).toEqual(["6", "70", "70"]);
  });
});

test("lists name their files relative to the folder, with fields; patterns, recursion, sizes", async () => {
  expect(
    await says(`
WRITE "inbox/b.pdf", "%PDF-1.4"
WRITE "inbox/deep/c.pdf", "%PDF-1.4 c"
FOR EACH f IN LIST "inbox/"
  TALK f, " ", f.path, " ", f.size, " ", "inbox/" + f = f.path
NEXT
TALK JOIN(LIST "inbox" FILTER "*.pdf" RECURSIVE, "|")
TALK JOIN(DIR "inbox/*.txt", "|")
TALK UBOUND(LIST "nothing/") < 0 OR LEN(JSON(LIST "nothing/")) = 2
TALK FOLDER_SIZE("inbox")
TALK JOIN(LIST "shop.gbdata/", "|")
f = FIRST(LIST "inbox" FILTER "?.PDF")
HEAR x
TALK f, " ", READ f, " ", f.modified IS NOT NULL
`),
  ).toEqual([
    "a.txt inbox/a.txt 5 true",
    "b.pdf inbox/b.pdf 8 true",
    "b.pdf|deep/c.pdf",
    "a.txt",
    "true",
    "23",
    "prices.csv",
  ]);
});

describe("archives", () => {
  test("go both ways, in both orders", async () => {
    expect(
      await says(`
WRITE "r/one.txt", "1"
WRITE "r/two.txt", "22"
WRITE "r/sub/one.txt", "333"
z = COMPRESS ["r/one.txt", "r/two.txt", "r/sub/one.txt"], "all.zip"
TALK z.path, " ", z.type
TALK JOIN(EXTRACT "all.zip", "un", "|")
COMPRESS "pattern.zip", "r/*.txt"
files = EXTRACT "pattern.zip" TO "two/"
TALK JOIN(files, "|"), " ", READ "two/two.txt"
COMPRESS "r/" TO "tree.zip"
EXTRACT "tree.zip", "tree"
TALK READ "tree/sub/one.txt"
TRY
  COMPRESS "none/*.txt", "n.zip"
CATCH e
  TALK e.number
END TRY
`),
    ).toEqual(["all.zip application/zip", "one.txt|two.txt|one (2).txt", "one.txt|two.txt 22", "333", "53"]);
  });

  test("of strangers are looked at before anything is written", async () => {
    const name = await bot({
      scripts: {
        start: `
FOR i = 0 TO ${ARCHIVE_ATTACKS.length - 1}
  TRY
    EXTRACT "attacks/" + i + ".zip", "out"
    TALK "done"
  CATCH e
    TALK e.message
  END TRY
NEXT
TRY
  EXTRACT "many.zip", "out"
CATCH e
  TALK e.number
END TRY
FOR EACH file IN LIST("" RECURSIVE)
  IF LEFT(file.path, 8) <> "attacks/" THEN TALK file.path
NEXT
`,
      },
      config: { "extract-max-files": "3" },
    });
    const text = new TextEncoder().encode("x");
    await put(name, "many.zip", zipSync({ a: text, b: text, c: text, d: text }));
    await Promise.all(ARCHIVE_ATTACKS.map(([, archive], i) => put(name, `attacks/${i}.zip`, archive())));
    const lines = told((await open(name)).first.frames).filter((line) => line.startsWith("bot"));
    // Damage is found when a file is unfolded: whole ones of the same archive may be there by then.
    const written = lines
      .slice(ARCHIVE_ATTACKS.length)
      .filter((line) => !/^bot: out\/a.gb(data|dialog)\/(b.txt|start.bas)$/.test(line));
    expect(written).toEqual(["bot: 6", "bot: many.zip"]);
    for (const [i, [what, , reason]] of ARCHIVE_ATTACKS.entries()) expect(lines[i], what).toMatch(reason);
  });
});

describe("links and files that are sent", () => {
  test("open one file for some time", async () => {
    const [link = "", ...errors] = await says(
      `
TALK GENERATE SECURE LINK "terms.txt" EXPIRES 2 HOURS
TRY
  x = GENERATE SECURE LINK "terms.txt" EXPIRES 2 YEARS
CATCH e
  TALK e.number
END TRY
TRY
  x = GENERATE SECURE LINK "nowhere.txt"
CATCH e
  TALK e.number
END TRY
`.replace("2 YEARS", "9999 DAYS"),
    );
    expect(errors).toEqual(["5", "53"]);
    const subject = await readFileToken(
      parseConversationKeys(env.CONVERSATION_KEYS),
      TENANT,
      link.slice("/shared/".length),
    );
    expect(subject).toMatchObject({ kind: "link" });
    expect(Math.abs((subject?.expires ?? 0) - Date.now() - 7_200_000)).toBeLessThan(60_000);
  });

  test("are frames with address, name, type, size and caption", async () => {
    const name = await bot({
      scripts: {
        start: `
r = SEND FILE "terms.txt", "Our terms"
TALK r.success
SEND FILE "https://example.com/pictures/shop.png"
SEND FILE EXCEL([{a: 1}], "stock.xlsx")
`,
      },
      data: DATA,
    });
    const { frames } = (await open(name)).first;
    expect(frames.filter(({ type }) => type === "file" || type === "image")).toEqual([
      expect.objectContaining({ type: "file", name: "terms.txt", mime: "text/plain", size: 15, alt: "Our terms" }),
      expect.objectContaining({ type: "image", url: "https://example.com/pictures/shop.png", name: "shop.png" }),
      expect.objectContaining({
        type: "file",
        name: expect.stringMatching(/stock\.xlsx$/),
        url: expect.stringMatching(/^\/shared\//),
      }),
    ]);
  });
});

test("what needs the gateway says so where there is none", async () => {
  expect(
    await says(`
WRITE "a.pdf", "%PDF-1.4"
TRY
  TALK READ "a.pdf"
CATCH e
  TALK e.number, " ", e.message CONTAINS "gateway"
END TRY
TALK (DOWNLOAD "http://127.0.0.1:1/x.pdf") IS NULL
d = DOWNLOAD "http://169.254.169.254/latest", "x.pdf"
TALK d IS NULL
`),
  ).toEqual(["404 true", "true", "true"]);
});
