import { describe, expect, it, test } from "vitest";
import { treeSchema } from "./frames.ts";
import { isImageAddress, TREE_LIMITS, type TreeNode } from "./tree.ts";
import { buildCard, buildList, type PlainTexts, TreeError } from "./tree-build.ts";
import { diffTree, patchTree } from "./tree-patch.ts";
import { patchText, treeText } from "./tree-text.ts";

const PIXEL = "data:image/png;base64,iVBORw0KGgo=";
const TICKET = {
  title: "Ticket 4711",
  text: "The pump is loud.\nSince Monday.",
  image: "/files/pump.png",
  alt: "The pump",
  fields: [
    { label: "Status", value: "open" },
    { label: "By", value: null },
  ],
  buttons: ["Close it", { label: "Call me", value: "call" }],
  key: "ticket",
};
const ROWS = [
  { number: "17", subject: "Pump" },
  { number: "18", subject: "Grinder" },
];
const many = (count: number, part: PlainTexts): PlainTexts => Array.from({ length: count }, () => part);

describe("a card", () => {
  test("of everything", () => {
    const card = buildCard(TICKET);
    expect(card).toEqual({
      type: "card",
      key: "ticket",
      props: {
        title: "Ticket 4711",
        fields: [
          { label: "Status", value: "open" },
          { label: "By", value: "" },
        ],
      },
      children: [
        { type: "image", props: { url: "/files/pump.png", alt: "The pump" }, children: [] },
        { type: "text", props: { text: "The pump is loud.\nSince Monday." }, children: [] },
        { type: "button", props: { label: "Close it", value: "Close it" }, children: [] },
        { type: "button", props: { label: "Call me", value: "call" }, children: [] },
      ],
    });
    expect(treeSchema.parse(card)).toEqual(card);
    expect(treeText(card)).toBe(
      "Ticket 4711\n[image: The pump] /files/pump.png\nThe pump is loud.\nSince Monday.\nStatus: open\nBy: \n[Close it] [Call me]",
    );
  });

  test("fields as an object; names in capitals and small letters", () => {
    expect(buildCard({ Title: "A", FIELDS: { Price: "9.5" } })).toEqual({
      type: "card",
      props: { title: "A", fields: [{ label: "Price", value: "9.5" }] },
      children: [],
    });
  });

  test.each<[string, PlainTexts, RegExp]>([
    ["a text", "Ticket", /SHOW CARD takes an object with title, text/],
    ["a list", ["a"], /takes an object/],
    ["nothing in it", { title: "", alt: "x" }, /has nothing to show/],
    ["an unknown field", { title: "a", colour: "red" }, /SHOW CARD: colour is not known here; there are title/],
    ["a title that is a list", { title: ["a"] }, /SHOW CARD: title is a text or a number/],
    ["a long title", { title: "x".repeat(201) }, /title has 201 characters; at most 200/],
    ["a long text", { text: "x".repeat(4_001) }, /text has 4001 characters; at most 4000/],
    ["a field without a label", { fields: [{ label: "a" }, { value: "b" }] }, /fields\[1\]\.label is missing/],
    ["a field that is a text", { fields: ["a"] }, /fields\[0\] is an object \{label, value\}/],
    ["fields that are a text", { fields: "a" }, /fields is a list of objects/],
    ["too many fields", { fields: many(31, { label: "a" }) }, /fields has 31 parts; at most 30/],
    ["too many buttons", { buttons: many(11, "a") }, /buttons has 11 parts; at most 10/],
    ["a button without a label", { buttons: [{ value: "x" }] }, /buttons\[0\]\.label is missing/],
    ["a button that is a list", { buttons: [["x"]] }, /buttons\[0\] is a label or an object/],
    ["a button with a script", { buttons: [{ label: "a", onclick: "x" }] }, /buttons\[0\]\.onclick is not known/],
    ["a script as its picture", { image: "javascript:alert(1)" }, /image is the address of a picture: https/],
  ])("with %s is refused", (_, card, message) => {
    expect(() => buildCard(card)).toThrow(TreeError);
    expect(() => buildCard(card)).toThrow(message);
  });
});

describe("a list", () => {
  test("of rows with the same plain fields is a table, numbers at the end of their column", () => {
    const table = buildList(ROWS, { title: "Tickets", key: "k" });
    expect(table).toEqual({
      type: "table",
      key: "k",
      props: {
        title: "Tickets",
        columns: [
          { label: "number", align: "end" },
          { label: "subject", align: "start" },
        ],
        rows: [
          ["17", "Pump"],
          ["18", "Grinder"],
        ],
      },
      children: [],
    });
    expect(treeSchema.parse(table)).toEqual(table);
    expect(treeText(table)).toBe("Tickets\nnumber  subject\n------  -------\n    17  Pump\n    18  Grinder");
  });

  test.each<[string, PlainTexts, PlainTexts, string]>([
    ["one field", [{ a: "1" }], null, "list"],
    ["six fields", [{ a: "1", b: "2", c: "3", d: "4", e: "5", f: null }], null, "table"],
    ["seven fields", [{ a: "1", b: "2", c: "3", d: "4", e: "5", f: "6", g: "7" }], null, "list"],
    ["other fields in one row", [...ROWS, { number: "19", by: "Ann" }], null, "list"],
    ["one field less in a row", [...ROWS, { number: "19" }], null, "list"],
    ["plain values between the rows", [...ROWS, "19"], null, "list"],
    ["a picture", [{ title: "a", image: PIXEL }], null, "list"],
    ["rows that are cards", [{ title: "a", buttons: ["x"] }], null, "list"],
    ["chosen columns", [{ a: "1", b: "2", deep: ["x"] }], { columns: ["b", "A"] }, "table"],
    ["its own will", ROWS, { as: "list" }, "list"],
    ["its own will to be a table", [{ a: "1" }], { as: "TABLE" }, "table"],
    ["no row", [], null, "list"],
  ])("with %s", (_, rows, options, type) => {
    const tree = buildList(rows, options);
    expect(tree.type).toBe(type);
    expect(treeSchema.parse(tree)).toEqual(tree);
  });

  test("as text", () => {
    expect(treeText(buildList(["tea", "hot\ncoffee", ""], { title: "Menu" }))).toBe("Menu\n* tea\n* hot\n  coffee");
    expect(treeText(buildList([], { title: "Orders", empty: "None yet." }))).toBe("Orders\nNone yet.");
    expect(treeText(buildList(ROWS, { as: "list", columns: { subject: "Subject" } }))).toBe(
      "* Subject: Pump\n* Subject: Grinder",
    );
    expect(treeText(buildList([{ title: "A", text: "b" }], { as: "list" }))).toBe("* A\n  b");
    expect(treeText(buildList([], { as: "table", columns: ["n"], empty: "None." }))).toBe("n\n-\nNone.");
    expect(treeText({ type: "gauge", props: { title: "Load", label: "7" }, children: [] })).toBe("Load\n7");
  });

  test.each<[string, PlainTexts, PlainTexts, RegExp]>([
    ["an object", { a: "1" }, null, /SHOW LIST takes a list/],
    ["101 rows", many(101, "a"), null, /at most 100 rows, and these are 101/],
    ["a list as a row", [["a"]], null, /rows\[0\] is a list/],
    [
      "a list in a record",
      [{ name: "a", tags: ["x"] }],
      null,
      /rows\[0\]\.tags is a list or an object: a row is a card/,
    ],
    ["a wrong card as a row", [{ title: "a", buttons: [{}] }], null, /rows\[0\]\.buttons\[0\]\.label is missing/],
    ["an unknown option", ROWS, { colour: "red" }, /SHOW LIST: option colour is not known here/],
    ["options that are a text", ROWS, "table", /the options are an object/],
    ["another kind", ROWS, { as: "grid" }, /option as is "list" or "table"/],
    ["columns that are a text", ROWS, { columns: "a" }, /option columns is a list of names/],
    ["no columns", ROWS, { columns: [] }, /names 1 to 12 columns/],
    ["a table of texts", ["a"], { as: "table" }, /every row of a table is an object/],
    [
      "a table of 13 columns",
      [Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`c${i}`, "x"]))],
      { as: "table" },
      /at most 12 columns, and this one 13/,
    ],
    ["too many parts", many(100, { title: "a", buttons: many(10, "b") }), null, /more than 1000 parts/],
    ["too many characters", many(100, { a: "x".repeat(1_000), b: "y" }), null, /more than 100000 characters in all/],
  ])("that is or has %s is refused", (_, rows, options, message) => {
    expect(() => buildList(rows, options)).toThrow(TreeError);
    expect(() => buildList(rows, options)).toThrow(message);
  });

  test("a field named like JavaScript's own is only a field", () => {
    const rows = [JSON.parse('{"__proto__": "p", "constructor": "c"}')];
    expect(treeText(buildList(rows, null))).toContain("__proto__  constructor");
  });
});

test.each([
  ["https://shop.example/a.png?w=2", true],
  ["/files/a.png", true],
  ["/", true],
  [PIXEL, true],
  ["data:image/webp;base64,AAAA", true],
  ["http://shop.example/a.png", false],
  ["//shop.example/a.png", false],
  ["/\\shop.example/a.png", false],
  ["/a\t/b.png", false],
  ["a.png", false],
  ["https://", false],
  ["https://name:word@shop.example/a.png", false],
  ["JavaScript:alert(1)", false],
  [" javascript:alert(1)", false],
  ["data:text/html;base64,PHNjcmlwdD4=", false],
  ["data:image/svg+xml;base64,AAAA", false],
  ["data:image/png,<svg onload=alert(1)>", false],
  ["blob:https://a/b", false],
  [`/${"x".repeat(TREE_LIMITS.address)}`, false],
  [`data:image/png;base64,${"A".repeat(TREE_LIMITS.dataAddress)}`, false],
])("an address of a picture: %#, %s", (url, allowed) => {
  expect(isImageAddress(url)).toBe(allowed);
});

describe("what comes from outside", () => {
  const text: TreeNode = { type: "text", props: {}, children: [] };
  const nested = (levels: number): TreeNode => (levels === 1 ? text : { ...text, children: [nested(levels - 1)] });
  const cyclic: TreeNode = { ...text, children: [] };
  cyclic.children.push(cyclic);
  let deep: TreeNode = text;
  for (let level = 0; level < 50_000; level++) deep = { ...text, children: [deep] };

  it.each<[string, unknown, boolean]>([
    ["eight levels", nested(8), true],
    ["nine levels", nested(9), false],
    ["50,000 levels", deep, false],
    ["itself", cyclic, false],
    ["10,000 nodes", { ...text, children: Array.from({ length: 10_000 }, () => text) }, false],
    ["a text of 1 MB", { ...text, props: { text: "x".repeat(1_000_000) } }, false],
    ["a script as a picture", { type: "image", props: { url: "javascript:1" }, children: [] }, false],
    ["a picture without an address", { type: "card", props: {}, children: [{ ...text, type: "image" }] }, false],
    ["no props", { type: "text", children: [] }, false],
    ["a child that is a text", { ...text, children: ["x"] }, false],
    ["an unknown type", { ...text, type: "gauge" }, true],
    ["nothing", null, false],
  ])("%s", (_, tree, allowed) => {
    expect(treeSchema.safeParse(tree).success).toBe(allowed);
  });
});

describe("changes", () => {
  const trees = [
    buildCard(TICKET),
    buildCard({ title: "Ticket 4711", key: "ticket" }),
    buildCard({ ...TICKET, text: "Mended.", fields: { Status: "closed" } }),
    buildCard({ ...TICKET, image: null, buttons: ["Close it"] }),
    buildList(ROWS, { key: "ticket" }),
    buildList(["a", "b/c~d"], { title: "x" }),
    buildList(["a", "b", "c"], null),
  ];

  test("from every tree to every other", () => {
    for (const from of trees) {
      for (const to of trees) {
        const before = structuredClone(from);
        const ops = diffTree(from, to);
        expect(patchTree(from, JSON.parse(JSON.stringify(ops)))).toStrictEqual(to);
        expect(from).toEqual(before);
        if (from === to) expect(ops).toEqual([]);
      }
    }
  });

  test("are small where little changed, and say what is new", () => {
    const ops = diffTree(trees[0]!, buildCard({ ...TICKET, text: "Mended." }));
    expect(ops).toEqual([{ op: "replace", path: "/children/1/props/text", value: "Mended." }]);
    expect(patchText(ops)).toBe("Mended.");
    expect(
      patchText(diffTree(trees[4]!, buildList([...ROWS, { number: "19", subject: "Hose" }], { key: "ticket" }))),
    ).toContain("19  Hose");
    expect(patchText([{ op: "replace", path: "", value: JSON.parse(JSON.stringify(trees[1])) }])).toBe("Ticket 4711");
  });

  test.each(["/nothing/here", "/children/9", "/props/none", "/__proto__/x", "/props/__proto__", "/children/x", "x"])(
    "at %s have no place",
    (path) => {
      expect(() => patchTree(trees[0]!, [{ op: "replace", path, value: "x" }])).toThrow();
      expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
    },
  );

  test("that leave no tree are refused", () => {
    expect(() => patchTree(trees[0]!, [{ op: "replace", path: "", value: "text" }])).toThrow();
    expect(() => patchTree(trees[0]!, [{ op: "remove", path: "/type" }])).toThrow();
  });
});
