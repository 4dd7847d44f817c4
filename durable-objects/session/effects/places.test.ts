import { expect, test } from "vitest";
import type { Clock } from "../../../platform/clock.ts";
import { type Leave, Places } from "./places.ts";

const LONG = 60_000;
const signal = (): AbortSignal => new AbortController().signal;

function fakeClock(): Clock & { time: number } {
  return {
    time: 0,
    now() {
      return this.time;
    },
    // Who waits looks again and again: here without letting the time pass.
    sleep: (_, signal) =>
      new Promise((resolve, reject) => {
        setTimeout(() => (signal?.aborted ? reject(signal.reason) : resolve()), 1);
      }),
  };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
}

test("a tenant has its share and the isolate its bound", () => {
  const places = new Places(fakeClock(), 3, 2);
  expect(places.tryTake("a", LONG)).not.toBeNull();
  const leave = places.tryTake("a", LONG);
  expect(places.tryTake("a", LONG)).toBeNull();
  expect(places.tryTake("b", LONG)).not.toBeNull();
  expect(places.tryTake("c", LONG)).toBeNull();
  leave?.();
  leave?.();
  expect(places.tryTake("c", LONG)).not.toBeNull();
  expect(places.tryTake("c", LONG)).toBeNull();
});

test("first come, first served within a tenant; tenants take turns; nobody passes the queue", async () => {
  const places = new Places(fakeClock(), 1, 1);
  const first = places.tryTake("a", LONG);
  const order: string[] = [];
  const wait = (tenant: string, name: string) =>
    places.wait(tenant, LONG, signal()).then((leave: Leave) => {
      order.push(name);
      leave();
    });
  const all = [wait("a", "a1"), wait("a", "a2"), wait("a", "a3"), wait("b", "b1"), wait("b", "b2")];
  expect(places.tryTake("a", LONG)).toBeNull();
  first?.();
  await Promise.all(all);
  expect(order).toEqual(["a1", "b1", "a2", "b2", "a3"]);
});

test("who gives up is no longer in the way", async () => {
  const places = new Places(fakeClock(), 1, 1);
  const first = places.tryTake("a", LONG);
  const abort = new AbortController();
  const given = places.wait("a", LONG, abort.signal);
  const next = places.wait("a", LONG, signal());
  abort.abort(new Error("stopped"));
  await expect(given).rejects.toThrow("stopped");
  await expect(places.wait("a", LONG, abort.signal)).rejects.toThrow("stopped");
  first?.();
  (await next)();
  expect(places.tryTake("b", LONG)).not.toBeNull();
});

test("a place that nobody gives back runs out, also for those who wait already", async () => {
  const clock = fakeClock();
  const places = new Places(clock, 1, 1);
  places.tryTake("a", 1_000);
  let admitted = false;
  const waiting = places.wait("b", 1_000, signal()).then(() => {
    admitted = true;
  });
  clock.time = 5_999;
  await settled();
  expect(admitted).toBe(false);
  clock.time = 6_000;
  await waiting;
  clock.time = 20_000;
  expect(places.tryTake("c", 1_000)).not.toBeNull();
});

test("who waits and is gone gets nothing", async () => {
  const clock = fakeClock();
  const sleep = clock.sleep;
  const places = new Places(clock, 1, 1);
  const first = places.tryTake("a", LONG);
  // Its object was reset: it never looks again.
  clock.sleep = () => new Promise(() => {});
  void places.wait("a", LONG, signal());
  clock.sleep = sleep;
  const next = places.wait("a", LONG, signal());
  clock.time = 2_500;
  await settled();
  first?.();
  (await next)();
});

test("random comings and goings end with every place free", async () => {
  const places = new Places(fakeClock(), 7, 3);
  let seed = 1;
  const random = (n: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % n;
  };
  let most = 0;
  let now = 0;
  const hold = async (leave: Leave): Promise<void> => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, random(4)));
    now -= 1;
    leave();
  };
  await Promise.all(
    Array.from({ length: 300 }, async () => {
      const tenant = `t${random(5)}`;
      const leave = places.tryTake(tenant, LONG);
      if (leave) return hold(leave);
      const abort = new AbortController();
      if (random(4) === 0) setTimeout(() => abort.abort(), random(10));
      await places.wait(tenant, LONG, abort.signal).then(hold, () => {});
    }),
  );
  expect(most).toBe(7);
  const again = Array.from({ length: 4 }, (_, i) => [1, 2, 3].map(() => places.tryTake(`n${i}`, LONG))).flat();
  expect(again.filter((leave) => leave !== null)).toHaveLength(7);
});

test("who waits while the isolate stands still is served afterwards", async () => {
  const clock = fakeClock();
  const places = new Places(clock, 1, 1);
  const first = places.tryTake("a", LONG);
  const served = ["one", "two", "three"].map((name) =>
    places.wait("a", LONG, signal()).then((leave: Leave) => {
      leave();
      return name;
    }),
  );
  await settled();
  // Nobody has looked for so long that all are taken for gone when the place is free.
  clock.time = 10_000;
  first?.();
  expect(await Promise.all(served)).toEqual(["one", "two", "three"]);
});
