/**
 * Packages that a package depends on (`depends-NAME` in config.csv). What their current releases have of scripts is copied
 * into this one under names of their own, `NAME/script`: so it is pinned, it is collected with this release alone, and what
 * is published there later changes nothing here before this package is published again.
 */
import { decodeProgram, encodeProgram } from "../../basic/index.ts";
import type { Result } from "../../contracts/faults.ts";
import { botName } from "../../contracts/ids.ts";
import { ANSWER_SCRIPT, type ReleaseManifest, type ReleaseScript } from "../../contracts/release.ts";
import { sha256 } from "./hash.ts";
import { PackageError } from "./package-file.ts";
import { isRange, isVersion, RANGE_FORMS, satisfies } from "./version-range.ts";

const PREFIX = "depends-";
const MAX_DEPENDENCIES = 10;

/** Other bots of the tenant, as they are now. */
export interface OtherBots {
  current(bot: string): Promise<Result<ReleaseManifest>>;
  /** A compiled program of that bot's; null where storage has none. */
  program(bot: string, hash: string): Promise<Uint8Array<ArrayBuffer> | null>;
}

export interface PinnedScripts {
  scripts: ReleaseScript[];
  /** Serialised programs by their hash. */
  programs: Map<string, Uint8Array<ArrayBuffer>>;
}

/** Throws a PackageError that says which dependency cannot be had, and why. */
export async function pinDependencies(
  bot: string,
  config: Readonly<Record<string, string>>,
  others: OtherBots,
): Promise<PinnedScripts> {
  const version = config["package-version"] ?? "";
  if (version !== "" && !isVersion(version))
    throw new PackageError(`package-version must be three numbers such as 1.4.2, not "${version}".`);
  const wanted = Object.entries(config).filter(([key]) => key.startsWith(PREFIX));
  if (wanted.length > MAX_DEPENDENCIES)
    throw new PackageError(`The package depends on ${wanted.length} others; ${MAX_DEPENDENCIES} is the most.`);
  const pinned: PinnedScripts = { scripts: [], programs: new Map() };
  for (const [key, range] of wanted) await pin(bot, key, range, others, pinned);
  return pinned;
}

async function pin(bot: string, key: string, range: string, others: OtherBots, pinned: PinnedScripts): Promise<void> {
  const name = key.slice(PREFIX.length);
  const release = await released(bot, name, key, range, others);
  const programs = new Map<string, string>();
  for (const { program } of release.scripts) {
    if (program === null || programs.has(program)) continue;
    const bytes = await others.program(name, program);
    if (bytes === null)
      throw new PackageError(`A script of ${name} (${key}) is not in storage: publish that package again.`);
    const own = await rename(bytes, name);
    programs.set(program, own.hash);
    pinned.programs.set(own.hash, own.bytes);
  }
  for (const script of release.scripts) {
    // A release has its own.
    if (script.name === ANSWER_SCRIPT) continue;
    const program = script.program === null ? null : (programs.get(script.program) ?? null);
    pinned.scripts.push({ name: `${name}/${script.name}`, path: `${name}.gbai/${script.path}`, program });
  }
}

async function released(
  bot: string,
  name: string,
  key: string,
  range: string,
  others: OtherBots,
): Promise<ReleaseManifest> {
  if (!botName.safeParse(name).success) throw new PackageError(`${key}: "${name}" is no name of a package.`);
  if (!isRange(range)) throw new PackageError(`${key} must be a range such as ${RANGE_FORMS}, not "${range}".`);
  if (name === bot) throw new PackageError(`${key}: a package cannot depend on itself.`);
  const found = await others.current(name);
  if (!found.ok) throw new PackageError(`${key}: no package ${name} is published here; publish it first.`);
  const { config } = found.value;
  const version = config["package-version"] ?? "";
  if (version === "") throw new PackageError(`${key}: ${name} has no package-version in its config.csv.`);
  if (!satisfies(version, range))
    throw new PackageError(`${key}: ${name} has version ${version}, and ${range} is asked for.`);
  const further = Object.keys(config).find((one) => one.startsWith(PREFIX));
  if (further === `${PREFIX}${bot}`)
    throw new PackageError(`${key}: ${name} depends on ${bot} in turn, which is a circle.`);
  if (further !== undefined)
    throw new PackageError(
      `${key}: ${name} itself depends on ${further.slice(PREFIX.length)}; a package that others depend on may not.`,
    );
  return found.value;
}

/**
 * The same program under a hash of its own: where two packages have one and the same script, each still finds its own
 * siblings, which the name before the slash says (basic/vm/named-calls.ts).
 */
async function rename(bytes: Uint8Array, owner: string): Promise<{ hash: string; bytes: Uint8Array<ArrayBuffer> }> {
  const program = decodeProgram(bytes);
  const name = `${owner}/${program.name}`;
  const hash = await sha256(new TextEncoder().encode(`${name}\n${program.hash}`));
  return { hash, bytes: new Uint8Array(encodeProgram({ ...program, name, hash })) };
}
