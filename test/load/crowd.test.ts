/**
 * More people than the system's limit of open files carries: those who are in go on talking, the others are asked to wait
 * and come in when there is room, and workerd does not die of it; neither when all come back at once after a kill.
 *
 * BASALT_FILES sets the limit (default 600; `npm run soak` has 1,500).
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, Product } from "../support/product.ts";
import { Person } from "./person.ts";

const LIMIT = Number(process.env["BASALT_FILES"] ?? 600);
/** Three quarters of the limit less what the process itself has open, at five files each (worker/open-files.ts). */
const CARRIES = Math.floor((LIMIT - Math.min(LIMIT / 4, 4_000) - 100) / 5);
const TOO_MANY = LIMIT >= 1_500 ? 500 : 40;
const PEOPLE = CARRIES + TOO_MANY;
/**
 * Who has left is forgotten after 12 to 24 s (worker/open-files.ts), the next ones come within the seconds that they were asked to wait, and
 * each time that everybody who is in has left about as many come in as are carried.
 */
const DRAIN_MS = 60_000 + Math.ceil(PEOPLE / CARRIES) * 45_000;
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

  /** Where everybody stands, for failures. */
  const standing = () => {
    const outside = people.filter((person) => !person.isIn && !person.isGone);
    const troubles = Object.entries(Object.groupBy(outside, ({ trouble }) => trouble));
    const why = troubles.map(([trouble, list]) => `${list?.length} ${trouble}`).join(", ");
    const served = people.filter(({ answers }) => answers > 0).length;
    return `${inside().length} of ${PEOPLE} are in, ${served} were answered, ${outside.length} are outside (${why})`;
  };
  /** Waits until it holds, and says how everything stands where it does not come to that. */
  const until = async (what: string, holds: () => boolean, ms = 60_000): Promise<void> => {
    for (const end = Date.now() + ms; !holds(); await sleep(50)) {
      if (Date.now() > end) throw new Error(`not within ${ms / 1_000} s: ${what}; ${standing()}`);
    }
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

  test(
    "those who are in are served, the rest wait, nobody is lost, and workerd lives",
    async () => {
      const pid = workerd();
      expect(openFiles()).toBe(LIMIT);
      for (let i = 0; i < PEOPLE; i += 1) people.push(new Person(product.origin, BOT));
      const stays = people.map((person) => person.stay());
      const everybodyKnows = () => people.every((person) => person.isIn || person.turnedAway > 0);
      await until("the house is full, and everybody outside was told", () => {
        return inside().length > CARRIES * 0.5 && everybodyKnows();
      });
      const came = inside().length;
      console.log(`${came} of ${PEOPLE} are in; about ${CARRIES} were expected at most`);
      expect(workerd()).toBe(pid);
      expect(came).toBeLessThanOrEqual(CARRIES + TOO_MANY * 0.2);

      // All at the same time, three times: nobody among them is asleep any more.
      for (let round = 1; round <= 3; round += 1) await Promise.all(inside().map((person) => person.say()));
      expect(workerd()).toBe(pid);

      // Everybody is thrown out and comes back, the words on their way with them.
      const answers = inside().map((person) => person.say());
      expect(product.kill("workerd")).toBe(true);
      await until("another workerd, and the house is full again", () => {
        return workerd() !== pid && inside().length > CARRIES * 0.5;
      });
      const second = workerd();
      console.log(`${inside().length} are in after the kill`);

      // Each leaves after an answer: in the end everybody was served, those who were outside as well.
      const isOver = Promise.all([...answers, ...people.map((person) => person.say().then(() => person.leave()))]);
      await until("everybody was served", () => people.every((person) => person.isGone), DRAIN_MS);
      await isOver;
      await Promise.all(stays);
      expect(workerd()).toBe(second);
      expect(people.flatMap((person) => person.violations)).toEqual([]);
      expect(people.filter((person) => person.rude > 0)).toEqual([]);
    },
    DRAIN_MS + 180_000,
  );
});
