/** `basalt diff`: what a package folder would change in a running product, or how two of its releases differ. */
import fs from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "../../contracts/admin.ts";
import { botName } from "../../contracts/ids.ts";
import type { PublishPlan, ReleaseDifference, ReleaseSummary } from "../../contracts/release.ts";
import { packageRoot } from "../../scripts/up/packages.ts";
import { reasonOf } from "../../scripts/up/problem.ts";
import { EXIT, type ExitCode, RefusedError, UsageError } from "../exit.ts";
import { botOf, PackageUpload, tableLines, tellDiagnostics } from "../package-upload.ts";
import { connect, type Server } from "../server.ts";
import { shownLine } from "../shown-text.ts";
import { differingLines, MAX_COMPARED } from "../text-difference.ts";

export const command = {
  summary: "tells what a package would change, or how two releases differ",
  usage:
    "diff PACKAGE [--bot NAME] [--names] [--url URL] [--data DIR] [--json] | diff RELEASE RELEASE --bot NAME (a release is `current`, or its hash or the beginning of it)",
  run,
};

/** Files whose lines are shown; of the others the names are. */
const SHOWN_TEXTS = 200;
/** Characters of a value; a prompt may have thousands. */
const SHOWN_VALUE = 200;
const PAGE = 100;
/** A bot has a few dozen releases; older ones are collected. */
const MAX_PAGES = 50;

/** Reads one side of a file that differs. */
type Read = (file: string) => Promise<Uint8Array>;

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: "string" },
      bot: { type: "string" },
      data: { type: "string", default: ".basalt" },
      names: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const [first, second, ...more] = positionals;
  if (first === undefined || more.length > 0) throw new UsageError("name one package folder, or two releases");
  const server = connect(values.url, values.data, "bots:publish and bots:read");
  if (second !== undefined) {
    if (values.bot === undefined || !botName.safeParse(values.bot).success)
      throw new UsageError("say with --bot NAME whose releases these are");
    const route = `/api/v1/bots/${values.bot}`;
    const [from, to] = [await releaseNamed(server, route, first), await releaseNamed(server, route, second)];
    const difference = await server.json<ReleaseDifference>(`${route}/releases/${from}/diff/${to}`);
    // What switching to the second would do to the tables, as they are now.
    const { tables, diagnostics } = await server.json<PublishPlan>(`${route}/releases/${to}/plan`);
    const plan = { ...difference, tables, diagnostics };
    if (values.json) json(plan);
    else await tell(plan, sourceOf(server, route, from), sourceOf(server, route, to), values.names);
    return EXIT.done;
  }
  const bot = botOf(first, values.bot);
  const plan = await (await PackageUpload.of(server, bot, first)).plan();
  if (values.json) json(plan);
  else {
    await tell(plan, sourceOf(server, `/api/v1/bots/${bot}`, plan.from ?? ""), fileOf(first), values.names);
    tellDiagnostics(first, plan.diagnostics);
  }
  return plan.diagnostics.some(({ severity }) => severity === "error") ? EXIT.foundErrors : EXIT.done;
}

const json = (plan: PublishPlan): unknown => process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);

/** The hash of the release that a person means. */
async function releaseNamed(server: Server, route: string, text: string): Promise<string> {
  if (!/^(current|[0-9a-f]{6,64})$/.test(text))
    throw new UsageError(`"${text}" is no release: say current, or at least six digits of its hash`);
  const found = new Set<string>();
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === null ? {} : { cursor }) });
    const { items, nextCursor }: Page<ReleaseSummary> = await server.json(`${route}/releases?${query}`);
    for (const { hash, current } of items) if (text === "current" ? current : hash.startsWith(text)) found.add(hash);
    cursor = nextCursor;
    if (cursor === null) break;
  }
  const [hash] = found;
  if (hash === undefined) throw new UsageError(`the bot has no release ${text}`);
  if (found.size > 1) throw new UsageError(`${found.size} releases begin with ${text}: give more digits`);
  return hash;
}

const fileOf =
  (folder: string): Read =>
  (file) =>
    fs.readFile(path.join(packageRoot(folder), file)).catch((error: unknown) => {
      throw new RefusedError(`${file} cannot be read any more: ${reasonOf(error)}`);
    });

const sourceOf =
  (server: Server, route: string, release: string): Read =>
  (file) =>
    server.bytes(`${route}/releases/${release}/source?${new URLSearchParams({ path: file })}`);

function brief(value: string | null): string {
  if (value === null) return "(not set)";
  return value.length > SHOWN_VALUE ? `${value.slice(0, SHOWN_VALUE)}…` : value;
}

async function tell(plan: PublishPlan, before: Read, after: Read, namesOnly: boolean): Promise<void> {
  const say = (line: string): unknown => process.stdout.write(`${line}\n`);
  let texts = 0;
  for (const { path: file, change, before: old, after: now } of plan.files) {
    if (change === "added") say(`+ ${shownLine(file)} (${now} bytes)`);
    if (change === "removed") say(`- ${shownLine(file)} (${old} bytes)`);
    if (change !== "modified") continue;
    say(`~ ${shownLine(file)}`);
    // Credentials may stand in them; keys of the configuration follow by themselves, without what is secret.
    if (namesOnly || /(^|\/)(config|mcp)\.csv$/i.test(file) || texts++ >= SHOWN_TEXTS) continue;
    if (Math.max(old ?? 0, now ?? 0) > MAX_COMPARED) say("  (too large to compare its lines)");
    else for (const line of differingLines(await before(file), await after(file))) say(line);
  }
  for (const { key, before: old, after: now } of plan.config)
    say(shownLine(`config ${key}: ${brief(old)} -> ${brief(now)}`));
  for (const name of plan.compiled) say(shownLine(`compiled ${name}: another program from the same file`));
  for (const line of tableLines(plan)) say(line);
  if (plan.from === null) say("Nothing is published yet.");
  else if (plan.from === plan.to) say("Nothing differs.");
}
