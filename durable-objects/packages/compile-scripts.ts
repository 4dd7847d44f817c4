/** Compiles a package's scripts. One that does not compile is unusable alone; the others and the release go on. */
import { compile, diagnose, encodeProgram, type Program, toolNames, toolTitles } from "../../basic/index.ts";
import type { Handler } from "../../contracts/events.ts";
import { WEBSITE_LIMITS, type WebsiteDirective } from "../../contracts/websites.ts";
import { readWebsite } from "../web/website-address.ts";
import type { PackageDiagnostic } from "./diagnostics.ts";
import { handlersOf } from "./handlers.ts";
import { sha256 } from "./hash.ts";
import { type Declared, declaredTables } from "./table-directives.ts";

export interface ScriptSource {
  /** Path inside the package, for messages. */
  path: string;
  /** Path inside the dialog folder, from which the script's name is made. */
  inner: string;
  text: string;
}

export interface CompiledScripts {
  /** `program` is null where the script did not compile. */
  scripts: { name: string; path: string; program: string | null }[];
  /** Serialised programs by their hash. */
  programs: Map<string, Uint8Array<ArrayBuffer>>;
  diagnostics: PackageDiagnostic[];
  /** Tables and indexes that the scripts declare. */
  declared: Required<Declared>;
  /** What they want to be told of, in the order of the scripts. */
  handlers: Handler[];
  /** Web sites that they read into the knowledge, each once. */
  websites: WebsiteDirective[];
}

/** `others`: scripts that CALL reaches beside these, `crm/tickets`. */
export async function compileScripts(
  sources: readonly ScriptSource[],
  others: readonly string[] = [],
): Promise<CompiledScripts> {
  const result: CompiledScripts = {
    scripts: [],
    programs: new Map(),
    diagnostics: [],
    declared: { tables: [], indexes: [], places: [] },
    handlers: [],
    websites: [],
  };
  const names = sources.flatMap(({ inner }) => [wholeName(inner), shortName(inner)]);
  const callable = [...names, ...others, ...sources.flatMap(({ text }) => toolTitles(text))];
  const taken = new Set<string>();
  // `x.bas` goes before `tools/x.bas`, so that the plain name is its.
  for (const source of sources.toSorted((a, b) => depth(a) - depth(b))) {
    const name = nameOf(source, taken, result.diagnostics);
    const { program, diagnostics } = await compileOne(source, callable);
    if (program !== null) result.programs.set(program.hash, program.bytes);
    result.scripts.push({ name, path: source.path, program: program?.hash ?? null });
    for (const tool of program?.tools ?? []) {
      if (names.includes(tool) || taken.has(tool)) continue;
      taken.add(tool);
      result.scripts.push({ name: tool, path: source.path, program: program?.hash ?? null });
    }
    result.diagnostics.push(...diagnostics);
    const { tables, indexes, places } = declaredTables(source.path, program?.directives ?? []);
    result.declared.tables.push(...tables);
    result.declared.indexes.push(...indexes);
    result.declared.places.push(...places);
    if (program) {
      result.handlers.push(...handlersOf(name, program.directives));
      addWebsites(source.path, program.directives, result);
    }
  }
  return result;
}

/** Two scripts may name one site; the first says how often it is read. */
function addWebsites(
  path: string,
  directives: Program["directives"],
  { websites, diagnostics }: CompiledScripts,
): void {
  const collections = new Set(websites.map(({ url, period }) => readWebsite(url, period).collection));
  for (const { keyword, args, line } of directives) {
    if (keyword !== "USE WEBSITE") continue;
    const period = args["period"] === undefined || args["period"] === null ? null : String(args["period"]);
    const website = { url: String(args["url"]), period };
    try {
      const { collection } = readWebsite(website.url, period);
      if (!collections.has(collection)) websites.push(website);
      if (websites.length > WEBSITE_LIMITS.perBot)
        throw new RangeError(`A bot reads at most ${WEBSITE_LIMITS.perBot} web sites; this one is left out.`);
      collections.add(collection);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      websites.splice(WEBSITE_LIMITS.perBot);
      const at = { file: path, line, column: 1, severity: "warning" as const };
      diagnostics.push({ ...at, code: "PKG132", message: error.message, hint: "Mend the address or the period." });
    }
  }
}

const depth = ({ inner }: ScriptSource): number => inner.split("/").length;

const wholeName = (inner: string): string => inner.replace(/\.bas$/i, "").toLowerCase();
const shortName = (inner: string): string => wholeName(inner.slice(inner.lastIndexOf("/") + 1));

/** The file's name without `.bas`; with its folders where another script has that name already. */
function nameOf(source: ScriptSource, taken: Set<string>, diagnostics: PackageDiagnostic[]): string {
  const whole = wholeName(source.inner);
  const short = shortName(source.inner);
  const name = taken.has(short) ? whole : short;
  if (name !== short) {
    diagnostics.push({
      file: source.path,
      line: 1,
      column: 1,
      severity: "warning",
      code: "PKG102",
      message: `Another script is called "${short}"; this one answers to "${whole}" only.`,
      hint: "Give each script its own file name.",
    });
  }
  taken.add(name);
  return name;
}

interface Compiled {
  program: SealedProgram | null;
  diagnostics: PackageDiagnostic[];
}

/** What was compiled lately, by all that it depends on: of a folder that is being worked on, one script changes at a time. */
const kept = new Map<string, Compiled>();
const MAX_KEPT = 600;
/** Larger ones are compiled each time, so that what is kept has a bound. */
const MAX_KEPT_SOURCE = 32 * 1024;

async function compileOne(source: ScriptSource, scripts: readonly string[]): Promise<Compiled> {
  if (source.text.length > MAX_KEPT_SOURCE) return compileNow(source, scripts);
  const all = JSON.stringify([source.path, source.text, scripts]);
  const key = await sha256(new TextEncoder().encode(all));
  const compiled = kept.get(key) ?? (await compileNow(source, scripts));
  kept.delete(key);
  kept.set(key, compiled);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  return compiled;
}

async function compileNow(source: ScriptSource, scripts: readonly string[]): Promise<Compiled> {
  const { script, program: whole, diagnostics } = diagnose(source.text, source.path, "", scripts);
  // A statement that cannot be parsed is reported here and fails when it is reached; the rest of the script is of use.
  const program = whole ?? compile(script, { hash: "" }).program;
  return {
    program: program === null ? null : await seal(program, source.text),
    diagnostics: diagnostics.map(({ file, line, column, severity, code, message, hint }) => ({
      file,
      line,
      column,
      severity,
      code,
      message,
      hint,
    })),
  };
}

interface SealedProgram {
  hash: string;
  directives: Program["directives"];
  /** Names of its tools, where it holds several. */
  tools: string[];
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Names a program by its source and by the code that came of it. So a compiler that makes other code of the same source
 * makes another program and another release, and what a conversation began with stays what it was.
 */
async function seal(program: Program, source: string): Promise<SealedProgram> {
  const code = await sha256(encodeProgram(program));
  const hash = await sha256(new TextEncoder().encode(`${code}\n${source}`));
  const { directives } = program;
  return { hash, directives, tools: toolNames(program), bytes: new Uint8Array(encodeProgram({ ...program, hash })) };
}
