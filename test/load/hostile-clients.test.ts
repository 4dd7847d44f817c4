/**
 * Clients that mean no good, or cannot do better, against the running product: whatever they send or leave unread, the
 * neighbour is answered, the process lives, and its memory stays bounded.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { freePort, Product, post } from "../support/product.ts";
import { Person } from "./person.ts";

const FLOOD = process.env["BASALT_SOAK"] === "1" ? 1_000_000 : 100_000;
const HALF_OPEN = 300;
/** Generous: what counts is that it does not grow with what is sent. */
const MOST_GROWTH_MIB = 300;
const BOT = "echo";

interface Opened {
  id: string;
  token: string;
}

const data = mkdtempSync(join(tmpdir(), "basalt-hostile-"));
let product: Product;
let neighbour: Person;
let conversations: string;
let rssBefore = 0;
let pid = 0;
/** The codes with which the sockets without a token are closed: after five seconds, in which the other tests go on. */
let halfOpen: Promise<number[]>;

const rss = (): number => {
  if (process.platform !== "linux") return 0;
  return (
    Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${product.pids()["workerd"]}/status`, "utf8"))?.[1]) / 1024
  );
};
const open = (): Promise<Opened> => post<Opened>(conversations, {}, 201);
const socketAddress = (id: string, after = 0): string =>
  `${conversations.replace("http", "ws")}/${id}/socket?after=${after}`;

async function connect({
  id,
  token,
}: Opened): Promise<{ socket: WebSocket; frames: { type: string; code?: string }[] }> {
  const socket = new WebSocket(socketAddress(id), ["basalt.v1", `basalt.token.${token}`], { perMessageDeflate: false });
  const frames: { type: string; code?: string }[] = [];
  socket.on("message", (text) => frames.push(JSON.parse(String(text))));
  socket.on("error", () => {});
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return { socket, frames };
}

const closed = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => {
    if (socket.readyState === WebSocket.CLOSED) resolve(-1);
    socket.once("close", (code) => resolve(code));
  });

/** The neighbour says a word and is answered, all the while. */
async function whileAnswered<T>(work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => {});
  const before = neighbour.answers;
  do {
    const answered = neighbour.say().then(() => true);
    expect(await Promise.race([answered, sleep(20_000, false)])).toBe(true);
    await sleep(20);
  } while (!isOver);
  expect(neighbour.answers).toBeGreaterThan(before);
  return over;
}

beforeAll(async () => {
  product = new Product({ data, port: await freePort(), bots: [join(import.meta.dirname, "bots")] });
  await product.start([BOT]);
  conversations = `${product.origin}/api/v1/bots/${BOT}/conversations`;
  pid = product.pids()["workerd"] ?? 0;
  neighbour = new Person(product.origin, BOT);
  void neighbour.stay();
  await neighbour.say();
  rssBefore = rss();
  const { id } = await open();
  const sockets = Array.from({ length: HALF_OPEN }, () => new WebSocket(socketAddress(id)));
  for (const socket of sockets) socket.on("error", () => {});
  halfOpen = Promise.all(sockets.map(closed));
}, 120_000);

afterAll(async () => {
  neighbour?.leave();
  await product.stop();
  rmSync(data, { recursive: true, force: true });
}, 60_000);

describe("unharmed by", () => {
  test("a reader that does not read", async () => {
    const conversation = await open();
    const writer = await connect(conversation);
    // Some hundred kilobytes to be sent again.
    for (let i = 0; i < 12; i += 1) {
      const text = String.fromCharCode(97 + i).repeat(30_000);
      writer.socket.send(JSON.stringify({ type: "message", id: `long-${i}`, text }));
    }
    while (writer.frames.filter(({ type }) => type === "talk").length < 12) {
      expect(writer.frames.filter(({ type }) => type === "fault")).toEqual([]);
      await sleep(20);
    }
    writer.socket.terminate();

    const { socket } = await connect(conversation);
    socket.pause();
    const code = closed(socket);
    const asking = (async () => {
      for (let i = 0; i < 190; i += 1) {
        socket.send('{"type":"resume","after":0}');
        await sleep(5);
      }
      await sleep(1_000);
    })();
    await whileAnswered(asking);
    const grown = rss() - rssBefore;
    socket.resume();
    expect(await whileAnswered(code)).toBe(1013);
    console.log(`a reader that does not read: ${Math.round(grown)} MiB more`);
    expect(grown).toBeLessThan(MOST_GROWTH_MIB);
  }, 120_000);

  test("a frame of one byte too many", async () => {
    const { socket } = await connect(await open());
    socket.send("x".repeat(64 * 1024 + 1));
    expect(await whileAnswered(closed(socket))).toBe(1009);
    const large = await connect(await open());
    large.socket.send(Buffer.alloc(4 * 1024 * 1024));
    expect(await whileAnswered(closed(large.socket))).toBe(1009);
  }, 60_000);

  test.each([
    ["of no meaning", '{"type":"typing"}', "rate.limited"],
    ["of no form", "{", "frame.invalid"],
  ])(
    `${FLOOD} tiny frames %s`,
    async (_, frame, fault) => {
      const { socket, frames } = await connect(await open());
      const code = closed(socket);
      const sending = (async () => {
        for (let i = 0; i < FLOOD && socket.readyState === WebSocket.OPEN; i += 1) {
          socket.send(frame);
          if (socket.bufferedAmount > 1024 * 1024 || i % 2_000 === 0) await sleep(1);
        }
      })();
      expect(await whileAnswered(code)).toBe(1008);
      await sending;
      const faults = frames.filter(({ type }) => type === "fault");
      expect(faults[0]?.code).toBe(fault);
      expect(faults.length).toBeLessThanOrEqual(20);
    },
    120_000,
  );

  test("thousands of pings, which are all answered", async () => {
    const { socket, frames } = await connect(await open());
    for (let i = 0; i < 5_000; i += 1) socket.send('{"type":"ping"}');
    const answered = (async () => {
      while (frames.filter(({ type }) => type === "pong").length < 5_000) await sleep(20);
    })();
    await whileAnswered(answered);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  }, 60_000);

  test("tokens that are forged, of another conversation, or in the address", async () => {
    const [one, other] = await Promise.all([open(), open()]);
    const turned = one.token.slice(0, -2) + (one.token.endsWith("AA") ? "BB" : "AA");
    for (const token of [turned, other.token, "x", ""]) {
      const answer = await fetch(`${conversations}/${one.id}/frames`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer.status).toBe(401);
      const late = new WebSocket(socketAddress(one.id));
      late.on("error", () => {});
      late.once("open", () => late.send(JSON.stringify({ type: "auth", token })));
      expect(await closed(late)).toBe(4401);
    }
    const address = await fetch(`${conversations}/${one.id}/frames?token=${one.token}`);
    expect(address.status).toBe(401);
  }, 60_000);

  test("bodies that never end", async () => {
    const { hostname, port } = new URL(product.origin);
    const slow = Array.from({ length: 100 }, () => net.connect(Number(port), hostname));
    for (const [i, socket] of slow.entries()) {
      socket.on("error", () => {});
      socket.write(
        `POST /api/v1/bots/${BOT}/conversations HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n` +
          `content-length: ${1_000 + i}\r\n\r\n{`,
      );
    }
    await whileAnswered(sleep(2_000));
    for (const socket of slow) socket.destroy();
  }, 60_000);

  test(`${HALF_OPEN} sockets that never bring their token, open all the while`, async () => {
    expect(new Set(await whileAnswered(halfOpen))).toEqual(new Set([4401]));
  }, 60_000);
});

test("and the process is the same, with bounded memory", () => {
  const grown = Math.round(rss() - rssBefore);
  console.log(`after all of them: ${grown} MiB more than before`);
  expect(product.pids()["workerd"]).toBe(pid);
  expect(grown).toBeLessThan(MOST_GROWTH_MIB);
  expect(neighbour.violations).toEqual([]);
});
