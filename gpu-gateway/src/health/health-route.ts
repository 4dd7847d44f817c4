// Liveness, and which parts of the gateway work. Open to everybody on the network that the gateway listens on, so it tells no secret.
import type { GatewayContext } from "../app.ts";
import type { ExtractionPool } from "../documents/extraction-pool.ts";
import { createGpuProbe } from "./gpu.ts";

export function healthRoute(pool: ExtractionPool): (context: GatewayContext) => Promise<Response> {
  const probeGpu = createGpuProbe();
  return async (context) =>
    context.json({ status: "ok", parts: { documents: { state: "ok", ...pool.load() }, gpu: await probeGpu() } }, 200, {
      "cache-control": "no-store",
    });
}
