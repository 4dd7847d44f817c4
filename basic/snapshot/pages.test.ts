/** Snapshots in pages: nothing is lost, shared values stay shared, and what has not changed is not written again. */
import { describe, expect, it } from "vitest";
import { seeded } from "../../test/support/random.ts";
import { compile, createMachine, FormatError, type Machine, newObject, parse, restore } from "../index.ts";
import { BasicDate, type BasicObject, DIM_BOUND, FileValue, RecordSet, type Value } from "../values.ts";
import type { Page } from "./pages.ts";

const SOURCE = "rows = rows\nmore = more\nfirst = first\nHEAR a\nHEAR b\nHEAR c\n";
const { program } = compile(parse(SOURCE, "pages.bas").script, { hash: "pages" });
if (!program) throw new Error("the script of the tests does not compile");
const PROGRAM = program;

function waiting(variables: Record<string, Value>): Machine {
  const machine = createMachine(PROGRAM, { seed: 1, timeZone: "UTC", locale: "en", variables });
  expect(machine.run(0, 1e9).kind).toBe("hear");
  return machine;
}

/** What a session keeps of a machine. */
class Store {
  readonly pages = new Map<number, Uint8Array>();
  head = new Uint8Array();
  /** Of the last write. */
  written: number[] = [];

  write(machine: Machine): this {
    const { head, pages } = machine.pagedSnapshot(new Set(this.pages.keys()));
    this.head = Uint8Array.from(head);
    this.written = [];
    for (const { id, bytes } of pages) {
      if (bytes === null) expect(this.pages.has(id), `page ${id} is stored`).toBe(true);
      else {
        this.pages.set(id, bytes);
        this.written.push(bytes.length);
      }
    }
    const named = new Set(pages.map((page: Page) => page.id));
    for (const id of this.pages.keys()) if (!named.has(id)) this.pages.delete(id);
    return this;
  }

  read(): Machine {
    return restore(PROGRAM, this.head, { page: (id) => this.pages.get(id) });
  }
}

function customer(i: number): BasicObject {
  return newObject([
    ["id", i],
    ["name", `Customer number ${i}`],
    ["email", `customer${i}@example.com`],
    ["city", i % 2 ? "Oporto" : "Lyon"],
    ["balance", i * 1.25],
    ["active", i % 3 === 0],
    ["since", new BasicDate(1_700_000_000_000 + i)],
  ]);
}

const customers = (count: number): BasicObject[] => Array.from({ length: count }, (_, i) => customer(i));

describe("a record set of 1,000 rows", () => {
  it("is written once; then only what changed", () => {
    const rows = customers(1000);
    const set = new RecordSet(rows, Object.keys(rows[0]!));
    const machine = waiting({ rows: set });
    const store = new Store().write(machine);
    const whole = machine.snapshot().length;
    expect(store.written.length).toBe(16);
    expect(store.head.length).toBeLessThan(600);

    machine.resume("yes");
    machine.run(0, 1e9);
    store.write(machine);
    expect(store.written).toEqual([]);

    rows[500]!["city"] = "Porto Alegre";
    store.write(machine);
    expect(store.written.length).toBe(1);
    expect(store.written[0]).toBeLessThan(whole / 10);
    expect(store.read().snapshot()).toEqual(machine.snapshot());
    console.log(
      `1,000 rows of 7 fields: whole ${whole} bytes, head ${store.head.length}, one changed row ${store.written[0]}`,
    );
  });

  it("is told apart by the machine that was restored as well", () => {
    const rows = customers(300);
    const store = new Store().write(waiting({ rows: rows }));
    const machine = store.read();
    store.write(machine);
    expect(store.written).toEqual([]);
    const restored = machine.variable("rows") as BasicObject[];
    restored[299]!["name"] = "Somebody else";
    restored.push(customer(300));
    store.write(machine);
    expect(store.written.length).toBe(1);
    expect(store.read().snapshot()).toEqual(machine.snapshot());
  });

  it("takes a page away with its rows", () => {
    const rows = customers(300);
    const machine = waiting({ rows });
    const store = new Store().write(machine);
    expect(store.pages.size).toBe(5);
    rows.length = 130;
    store.write(machine);
    expect(store.pages.size).toBe(3);
    rows.length = 10;
    store.write(machine);
    expect(store.pages.size).toBe(0);
    expect(store.head).toEqual(machine.snapshot());
  });

  it("keeps a row that a variable holds as well, and writes its page alone", () => {
    const rows = customers(1000);
    const machine = waiting({ rows, first: rows[7]!, more: [...rows] });
    const store = new Store().write(machine);
    rows[7]!["name"] = "Renamed";
    store.write(machine);
    expect(store.written.length).toBe(1);
    const back = store.read();
    expect((back.variable("rows") as Value[])[7]).toBe(back.variable("first"));
    expect((back.variable("more") as Value[])[7]).toBe(back.variable("first"));
    expect((back.variable("first") as BasicObject)["name"]).toBe("Renamed");
  });
});

it("keeps declared bounds, long texts with halves of pairs, circles through pages", () => {
  const grid: Value[] & { [DIM_BOUND]?: number } = new Array<Value>(200).fill(0);
  grid[DIM_BOUND] = 199;
  const text = `${"😀".repeat(40_000)}\ud800`;
  const owner = newObject([["grid", grid]]);
  grid[100] = owner;
  const machine = waiting({ rows: grid, more: [text, text], first: owner });
  const store = new Store().write(machine);
  const back = store.read();
  const again = back.variable("rows") as typeof grid;
  expect(again[DIM_BOUND]).toBe(199);
  expect(again[100]).toBe(back.variable("first"));
  expect((back.variable("first") as BasicObject)["grid"]).toBe(again);
  expect(back.variable("more")).toEqual([text, text]);
  expect(back.snapshot()).toEqual(machine.snapshot());
});

it("refuses a page that is missing, changed or cut, and a paged head without pages", () => {
  const store = new Store().write(waiting({ rows: customers(200) }));
  expect(() => restore(PROGRAM, store.head)).toThrow(/page of the snapshot is missing/);
  const [id, bytes] = [...store.pages][1]!;
  const read = (other: Uint8Array | undefined) => () =>
    restore(PROGRAM, store.head, { page: (wanted) => (wanted === id ? other : store.pages.get(wanted)) });
  expect(read(undefined)).toThrow(/missing/);
  expect(read(bytes.slice(0, -1))).toThrow(/checksum/);
  const changed = bytes.slice();
  changed[5]! ^= 1;
  expect(read(changed)).toThrow(/checksum/);
});

describe("random values", () => {
  const random = seeded(11);
  const int = (below: number): number => Math.floor(random() * below);

  /** A graph with lists of all sizes and values that stand in several places. */
  function graph(pool: Value[], depth: number): Value {
    const kind = int(depth > 4 ? 6 : 12);
    if (kind < 2) return int(1000) - 500;
    if (kind === 2) return "text ".repeat(int(12) === 0 ? int(2000) : int(4));
    if (kind === 3) return random() < 0.5 ? null : random() < 0.5;
    if (kind === 4) return random() < 0.5 ? new BasicDate(int(1e9)) : random();
    if (kind === 5) return pool.length > 0 && random() < 0.8 ? pool[int(pool.length)]! : `t${int(50)}`;
    if (kind === 6) return new FileValue({ path: `f${int(9)}`, name: "f", mime: "text/plain", size: int(99), url: "" });
    if (kind < 9) {
      const object = newObject();
      pool.push(object);
      for (let i = int(5); i > 0; i--) object[`field${int(6)}`] = graph(pool, depth + 1);
      return object;
    }
    if (kind === 9) {
      const rows = customers(int(150));
      const set = new RecordSet(rows, ["id", "name"], random() < 0.2);
      pool.push(set, ...rows.slice(0, 3));
      return set;
    }
    const list: Value[] = [];
    pool.push(list);
    for (let i = int(random() < 0.15 ? 200 : 6); i > 0; i--) list.push(graph(pool, depth + 2));
    return list;
  }

  function change(pool: Value[]): void {
    const target = pool[int(pool.length)];
    const fresh = graph(pool, 4);
    if (target instanceof RecordSet) target.rows.splice(int(target.rows.length), int(3), customer(int(5000)));
    else if (Array.isArray(target)) {
      if (random() < 0.3) target.splice(int(target.length + 1), int(10));
      else if (random() < 0.5) target.unshift(fresh);
      else target[int(target.length + 1)] = fresh;
    } else if (target !== null && typeof target === "object") (target as BasicObject)[`field${int(6)}`] = fresh;
  }

  it("come back the same from pages, after any changes", () => {
    let paged = 0;
    for (let round = 0; round < 40; round++) {
      const pool: Value[] = [];
      const variables = { rows: graph(pool, 0), more: graph(pool, 0), first: graph(pool, 0) };
      if (pool.length === 0) continue;
      let machine = waiting(variables);
      const store = new Store();
      for (let step = 0; step < 8; step++) {
        store.write(machine);
        if (store.pages.size > 0) paged++;
        const back = store.read();
        const [ours, theirs] = [machine.snapshot(), back.snapshot()];
        // The matcher would take its time over long lists of bytes.
        const same = ours.length === theirs.length && ours.every((byte, at) => byte === theirs[at]);
        expect(same, `round ${round}, step ${step}`).toBe(true);
        // Sometimes the object is evicted, and the machine goes on in another isolate; then its values are others.
        if (step === 6) machine = back;
        else for (let i = int(4); i >= 0; i--) change(pool);
      }
    }
    expect(paged).toBeGreaterThan(50);
  });

  it("in damaged bytes are refused or read, never worse", () => {
    const store = new Store().write(waiting({ rows: customers(150), more: ["x".repeat(9000)] }));
    let read = 0;
    for (let i = 0; i < 2000; i++) {
      const head = store.head.slice();
      head[7 + int(head.length - 7)] = int(256);
      let hash = 0x811c9dc5;
      for (const byte of head.subarray(7)) hash = Math.imul(hash ^ byte, 0x01000193);
      new DataView(head.buffer).setUint32(3, hash >>> 0, true);
      try {
        restore(PROGRAM, head, { page: (id) => store.pages.get(id) });
        read++;
      } catch (error) {
        expect(error, String(error)).toBeInstanceOf(FormatError);
      }
    }
    expect(read).toBeGreaterThan(10);
  });
});
