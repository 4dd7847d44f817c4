/** Ports on the loopback address. */
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { isSystemError, StartProblem } from "./problem.ts";

const POLL_MS = 20;

/** Throws a StartProblem when something else listens on the port, and still does after the patience. */
export async function checkPort(port: number, patienceMs = 0): Promise<void> {
  const until = Date.now() + patienceMs;
  try {
    await (await listen(port)).close();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "EADDRINUSE" && patienceMs > 0) {
      await sleep(POLL_MS);
      return checkPort(port, until - Date.now());
    }
    if (error.code === "EADDRINUSE") {
      throw new StartProblem(
        `Port ${port} is in use by another program: end that one, or choose another port with --port N.`,
      );
    }
    if (error.code === "EACCES")
      throw new StartProblem(
        `Port ${port} may only be used by the administrator: choose one above 1023 with --port N.`,
      );
    throw new StartProblem(`Port ${port} cannot be used (${error.code}): choose another with --port N.`);
  }
}

/** A free port. Whoever asks must take it soon: nothing holds it in between. */
export async function freePort(): Promise<number> {
  const server = await listen(0);
  await server.close();
  return server.port;
}

async function listen(port: number): Promise<{ port: number; close(): Promise<void> }> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
