/**
 * Closed-loop clients: each sends, waits for its answer, sends again. Latencies are in ms, as the client sees them. Both
 * kinds do the same little work per frame, because the client shares the cores with what it measures.
 */

import WebSocket from "ws";
import { z } from "zod";

export interface Load {
  p50: number;
  p95: number;
  p99: number;
  /** Answers per second over all connections. */
  rate: number;
  /** Answers that were measured. */
  count: number;
}

export interface Peer {
  /** Sends one message and resolves when its answer is complete; rejects when the connection ends or nothing comes. */
  ask(): Promise<void>;
  close(): void;
}

const WARM_UP_MS = 1_000;
const ANSWER_LIMIT_MS = 30_000;
/**
 * Without compression: the client library inflates every frame with a hop to its thread pool and back, which would be
 * most of what is measured.
 */
const SOCKET_OPTIONS = { perMessageDeflate: false };
/** What closes a turn's answer. Compared as bytes: parsing every frame would be measured too. */
const STATE_FRAME = Buffer.from('"type":"state"');
const ECHO_BEGINS = Buffer.from('{"type":"message"');

/** Runs every peer in a loop for `seconds`, after a second of warming up; `onWarm` is called between the two. */
export async function drive(peers: readonly Peer[], seconds: number, onWarm: () => void = () => {}): Promise<Load> {
  const latencies: number[] = [];
  const begin = performance.now() + WARM_UP_MS;
  const end = begin + seconds * 1_000;
  setTimeout(onWarm, WARM_UP_MS);
  await Promise.all(
    peers.map(async (peer) => {
      for (let sent = performance.now(); sent < end; sent = performance.now()) {
        await peer.ask();
        // What was sent while it was warming up counts, too: at a thousand connections that may be all there is.
        const answered = performance.now();
        if (answered >= begin) latencies.push(answered - sent);
      }
    }),
  );
  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), rate: latencies.length / seconds, count: latencies.length };
}

/** A connection to the echo object: one insert, one frame back. */
export async function echoPeer(url: string, name: string): Promise<Peer> {
  return peerOf(await open(new WebSocket(`${url}/${name}`, SOCKET_OPTIONS)), () => true);
}

/** A connection to an agent of the `agents` SDK: its own frames (identity, state) come beside the answer. */
export async function agentPeer(url: string, name: string): Promise<Peer> {
  const socket = await open(new WebSocket(`${url}/${name}`, SOCKET_OPTIONS));
  return peerOf(socket, (frame) => frame.subarray(0, ECHO_BEGINS.length).equals(ECHO_BEGINS));
}

const opened = z.object({ id: z.string(), token: z.string(), seq: z.int() });

/** A conversation with a bot that hears a word and says it again. A turn is over with its `state` frame. */
export async function turnPeer(origin: string, bot: string): Promise<Peer> {
  const address = `${origin}/api/v1/bots/${bot}/conversations`;
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  if (answer.status !== 201)
    throw new Error(`a conversation with ${bot} was refused: ${answer.status} ${await answer.text()}`);
  const { id, token, seq } = opened.parse(await answer.json());
  const url = `${address.replace("http", "ws")}/${id}/socket?after=${seq}`;
  const socket = await open(new WebSocket(url, ["basalt.v1", `basalt.token.${token}`], SOCKET_OPTIONS));
  return peerOf(socket, (frame) => frame.includes(STATE_FRAME));
}

function peerOf(socket: WebSocket, completes: (frame: Buffer) => boolean): Peer {
  // An id of its own for each message: a repeated one would be answered from what is stored.
  let sent = 0;
  let waiting: PromiseWithResolvers<void> | undefined;
  socket.on("message", (data) => {
    if (Buffer.isBuffer(data) && completes(data)) waiting?.resolve();
  });
  socket.on("close", (code) => waiting?.reject(new Error(`the connection was closed with ${code}`)));
  return {
    async ask() {
      waiting = Promise.withResolvers();
      socket.send(`{"type":"message","id":"m-${++sent}","text":"hello"}`);
      const limit = setTimeout(
        () => waiting?.reject(new Error(`no answer to message ${sent} within ${ANSWER_LIMIT_MS / 1000} s`)),
        ANSWER_LIMIT_MS,
      );
      try {
        await waiting.promise;
      } finally {
        clearTimeout(limit);
      }
    },
    close: () => socket.terminate(),
  };
}

function open(socket: WebSocket): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    socket.once("open", () => {
      // Later failures end in `close`, which every peer hears.
      socket.on("error", () => {});
      resolve(socket);
    });
    socket.once("error", reject);
  });
}
