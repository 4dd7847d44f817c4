/** The recorded conversations of all examples, against the examples as they are: one product for all of them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Server } from "../../cli/server.ts";
import { startWorkerHost, type WorkerHost } from "../../cli/worker-host.ts";
import type { Rehearsed } from "../../contracts/replay.ts";
import { packPackage } from "../../scripts/up/packages.ts";
import { examplePackages } from "./example-packages.ts";

const data = mkdtempSync(path.join(tmpdir(), "basalt-examples-"));
let host: WorkerHost;
let server: Server;

beforeAll(async () => {
  host = await startWorkerHost({ folder: data, scriptedModel: null, note: () => {} });
  server = new Server(new URL(host.url), () => host.token(), "conversations:read");
}, 120_000);

afterAll(async () => {
  await host?.stop();
  rmSync(data, { recursive: true, force: true });
});

describe.each(examplePackages())("$bot", ({ bot, folder, recordings }) => {
  test("is published without a finding", async () => {
    const { diagnostics } = await host.operator.publish(bot, packPackage(folder));
    expect(diagnostics.filter(({ severity }) => severity !== "hint")).toEqual([]);
  }, 60_000);

  test.each(recordings)(
    "$file is the same conversation",
    async ({ transcript }) => {
      const body = JSON.stringify({ transcript });
      const reports: (Rehearsed & { type: string })[] = [];
      for await (const line of server.lines<Rehearsed & { type: string }>(`/api/v1/bots/${bot}/rehearsals`, {
        method: "POST",
        body,
      }))
        if (line.type === "conversation") reports.push(line);
      expect(reports).toHaveLength(1);
      expect(reports[0]!.failure).toBeNull();
      expect(reports[0]!.differences).toEqual([]);
    },
    60_000,
  );
});
