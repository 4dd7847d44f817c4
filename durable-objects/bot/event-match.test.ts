import { describe, expect, it } from "vitest";
import type { BotEvent, Handler } from "../../contracts/events.ts";
import { handlersOf } from "../packages/handlers.ts";
import { match, orderOf } from "./event-match.ts";

const handler = (name: string, keyword = "", args: Record<string, unknown> = {}): Handler[] =>
  handlersOf(name, keyword === "" ? [] : [{ keyword, args, handler: 3, line: 2 }]);

const file = (path: string, change: "create" | "modify" | "delete" = "create"): BotEvent => ({
  kind: "file",
  path,
  change,
  size: 1,
  type: "text/plain",
  hash: "",
});
const mail = {
  kind: "email",
  to: "Help@B.example",
  from: "Ann <ann@a.example>",
  subject: "Re: INVOICE",
  body: "",
} as const;

const hits = (handlers: Handler[], event: BotEvent): number => match(handlers, event).length;

describe("handlers by name (reference 4.1)", () => {
  it.each([
    ["orders_insert", "ON INSERT OF", "orders"],
    ["my-orders_delete", "ON DELETE OF", "my_orders"],
    ["tools/on_form_submit_contact-us", "ON FORM SUBMIT", "contact_us"],
    ["on_transfer", "ON EVENT", "transfer"],
    ["new_session", "ON EVENT", "session"],
    ["new_email", "ON EMAIL", ""],
    ["on_receive_email", "ON EMAIL", ""],
  ])("%s is %s %s", (name, keyword, subject) => {
    expect(handler(name)).toMatchObject([{ keyword, subject, byName: true, handler: null }]);
  });

  it.each(["start", "insert", "new_order", "session", "_insert"])("%s is an ordinary script", (name) => {
    expect(handler(name)).toEqual([]);
  });
});

describe("what an event is for", () => {
  it.each([
    ["inbox/", "Inbox/a.txt", true],
    ["inbox", "inbox2/a.txt", false],
    ["./inbox//in", "INBOX/in/x/y.csv", true],
    ["", "any/where", true],
    ["report.csv", "report.csv", true],
    ["in/*.csv", "in/a.CSV", true],
    ["in/*.csv", "in/a.csv.txt", false],
    ["in/a*b*c", "in/a1b2c", true],
    ["in/ab*bc", "in/abc", false],
    ["*/new", "a/new/deep.txt", true],
  ])("ON CHANGE %s and %s: %s", (path, changed, is) => {
    expect(hits(handler("s", "ON CHANGE", { path }), file(changed))).toBe(is ? 1 : 0);
  });

  it.each([
    [["create"], "modify", false],
    [["created", "Modified"], "modify", true],
    ["delete, create", "delete", true],
    ["any", "delete", true],
    [[], "delete", true],
  ] as const)("EVENTS %j and %s: %s", (events, change, is) => {
    expect(hits(handler("s", "ON CHANGE", { path: "", events }), file("a", change))).toBe(is ? 1 : 0);
  });

  it.each([
    [{ address: "help@b.example" }, [], true],
    [{ address: "other@b.example" }, [], false],
    [{ address: "help@b.example", sender: "@a.example", subject: "invoice" }, [], true],
    [{ address: "help@b.example", subject: "offer" }, [], false],
    [{ address: "help@b.example", attachment: "ATTACHMENT" }, [], false],
    [{ address: "help@b.example", attachment: "ATTACHMENT" }, ["a"], true],
  ])("ON EMAIL %j with %j: %s", (args, attachments, is) => {
    expect(hits(handler("s", "ON EMAIL", args), { ...mail, attachments })).toBe(is ? 1 : 0);
  });

  it("runs one script of a webhook, and all of an event", () => {
    const request = { method: "GET", path: "", params: {}, headers: {}, body: null } as const;
    const twice = (keyword: string, args: Record<string, unknown>) => [
      ...handler("a", keyword, args),
      ...handler("b", keyword, args),
    ];
    expect(
      hits(twice("WEBHOOK", { endpoint: "New Order!" }), { kind: "webhook", endpoint: "new-order", request }),
    ).toBe(1);
    expect(hits(twice("ON", { event: " Paid " }), { kind: "named", name: "PAID", data: null })).toBe(2);
  });

  it("keeps the order of a table and of a name, and none of calls from outside", () => {
    const [one] = handler("a", "ON EVENT", { name: "x" });
    const order = (event: BotEvent) => orderOf(one!, event);
    expect(order({ kind: "named", name: "X ", data: 1 })).toBe(order({ kind: "named", name: "x", data: 2 }));
    expect(order({ kind: "form", form: "x", fields: {}, files: [], metadata: {} })).toBeNull();
    expect(order(file("a"))).not.toBe(order(file("b")));
  });
});
