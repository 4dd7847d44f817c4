/**
 * workerd's listening socket, made here with a short queue.
 *
 * workerd takes every connection that the system has waiting, all at once, and two open files for each, before it reads a
 * single request; with the queue that it makes itself that is up to 4,096 connections. Where that goes beyond the limit of
 * open files, workerd dies (seen with 1.20261023, 2026-11-23: accept() throws, nobody catches). With a short queue a crowd
 * comes in by handfuls: whoever finds it full is not refused, its system tries again after a second.
 *
 * Nothing in Miniflare or Node's documented interface lets a child inherit a socket that listens with a chosen queue, so
 * the child's own spawn() is given one more file and workerd another argument (`--socket-fd`). Everything happens in one
 * step of the event loop: this process never polls the socket, and it closes its own end at once.
 */
import type { ChildProcess } from "node:child_process";
import net from "node:net";

/** Connections that may wait. */
const QUEUE = 64;

interface SpawnOptions {
  file: string;
  args: string[];
  stdio: unknown[];
}
interface ListenHandle {
  fd: number;
  listen(backlog: number): number;
  close(): void;
}
type MakeHandle = (address: string, port: number, family: 4) => ListenHandle | number;

/** Gives a child that is about to be spawned its socket, if it is a workerd that is to listen on this port. */
export function narrowDoor(child: ChildProcess, port: number): void {
  const spawn: unknown = Reflect.get(child, "spawn");
  const makeHandle: unknown = Reflect.get(net, "_createServerHandle");
  if (typeof spawn !== "function" || typeof makeHandle !== "function") return;
  const address = `--socket-addr=entry=127.0.0.1:${port}`;
  Reflect.set(child, "spawn", (options: SpawnOptions) => {
    const at = options.args?.indexOf(address) ?? -1;
    const handle = at < 0 ? null : (makeHandle as MakeHandle)("127.0.0.1", port, 4);
    // A port that is taken is workerd's to report.
    if (handle === null || typeof handle === "number") return spawn.call(child, options);
    try {
      if (handle.fd < 0 || handle.listen(QUEUE) !== 0) return spawn.call(child, options);
      const args = options.args.with(at, `--socket-fd=entry=${options.stdio.length}`);
      return spawn.call(child, { ...options, args, stdio: [...options.stdio, handle.fd] });
    } finally {
      handle.close();
    }
  });
}
