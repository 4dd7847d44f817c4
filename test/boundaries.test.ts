/** The import rules of docs/architecture.md: who may know of whom. A rule that nothing checks is a wish. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Room -> rooms it may import besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  basic: [],
  contracts: [],
  platform: ["contracts"],
  db: ["contracts", "platform"],
  "durable-objects": ["basic", "contracts", "platform"],
  extensions: ["basic", "contracts", "platform"],
  channels: ["contracts", "platform"],
  "examples/channels": ["contracts", "platform"],
  worker: ["contracts", "platform", "db"],
  models: ["contracts", "platform"],
  "gpu-gateway": ["contracts", "platform"],
  widget: ["contracts"],
  console: ["contracts"],
  cli: ["contracts", "platform", "basic", "db/local"],
  scripts: ["contracts", "platform", "basic", "db/local"],
};
/** Files with a wider door, each for a reason the architecture gives. */
const EXCEPTIONS: { file: RegExp; may: string; why: string }[] = [
  {
    file: /^durable-objects\/(projections\/|[a-z-]+-control)/,
    may: "db",
    why: "projections and control objects write to Postgres",
  },
  {
    file: /^durable-objects\/data-object\.ts$/,
    may: "db",
    why: "the tables of a bot lie in Postgres where its package says so",
  },
  { file: /^worker\/index\.ts$/, may: "durable-objects", why: "the entry exports the classes" },
  { file: /^worker\/index\.ts$/, may: "extensions", why: "the entry registers the keywords of the installation" },
  { file: /^worker\/channels\/registry\.ts$/, may: "channels", why: "it lists the channels of the installation" },
  // An installation lists adapters wherever it keeps them.
  { file: /^channels\/index\.ts$/, may: "examples/channels", why: "an example may be installed as it is" },
  { file: /^cli\/main\.ts$/, may: "extensions", why: "the command line knows the keywords of the installation" },
  {
    file: /^scripts\/generate-docs\.ts$/,
    may: "extensions",
    why: "the pages describe the keywords of the installation",
  },
  { file: /^cli\//, may: "scripts", why: "`up` is the start script" },
  { file: /^scripts\/write-fixtures\.ts$/, may: "test", why: "it makes the stored conversations of the tests" },
];
const NODE_ROOMS = /^(gpu-gateway|cli|scripts|bin|db\/local)\//;
const CLOUDFLARE_ROOMS = /^(worker|durable-objects)\//;
/** No clock, randomness or network of their own (platform/ and effects/ have them). */
const PURE_ROOMS = /^(basic\/|durable-objects\/session\/(?!effects\/))/;
const IMPURE =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.(getRandomValues|randomUUID)\(|\bperformance\.now\(|(?<![.\w])fetch\(|\bsetInterval\(/;

interface Import {
  from: string;
  specifier: string;
  typeOnly: boolean;
}

function sources(dir: string): string[] {
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const pattern =
    /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  for (const match of text.matchAll(pattern))
    found.push({ from: file, specifier: match[2] ?? match[3] ?? "", typeOnly: match[1] !== undefined });
  return found;
}

const roomOf = (path: string): string =>
  ["db/local", "examples/channels"].find((room) => path.startsWith(`${room}/`)) ?? path.split("/")[0] ?? "";
const rooms = Object.keys(MAY_IMPORT);
const files = rooms.flatMap(sources);
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
const imports = files.flatMap((file) => importsOf(file, texts.get(file) ?? ""));

function allowed(use: Import): boolean {
  const target = relative(root, resolve(root, dirname(use.from), use.specifier));
  const room = roomOf(use.from).replace(/^db\/local$/, "db");
  const goal = roomOf(target);
  if (goal === room || (room === "db" && goal === "db/local" && use.from.startsWith("db/local/"))) return true;
  if (target === "package.json") return true;
  if (MAY_IMPORT[room]?.includes(goal)) return true;
  if (room === "worker" && goal === "durable-objects" && use.typeOnly) return true;
  return EXCEPTIONS.some((exception) => exception.file.test(use.from) && exception.may === goal);
}

describe("import rules", () => {
  it("finds the rooms and their imports", () => {
    for (const room of rooms)
      expect(
        files.some((file) => file.startsWith(`${room}/`)),
        `${room}/ holds source files`,
      ).toBe(true);
    expect(imports.length).toBeGreaterThan(100);
  });

  it("keeps each room to the rooms it may know", () => {
    const wrong = imports.filter((use) => use.specifier.startsWith(".") && !allowed(use));
    expect(wrong.map((use) => `${use.from} imports ${use.specifier}`)).toEqual([]);
  });

  it("keeps the platforms apart", () => {
    const wrong = imports.filter(
      (use) =>
        (use.specifier.startsWith("node:") && !NODE_ROOMS.test(use.from)) ||
        (use.specifier.startsWith("cloudflare:") && !CLOUDFLARE_ROOMS.test(use.from)),
    );
    expect(wrong.map((use) => `${use.from} imports ${use.specifier}`)).toEqual([]);
  });

  it("keeps clock, randomness and network out of the language and the turn", () => {
    const wrong = files.filter(
      (file) => PURE_ROOMS.test(file) && IMPURE.test((texts.get(file) ?? "").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps channel adapters to the contract, the tools and their own folder", () => {
    const home = (path: string): string | undefined =>
      /^(worker\/channels\/[a-z-]+\/|examples\/channels\/[a-z-]+|channels\/(?!index\.ts)[a-z-]+)/.exec(path)?.[1];
    const wrong = imports.filter((use) => {
      const own = home(use.from);
      if (!own || !use.specifier.startsWith(".")) return false;
      const target = relative(root, resolve(root, dirname(use.from), use.specifier));
      return !target.startsWith(own) && !/^(contracts|platform)\//.test(target);
    });
    expect(wrong.map((use) => `${use.from} imports ${use.specifier}`)).toEqual([]);
    expect(files.filter((file) => home(file)).length).toBeGreaterThanOrEqual(2);
  });

  it("keeps files short enough to be read at once", () => {
    const long = files.filter(
      (file) => !file.includes("/generated/") && (texts.get(file) ?? "").split("\n").length > 501,
    );
    expect(long).toEqual([]);
  });
});
