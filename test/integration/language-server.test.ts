/** `basalt lsp` from outside: a real client of the protocol over standard input and output. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type {
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  MarkupContent,
  Position,
  PublishDiagnosticsParams,
  Range,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";

// A start of the command line takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "basalt-lsp-"));
const dialog = join(folder, "shop.gbai/shop.gbdialog");

let child: ChildProcess;
let client: MessageConnection;
let stray = "";
const published: PublishDiagnosticsParams[] = [];

beforeAll(async () => {
  mkdirSync(dialog, { recursive: true });
  mkdirSync(join(folder, "shop.gbai/shop.gbkb/prices"), { recursive: true });
  writeFileSync(join(folder, "shop.gbai/shop.gbkb/prices/list.md"), "# Prices\n");
  writeFileSync(join(dialog, "order-status.bas"), 'TALK "soon"\n');
  writeFileSync(join(dialog, "start.bas"), 'TALK "hello"\n');
  child = spawn(join(root, "bin/basalt"), ["lsp", "--stdio"], { cwd: folder });
  child.stderr!.on("data", (chunk) => {
    stray += String(chunk);
  });
  client = createMessageConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
  client.onNotification("textDocument/publishDiagnostics", (found: PublishDiagnosticsParams) => {
    published.push(found);
  });
  client.listen();
  const { capabilities } = await client.sendRequest<{ capabilities: object }>("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  });
  expect(capabilities).toMatchObject({ hoverProvider: true, renameProvider: { prepareProvider: true } });
  await client.sendNotification("initialized", {});
}, 30_000);

afterAll(() => {
  client.dispose();
  child.kill();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
/** Opens a text that no disk has, and gives its URI. */
async function open(text: string, name = `script-${++count}.bas`): Promise<string> {
  const uri = pathToFileURL(join(dialog, name)).href;
  await client.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "basalt", version: 1, text },
  });
  return uri;
}

/** Places of `|` in a text, and the text without it. */
function marked(text: string): { text: string; position: Position } {
  const at = text.indexOf("|");
  const lines = text.slice(0, at).split("\n");
  return {
    text: text.slice(0, at) + text.slice(at + 1),
    position: { line: lines.length - 1, character: lines.at(-1)!.length },
  };
}

async function ask<T>(
  method: string,
  marker: string,
  more: object = {},
): Promise<{ answer: T; uri: string; text: string }> {
  const { text, position } = marked(marker);
  const uri = await open(text);
  const answer = await client.sendRequest<T>(`textDocument/${method}`, { textDocument: { uri }, position, ...more });
  return { answer, uri, text };
}

async function diagnosticsOf(uri: string, version: number): Promise<Diagnostic[]> {
  for (let tries = 0; tries < 200; tries++) {
    const found = published.findLast((one) => one.uri === uri && one.version === version);
    if (found) return found.diagnostics;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`no diagnostics of version ${version} came: ${stray}`);
}

const applied = (text: string, edits: readonly TextEdit[]): string => {
  const starts = [0];
  for (const found of text.matchAll(/\r\n|\n/g)) starts.push(found.index + found[0].length);
  const offset = ({ line, character }: Position): number => (starts[line] ?? text.length) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (all, { range, newText }) => all.slice(0, offset(range.start)) + newText + all.slice(offset(range.end)),
      text,
    );
};

const at = (line: number, character: number, endLine: number, endCharacter: number): Range => ({
  start: { line, character },
  end: { line: endLine, character: endCharacter },
});

describe("diagnostics", () => {
  it("come for a text that no disk has, and follow its changes by version", async () => {
    const uri = await open('TALK "ok"\nTLAK "hi"\n');
    const [found, ...more] = await diagnosticsOf(uri, 1);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ severity: 1, code: "BAS202", source: "basalt", range: at(1, 0, 1, 4) });
    expect(found?.codeDescription?.href).toMatch(/^file:.*\/docs\/diagnostics\/BAS202\.md$/);
    expect(found?.message).toContain("TALK");
    for (const [version, text] of [
      [2, "TALK "],
      [3, "TAL"],
      [4, "TALK"],
    ] as const) {
      await client.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ range: at(1, 0, 1, version === 2 ? 4 : version === 3 ? 5 : 3), text }],
      });
    }
    expect(await diagnosticsOf(uri, 4)).toEqual([]);
    // The versions in between were typed within the pause, and nobody was told of them.
    expect(published.filter((one) => one.uri === uri).map((one) => one.version)).toEqual([1, 4]);
  });

  it("are those of each of several texts", async () => {
    const good = await open("x = 1\n");
    const bad = await open("x = = 1\n");
    expect(await diagnosticsOf(bad, 1)).toHaveLength(1);
    expect(await diagnosticsOf(good, 1)).toEqual([]);
  });

  it("know the scripts of the package, and count columns as the protocol does", async () => {
    const uri = await open('TALK "😀é" : CALL "order-statu"\nCALL "order_status"\nCALL "start"\n');
    const found = await diagnosticsOf(uri, 1);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: "BAS302", range: { start: { line: 0, character: 13 } } });
    expect(found[0]?.message).toContain("order_status");
  });

  it("are taken away when the text is closed", async () => {
    const uri = await open("x = = 1\n");
    await diagnosticsOf(uri, 1);
    await client.sendNotification("textDocument/didClose", { textDocument: { uri } });
    await expect.poll(() => published.findLast((one) => one.uri === uri)?.diagnostics).toEqual([]);
  });
});

describe("hover", () => {
  const textOf = async (marker: string): Promise<string> => {
    const { answer } = await ask<Hover | null>("hover", marker);
    return answer ? (answer.contents as MarkupContent).value : "";
  };

  it("tells of keywords: forms, summary, example", async () => {
    const text = await textOf('SET BOT ME|MORY "k", 1\n');
    expect(text).toContain("SET BOT MEMORY");
    expect(text.match(/```basic/g)).toHaveLength(2);
    expect(await textOf('x = FI|ND "orders"\n')).toContain("FIND");
    expect(await textOf("BEG|IN TALK\nhi\nEND TALK\n")).toContain("BEGIN TALK");
  });

  it("tells of statements without a row in the catalogue", async () => {
    expect(await textOf("FOR EA|CH a IN b\nNEXT\n")).toContain("FOR EACH item IN list");
    expect(await textOf("IF a TH|EN TALK 1\n")).toContain("END IF");
  });

  it("tells of functions and methods", async () => {
    expect(await textOf('x = LE|FT("abc", 2)\n')).toMatch(/LEFT\(/);
    expect(await textOf("x = a.tr|im()\n")).toContain("TRIM(text)");
  });

  it("tells of procedures with the comment above, and of variables", async () => {
    const source = "' Greets a person.\nSUB greet(who, times)\nEND SUB\n";
    expect(await textOf(`${source}gre|et "Ann", 2\n`)).toMatch(/SUB greet\(who, times\)[\s\S]*Greets a person/);
    expect(await textOf("total = 1\nTALK tot|al\n")).toContain("first set in line 1");
  });

  it("tells nothing of a comment", async () => {
    expect(await textOf("' FI|ND\n")).toBe("");
  });
});

describe("completion", () => {
  const labels = async (marker: string): Promise<string[]> => {
    const { answer } = await ask<CompletionItem[]>("completion", marker);
    return answer.map((item) => item.label);
  };

  it("offers statements where one may begin, and replaces all words of a phrase", async () => {
    const { answer, text } = await ask<CompletionItem[]>("completion", "x = 1\nSET BO|\n");
    const item = answer.find(({ label }) => label === "SET BOT MEMORY");
    expect(applied(text, [item!.textEdit as TextEdit])).toBe("x = 1\nSET BOT MEMORY\n");
    const start = await labels("SUB greet\nEND SUB\ntotal = 1\n|");
    expect(start).toEqual(expect.arrayContaining(["TALK", "FOR EACH", "greet", "total", "HEAR"]));
    expect(start).not.toContain("LEFT");
  });

  it("offers values where one is due, in holes too", async () => {
    const values = await labels("total = 1\nx = |\n");
    expect(values).toEqual(expect.arrayContaining(["total", "LEFT", "FIND", "TRUE"]));
    expect(values).not.toContain("TALK");
    expect(await labels('total = 1\nTALK "sum: ${to|\n')).toContain("total");
  });

  it("offers types behind AS", async () => {
    expect(await labels("HEAR a AS |\n")).toEqual(expect.arrayContaining(["EMAIL", "INTEGER"]));
    expect(await labels("PARAM a AS |\n")).toContain("OBJECT");
  });

  it("offers labels, methods, scripts and knowledge where they belong", async () => {
    expect(await labels("again:\nGOTO |\n")).toEqual(["again"]);
    expect(await labels("x = a.|\n")).toContain("push");
    expect(await labels('CALL "|\n')).toEqual(expect.arrayContaining(["order-status", "start"]));
    expect(await labels('USE KB "|"\n')).toEqual(["prices"]);
  });

  it("offers nothing in comments, other strings and block texts", async () => {
    expect(await labels("' TA|\n")).toEqual([]);
    expect(await labels('TALK "TA|\n')).toEqual([]);
    expect(await labels("BEGIN TALK\n  TA|\nEND TALK\n")).toEqual([]);
  });
});

describe("names", () => {
  const SCRIPT = [
    "Total = 0",
    "SUB add(total, n)",
    "  total = total + n",
    "  amount = n",
    "END SUB",
    "FOR EACH item IN items",
    "  total = total + item.total",
    "  add total, 1",
    "NEXT item",
    'TALK "😀 ${TOTAL} total ${items[\\"total\\"] + total}"',
    "x = {total, n: total}",
    "' total",
  ].join("\n");
  const withMark = (needle: string, nth = 0): string => {
    let index = -1;
    for (let i = 0; i <= nth; i++) index = SCRIPT.indexOf(needle, index + 1);
    return `${SCRIPT.slice(0, index + 1)}|${SCRIPT.slice(index + 1)}`;
  };

  it("renames a variable wherever it stands, and nothing else", async () => {
    const { answer, uri } = await ask<WorkspaceEdit>("rename", withMark("Total"), { newName: "sum" });
    expect(applied(SCRIPT, answer.changes![uri]!)).toBe(
      [
        "sum = 0",
        "SUB add(total, n)",
        "  total = total + n",
        "  amount = n",
        "END SUB",
        "FOR EACH item IN items",
        "  sum = sum + item.total",
        "  add sum, 1",
        "NEXT item",
        'TALK "😀 ${sum} total ${items[\\"total\\"] + sum}"',
        "x = {total: sum, n: sum}",
        "' total",
      ].join("\n"),
    );
  });

  it("renames a parameter within its procedure", async () => {
    const { answer, uri } = await ask<WorkspaceEdit>("rename", withMark("total, n"), { newName: "sum" });
    const lines = applied(SCRIPT, answer.changes![uri]!).split("\n");
    expect(lines.slice(1, 4)).toEqual(["SUB add(sum, n)", "  sum = sum + n", "  amount = n"]);
    expect(lines[6]).toBe("  total = total + item.total");
  });

  it("renames a procedure, a loop's variable and a label", async () => {
    const procedure = await ask<WorkspaceEdit>("rename", withMark("add total"), { newName: "plus" });
    expect(applied(SCRIPT, procedure.answer.changes![procedure.uri]!)).toBe(SCRIPT.replaceAll("add", "plus"));
    const loop = await ask<WorkspaceEdit>("rename", withMark("item IN"), { newName: "row" });
    expect(applied(SCRIPT, loop.answer.changes![loop.uri]!)).toBe(
      SCRIPT.replace("EACH item", "EACH row").replace("item.total", "row.total").replace("NEXT item", "NEXT row"),
    );
    const label = await ask<WorkspaceEdit>("rename", "aga|in:\nx = again\nGOTO AGAIN\nON ERROR GOTO again\n", {
      newName: "top",
    });
    expect(applied(label.text, label.answer.changes![label.uri]!)).toBe(
      "top:\nx = again\nGOTO top\nON ERROR GOTO top\n",
    );
  });

  it("refuses keywords, names that are taken, and what is no name", async () => {
    await expect(ask("prepareRename", 'TA|LK "x"\n')).rejects.toThrow("TALK is a word of the language");
    await expect(ask("prepareRename", 'x = LE|FT("x", 1)\n')).rejects.toThrow();
    await expect(ask("rename", withMark("Total"), { newName: "items2 x" })).rejects.toThrow("is no name");
    await expect(ask("rename", withMark("Total"), { newName: "item" })).rejects.toThrow("already has item");
    await expect(ask("rename", withMark("Total"), { newName: "THEN" })).rejects.toThrow("word of the language");
    const { answer } = await ask("prepareRename", withMark("amount"));
    expect(answer).toEqual({ range: at(3, 2, 3, 8), placeholder: "amount" });
  });

  it("goes to definitions: a procedure, a label, a variable, a script of the package", async () => {
    const to = async (marker: string): Promise<Location> => (await ask<Location>("definition", marker)).answer;
    expect((await to(withMark("add total"))).range).toEqual(at(1, 4, 1, 7));
    expect((await to("GOTO en|d1\nx = 1\nend1:\n")).range).toEqual(at(2, 0, 2, 4));
    expect((await to("TALK 1\nn = 1\nTALK |n\n")).range).toEqual(at(1, 0, 1, 1));
    expect((await to('CALL "order_st|atus"\n')).uri).toBe(pathToFileURL(join(dialog, "order-status.bas")).href);
  });

  it("finds all references", async () => {
    const { answer } = await ask<Location[]>("references", withMark("item.total"), {
      context: { includeDeclaration: true },
    });
    expect(answer.map(({ range }) => range.start)).toEqual([
      { line: 5, character: 9 },
      { line: 6, character: 18 },
      { line: 8, character: 5 },
    ]);
  });
});

describe("the outline", () => {
  const SCRIPT =
    "PARAM city AS NAME\nDESCRIPTION \"Weather\"\nCONST MAX = 3\n\nSUB show(a)\n  inner:\n  TALK a\nEND SUB\ntop:\n' one\n' two\nIF x THEN\n  BEGIN TALK\n    a\n    b\n  END TALK\nEND IF\n";

  it("lists parameters, tools, constants, procedures and labels", async () => {
    const { answer } = await ask<DocumentSymbol[]>("documentSymbol", `|${SCRIPT}`);
    expect(answer.map(({ name, detail }) => [name, detail])).toEqual([
      ["city", "parameter NAME"],
      ["Weather", "tool"],
      ["MAX", "constant"],
      ["show", "(a)"],
      ["top", "label"],
    ]);
    expect(answer[3]?.children?.map(({ name }) => name)).toEqual(["inner"]);
  });

  it("folds blocks, texts and comments", async () => {
    const { answer } = await ask<FoldingRange[]>("foldingRange", `|${SCRIPT}`);
    expect(answer).toEqual(
      expect.arrayContaining([
        { startLine: 4, endLine: 6 },
        { startLine: 9, endLine: 10, kind: "comment" },
        { startLine: 11, endLine: 15 },
        { startLine: 12, endLine: 14 },
      ]),
    );
  });
});

describe("help while typing", () => {
  const help = async (marker: string): Promise<SignatureHelp> =>
    (await ask<SignatureHelp>("signatureHelp", marker)).answer;

  it("shows functions, procedures and keywords with the operand that is due", async () => {
    const fn = await help('x = LEFT("abc", |\n');
    expect(fn.signatures[0]?.label).toMatch(/^LEFT\(/);
    expect(fn.activeParameter).toBe(1);
    const sub = await help("SUB greet(who, times)\nEND SUB\ngreet(LEN(a), |)\n");
    expect(sub).toMatchObject({ signatures: [{ label: "SUB greet(who, times)" }], activeParameter: 1 });
    const keyword = await help('SET BOT MEMORY "k", |\n');
    expect(keyword.signatures[0]?.label).toContain("SET BOT MEMORY");
    expect(keyword.activeParameter).toBe(1);
  });

  it("formats", async () => {
    const uri = await open('if a then\ntalk   "😀"\nendif\n');
    const edits = await client.sendRequest<TextEdit[]>("textDocument/formatting", {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(applied('if a then\ntalk   "😀"\nendif\n', edits)).toBe('IF a THEN\n  TALK "😀"\nEND IF\n');
  });
});

it("broken sources are answered as far as they can be read", async () => {
  const broken = 'IF a THEN\nx = (1 + \nSUB f(\nTALK "open\nBEGIN TALK\n${';
  const uri = await open(broken);
  for (let line = 0; line < 6; line++) {
    const position = { line, character: 3 };
    for (const method of [
      "hover",
      "completion",
      "definition",
      "signatureHelp",
      "foldingRange",
      "documentSymbol",
      "formatting",
    ]) {
      const more = { options: { tabSize: 2, insertSpaces: true } };
      await client.sendRequest(`textDocument/${method}`, { textDocument: { uri }, position, ...more });
    }
  }
  expect((await diagnosticsOf(uri, 1)).length).toBeGreaterThan(1);
});

it("a text that was never opened is answered with nothing", async () => {
  const textDocument = { uri: "file:///nowhere.bas" };
  const position = { line: 0, character: 0 };
  expect(await client.sendRequest("textDocument/hover", { textDocument, position })).toBeNull();
  expect(await client.sendRequest("textDocument/documentSymbol", { textDocument })).toEqual([]);
});

it("shuts down when it is told to, and said nothing but the protocol", async () => {
  const ended = new Promise((done) => child.on("exit", done));
  expect(await client.sendRequest("shutdown")).toBeNull();
  await client.sendNotification("exit");
  expect(await ended).toBe(0);
  expect(stray).toBe("");
});
