/**
 * More people than the system's limit of open files carries: those who are in go on talking, the others are asked to wait
 * and come in when there is room, and workerd does not die of it; neither when all come back at once after a kill.
 *
 * BASALT_SOAK=1 tries it with a limit of 10,000 files.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, Product } from "../support/product.ts";
import { Person } from "./person.ts";

const LIMIT = process.env["BASALT_SOAK"] === "1" ? 10_000 : 1_500;
/** Three quarters of the limit less what the process itself has open, at five files each (worker/open-files.ts). */
const CARRIES = Math.floor((LIMIT - Math.min(LIMIT / 4, 4_000) - 100) / 5);
const PEOPLE = CARRIES + 500;
const BOT = "echo";

describe.runIf(process.platform === "linux")(`${PEOPLE} people and ${LIMIT} open files`, () => {
  const data = mkdtempSync(join(tmpdir(), "basalt-crowd-"));
  let product: Product;
  const people: Person[] = [];
  const inside = () => people.filter((person) => person.isIn);
  const workerd = () => product.pids()["workerd"] ?? 0;
  const openFiles = () => {
    const status = readFileSync(`/proc/${workerd()}/limits`, "utf8");
    return Number(/^Max open files\s+(\d+)/m.exec(status)?.[1]);
  };

  /** Waits until it holds, a minute and a half at most: room comes when those who left have been forgotten, seconds later. */
  const until = async (holds: () => boolean): Promise<boolean> => {
    for (const end = Date.now() + 90_000; Date.now() < end && !holds(); ) await sleep(100);
    return holds();
  };

  beforeAll(async () => {
    product = new Product({
      data,
      port: await freePort(),
      bots: [join(import.meta.dirname, "bots")],
      openFiles: LIMIT,
      env: { LIMIT_NEW_CONVERSATIONS: "10000" },
    });
    await product.start([BOT]);
  }, 120_000);

  afterAll(async () => {
    for (const person of people) person.leave();
    await product.stop();
    rmSync(data, { recursive: true, force: true });
  }, 60_000);

  test("those who are in are served, the rest wait, nobody is lost, and workerd lives", async () => {
    const pid = workerd();
    expect(openFiles()).toBe(LIMIT);
    for (let i = 0; i < PEOPLE; i += 1) people.push(new Person(product.origin, BOT));
    const stays = people.map((person) => person.stay());
    const everybodyKnows = () => people.every((person) => person.isIn || person.turnedAway > 0);
    expect(await until(() => inside().length > CARRIES * 0.85 && everybodyKnows())).toBe(true);
    const came = inside().length;
    console.log(`${came} of ${PEOPLE} are in; about ${CARRIES} were expected at most`);
    expect(workerd()).toBe(pid);
    expect(came).toBeLessThan(PEOPLE - 400);

    // All at the same time, three times: nobody among them is asleep any more.
    for (let round = 1; round <= 3; round += 1) await Promise.all(inside().map((person) => person.say()));
    expect(workerd()).toBe(pid);

    const before = new Set(inside());
    const left = new Set([...before].slice(0, 60));
    for (const person of left) person.leave();
    expect(await until(() => inside().filter((person) => !before.has(person)).length > 40)).toBe(true);

    // Everybody is thrown out and comes back, the words on their way with them.
    const talking = inside().map((person) => person.say());
    expect(product.kill("workerd")).toBe(true);
    expect(await until(() => workerd() !== pid && inside().length > CARRIES * 0.8)).toBe(true);
    const second = workerd();
    console.log(`${inside().length} are in after the kill`);

    // Each leaves after an answer, so that in the end everybody was served.
    await Promise.all([
      ...talking,
      ...people.map(async (person) => {
        if (left.has(person)) return;
        await person.say();
        person.leave();
      }),
    ]);
    await Promise.all(stays);
    expect(workerd()).toBe(second);
    expect(people.flatMap((person) => person.violations)).toEqual([]);
    expect(people.filter((person) => person.rude > 0)).toEqual([]);
  }, 300_000);
});
