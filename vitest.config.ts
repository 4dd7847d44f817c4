import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

// Two projects: what runs inside workerd (few, large files: each costs a second to start) and what runs on Node.
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: { name: "worker", include: ["test/worker/**/*.test.ts"] },
      },
      {
        test: {
          name: "node",
          environment: "node",
          include: ["test/**/*.test.ts", "basic/**/*.test.ts", "gpu-gateway/**/*.test.ts", "db/**/*.test.ts", "platform/**/*.test.ts", "cli/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: ["test/worker/**", "**/node_modules/**"],
        },
      },
    ],
  },
});
