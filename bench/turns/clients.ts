/** Closed-loop clients: each sends, waits for its answer, sends again. Latencies in ms, as seen by the client. */
import WebSocket from "ws";
import type { ServerFrame } from "../../contracts/frames.ts";

export interface Load {
  p50: number;
  p99: number;
  /** Answers per second over all connections. */
  rate: number;
}

interface Peer {
  /** Sends one message and resolves when its answer is complete. */
  ask(n: number): Promise<void>;
  close(): void;
}

/** Runs every peer in a loop for `seconds`, after a second of warming up. */
export async function drive(peers: readonly Peer[], seconds: number): Promise<Load> {
  const latencies: number[] = [];
  const begin = performance.now() + 1_000;
  const end = begin + seconds * 1_000;
  await Promise.all(
    peers.map(async (peer) => {
      for (let n = 0; performance.now() < end; n += 1) {
        const sent = performance.now();
        await peer.ask(n);
        if (sent >= begin) latencies.push(performance.now() - sent);
      }
    }),
  );
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), rate: latencies.length / seconds };
}

/** A connection to the echo object: one insert, one frame back. */
export async function echoPeer(url: string, name: string): Promise<Peer> {
  const socket = await open(new WebSocket(`${url}/${name}`));
  let answered: () => void = () => {};
  socket.on("message", () => answered());
  return {
    ask: (n) =>
      new Promise<void>((resolve) => {
        answered = resolve;
        socket.send(JSON.stringify({ type: "message", id: `m-${n}`, text: "hello" }));
      }),
    close: () => socket.terminate(),
  };
}

/** A conversation with a bot that hears a word and says it again. A turn is over with its `state` frame. */
export async function turnPeer(origin: string, bot: string): Promise<Peer> {
  const answer = await fetch(`${origin}/api/v1/bots/${bot}/conversations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  if (answer.status !== 201)
    throw new Error(`a conversation with ${bot} was refused: ${answer.status} ${await answer.text()}`);
  const { id, token, seq } = (await answer.json()) as { id: string; token: string; seq: number };
  const url = `${origin.replace("http", "ws")}/api/v1/bots/${bot}/conversations/${id}/socket?after=${seq}`;
  const socket = await open(new WebSocket(url, ["basalt.v1", `basalt.token.${token}`]));
  let answered: () => void = () => {};
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data)) as ServerFrame;
    if (frame.type === "state") answered();
  });
  return {
    ask: (n) =>
      new Promise<void>((resolve) => {
        answered = resolve;
        socket.send(JSON.stringify({ type: "message", id: `m-${n}`, text: "hello" }));
      }),
    close: () => socket.terminate(),
  };
}

function open(socket: WebSocket): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
  });
}
