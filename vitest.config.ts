import { availableParallelism } from "node:os";
import path from "node:path";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { bundleWorker } from "./scripts/up/bundle.ts";

/** A test that hangs fails; one that has to share the machine does not. ms. */
const PATIENCE = { testTimeout: 20_000, hookTimeout: 30_000 };

/** Secrets of the tests inside workerd; they open nothing else. */
const TEST_BINDINGS = {
  CONVERSATION_KEYS: JSON.stringify({ current: "test", keys: { test: "dGVzdC1rZXktZm9yLWNvbnZlcnNhdGlvbnMtMzJieXQ" } }),
  OPERATOR_KEY: "dGVzdC1rZXktZm9yLXRoZS1vcGVyYXRvci0zMmJ5dGU",
};

/** The models worker, which runs beside the product's in the same workerd. */
const MODELS = await bundleWorker(
  path.join(import.meta.dirname, "models/index.ts"),
  path.join(import.meta.dirname, "dist/test-models"),
);

// Two projects: what runs inside workerd (few, large files: each costs a second to start) and what runs on Node.
export default defineConfig({
  test: {
    // Many files wait for processes and for time more than they compute: three at once, also where there are only two cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: TEST_BINDINGS,
              workers: [
                {
                  name: "basalt-models",
                  compatibilityDate: "2026-10-01",
                  compatibilityFlags: ["nodejs_compat"],
                  modulesRoot: path.dirname(MODELS),
                  modules: [{ type: "ESModule", path: MODELS }],
                },
              ],
            },
          }),
        ],
        test: {
          name: "worker",
          ...PATIENCE,
          include: ["test/worker/**/*.test.ts"],
          // Inside workerd there is no environment to read; test/worker/crash-matrix.test.ts and publishing.test.ts say what these are.
          provide: {
            aborts: Number(process.env["BASALT_ABORTS"] ?? 60),
            seed: Number(process.env["BASALT_SEED"] ?? 20_261),
            soak: process.env["BASALT_SOAK"] === "1",
          },
        },
      },
      {
        test: {
          name: "node",
          ...PATIENCE,
          environment: "node",
          setupFiles: ["test/support/seeded-properties.ts"],
          include: [
            "test/**/*.test.ts",
            "basic/**/*.test.ts",
            "gpu-gateway/**/*.test.ts",
            "db/**/*.test.ts",
            "platform/**/*.test.ts",
            "cli/**/*.test.ts",
            "scripts/**/*.test.ts",
            "widget/**/*.test.ts",
            "durable-objects/**/*.test.ts",
            "contracts/**/*.test.ts",
          ],
          exclude: ["test/worker/**", "**/node_modules/**"],
        },
      },
    ],
  },
});
