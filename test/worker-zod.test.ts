/** The part of zod that stands in the worker's bundle is what the worker's libraries use (worker/zod/). */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { ALIASES } from "../scripts/up/bundle.ts";
import * as names from "../worker/zod/names.ts";

const ROOT = path.resolve(import.meta.dirname, "..");
const LIBRARIES = ["ai", "@ai-sdk/openai", "@ai-sdk/provider-utils", "@ai-sdk/provider"];
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

it("has every name of zod that a library asks for", () => {
  const asked = new Set<string>();
  const entries = new Set<string>();
  for (const library of LIBRARIES) {
    const source = read(`node_modules/${library}/dist/index.js`);
    for (const [, entry] of source.matchAll(/from "(zod[^"]*)"/g)) if (entry) entries.add(entry);
    if (/import \{ z \} from "zod\/v4"/.test(source))
      for (const [, name] of source.matchAll(/\bz\.([A-Za-z]+)/g)) if (name) asked.add(name);
    for (const [, list] of source.matchAll(/import \{([^}]*)\} from "zod\/v4"/g))
      for (const item of list?.split(",") ?? []) asked.add(item.trim().split(" as ")[0] ?? "");
  }
  asked.delete("z");
  expect(asked.size).toBeGreaterThan(10);
  expect([...asked].filter((name) => !(name in names))).toEqual([]);
  // A library that comes by another way would bring the whole of zod with it, or miss what it needs.
  expect([...entries].filter((entry) => !(entry in ALIASES))).toEqual([]);
});

it("is named alike where wrangler and where the start script bundles", () => {
  const section = /^\[alias\]\n((?:"[^\n]+\n)+)/m.exec(read("wrangler.toml"))?.[1] ?? "";
  const named = [...section.matchAll(/^"([^"]+)" = "([^"]+)"$/gm)].map(([, name, file]) => [name, file]);
  expect(Object.fromEntries(named)).toEqual(ALIASES);
});
