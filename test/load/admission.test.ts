/** Admission as arithmetic: counts that come back to zero, shares that are fair, files that do not run out. */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { Clock } from "../../platform/clock.ts";
import { FairShare, load, SocketCount, TenantCount, TenantRate } from "../../platform/load.ts";
import { readLoadLimits } from "../../platform/load-limits.ts";
import { Admission, type AdmissionVariables } from "../../worker/admission.ts";
import { OpenFiles } from "../../worker/open-files.ts";

class TestClock implements Clock {
  time = 1_000_000;
  now(): number {
    return this.time;
  }
  sleep(): Promise<void> {
    return Promise.resolve();
  }
}

const tenant = fc.constantFrom("a", "b", "c");

describe("counts", () => {
  test("end at zero whatever was begun, ended, ended twice or thrown", async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("begin" as const), tenant }),
      fc.record({ kind: fc.constant("end" as const), at: fc.nat(20) }),
      fc.record({ kind: fc.constant("throw" as const), tenant }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const count = new TenantCount();
        const ways: (() => void)[] = [];
        const thrown: Promise<unknown>[] = [];
        for (const one of steps) {
          if (one.kind === "begin") ways.push(count.enter(one.tenant));
          else if (one.kind === "end") ways[one.at % Math.max(1, ways.length)]?.();
          else {
            const work = async () => {
              const leave = count.enter(one.tenant);
              try {
                await Promise.resolve();
                throw new Error("of the test");
              } finally {
                leave();
              }
            };
            thrown.push(work().catch(() => {}));
          }
          expect(count.total).toBe(["a", "b", "c"].reduce((sum, name) => sum + count.of(name), 0));
          expect(count.total).toBeGreaterThanOrEqual(0);
        }
        await Promise.all(thrown);
        for (const leave of ways) leave();
        expect([count.total, count.of("a"), count.of("b"), count.of("c")]).toEqual([0, 0, 0, 0]);
      }),
    );
  });

  test("of sockets follow what their holders say, also after closes that nobody heard of", () => {
    const said = fc.array(fc.record({ holder: fc.constantFrom("x", "y", "z"), tenant, count: fc.nat(5) }));
    fc.assert(
      fc.property(said, (words) => {
        const count = new SocketCount();
        const last = new Map<string, { tenant: string; count: number }>();
        for (const { holder, tenant, count: sockets } of words) {
          count.set(holder, tenant, sockets);
          last.set(holder, { tenant, count: sockets });
        }
        for (const name of ["a", "b", "c"])
          expect(count.of(name)).toBe(
            [...last.values()].reduce((sum, one) => sum + (one.tenant === name ? one.count : 0), 0),
          );
        for (const [holder, { tenant }] of last) count.set(holder, tenant, 0);
        expect(count.total).toBe(0);
      }),
    );
  });
});

describe("shares", () => {
  test("one tenant alone has everything; with a second one there is room for both", () => {
    const clock = new TestClock();
    const share = new FairShare(clock);
    expect(share.of(100, 0.8, "a")).toBe(100);
    expect(share.of(100, 0.8, "b")).toBe(80);
    expect(share.of(100, 0.8, "a")).toBe(80);
    clock.time += 600_000;
    expect(share.of(100, 0.8, "a")).toBe(100);
  });

  test("a rate takes a burst, then so many a second, and leaves the other tenant its part", () => {
    const clock = new TestClock();
    const rate = new TenantRate(clock, new FairShare(clock));
    const takes = (name: string, times: number) =>
      Array.from({ length: times }, () => rate.take(name, 10, 2, 0.8)).filter((wait) => wait === 0).length;
    expect(takes("b", 1)).toBe(1);
    expect(takes("a", 50)).toBe(16);
    expect(takes("b", 50)).toBe(3);
    expect(rate.take("a", 10, 2, 0.8)).toBe(1);
    clock.time += 1_000;
    expect(takes("a", 50)).toBe(8);
    expect(takes("b", 50)).toBe(2);
  });

  test("limits that are no numbers are said to be wrong and hold by their defaults", () => {
    const said: string[] = [];
    const limits = readLoadLimits({ LIMIT_SOCKETS: "many", LIMIT_TURNS: "50", LIMIT_TENANT_SHARE: "2" }, (line) => {
      said.push(line);
    });
    expect([limits.sockets, limits.turns, limits.tenantShare]).toEqual([20_000, 50, 0.8]);
    expect(said).toEqual([expect.stringContaining("LIMIT_SOCKETS"), expect.stringContaining("LIMIT_TENANT_SHARE")]);
  });
});

describe("open files", () => {
  afterEach(() => {
    for (let i = 0; i < 5_000; i += 1) load.sockets.set(`o${i}`, "a", 0);
  });

  /** A process of workerd: what its files would be if the worker let people in as it does. */
  test("never reach the limit when everybody comes at once, and nearly all of it is given away in the end", () => {
    const clock = new TestClock();
    const files = new OpenFiles(clock);
    const limit = 1_500;
    files.setLimit(limit);
    // Rounds of 250 ms: in which of them somebody comes who is not in yet.
    let comes: number[] = Array.from({ length: 700 }, () => 0);
    let inside = 0;
    let most = 0;
    for (let round = 0; round < 400; round += 1) {
      const here = comes.filter((at) => at === round).length;
      comes = comes.filter((at) => at !== round);
      // All who came are connected, one file each; those who are let in have five.
      let outside = here;
      for (let i = 0; i < here; i += 1) {
        if (files.admitSocket(`c${i}-${round}`)) {
          outside -= 1;
          load.sockets.set(`o${inside}`, "a", 1);
          inside += 1;
        } else comes.push(round + 20 + (i % 16));
        most = Math.max(most, 60 + inside * 5 + outside);
      }
      // Whoever was turned away has gone when the start script looks.
      files.saw({ limit, used: 60 + inside * 5, sockets: 20 + inside * 2 });
      clock.time += 250;
    }
    expect(most).toBeLessThan(limit);
    expect(inside * 5).toBeGreaterThan(limit * 0.7 - 60);
  });

  test("people who sleep count as if they were awake, and strangers' connections count, too", () => {
    const files = new OpenFiles(new TestClock());
    for (let i = 0; i < 200; i += 1) load.sockets.set(`o${i}`, "a", 1);
    files.saw({ limit: 2_000, used: 460, sockets: 420 });
    expect(files.estimate).toBeGreaterThanOrEqual(1_000);
    expect(files.isFull()).toBe(false);
    files.saw({ limit: 2_000, used: 1_060, sockets: 1_020 });
    expect(files.isFull()).toBe(true);
  });

  test("requests that are being answered hold theirs, and above the bound the next is turned away", () => {
    const files = new OpenFiles(new TestClock());
    files.saw({ limit: 1_000, used: 60, sockets: 20 });
    const ways = Array.from({ length: 500 }, () => files.enter()).filter((leave) => leave !== null);
    expect(ways.length).toBeGreaterThan(200);
    expect(ways.length).toBeLessThan(375);
    for (const leave of ways) leave();
    expect(files.enter()).not.toBeNull();
  });

  test("calls that came and went take nothing away", () => {
    const clock = new TestClock();
    const files = new OpenFiles(clock);
    files.saw({ limit: 1_000, used: 60, sockets: 20 });
    for (let i = 0; i < 2_000; i += 1) {
      expect(files.admitCall("the same")).toBe(true);
      clock.time += 20;
    }
  });

  test("a conversation without a socket counts while its object is awake", () => {
    const clock = new TestClock();
    const files = new OpenFiles(clock);
    files.saw({ limit: 1_000, used: 60, sockets: 20 });
    const before = files.estimate;
    for (let i = 0; i < 10; i += 1) expect(files.admitCall(`c${i}`)).toBe(true);
    expect(files.admitCall("c0")).toBe(true);
    expect(files.estimate).toBe(before + 30);
    files.rename("c1", "named");
    expect(files.admitSocket("named")).toBe(true);
    expect(files.estimate).toBe(before + 27);
    clock.time += 30_000;
    expect(files.estimate).toBe(before);
  });
});

describe("who comes", () => {
  const variables: AdmissionVariables = { LIMIT_SOCKETS: "10", LIMIT_NEW_CONVERSATIONS: "2" };
  const path = "/api/v1/bots/b/conversations";
  afterEach(() => {
    for (const name of ["s", "t"]) load.sockets.set(name, name, 0);
  });

  test("is turned away above the sockets of all and of the tenant, while others find room", () => {
    const admission = new Admission(new TestClock());
    const socket = (tenant: string) => admission.refuses(variables, tenant, "GET", `${path}/x/socket`);
    load.sockets.set("s", "s", 8);
    expect([socket("s"), socket("t")]).toEqual([0, 0]);
    expect(socket("s")).toBeGreaterThan(0);
    load.sockets.set("t", "t", 2);
    expect(socket("t")).toBeGreaterThan(0);
  });

  test("opens conversations at the rate, while those that are open go on", () => {
    const clock = new TestClock();
    const admission = new Admission(clock);
    const open = () => admission.refuses(variables, "s", "POST", path);
    for (let i = 0; i < 10; i += 1) expect(open()).toBe(0);
    expect(open()).toBe(1);
    expect(admission.refuses(variables, "s", "POST", `${path}/x/messages`)).toBe(0);
    clock.time += 1_000;
    expect(open()).toBe(0);
  });

  test("waits while the start script says so, and is let in when it no longer does", () => {
    const clock = new TestClock();
    const admission = new Admission(clock);
    admission.set(true);
    const message = () => admission.refuses(variables, "s", "POST", `${path}/x/messages`);
    expect(message()).toBeGreaterThan(0);
    clock.time += 20_000;
    expect(message()).toBe(0);
  });
});
