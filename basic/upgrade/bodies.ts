/** One procedure of a program, or its own statements, as the move looks at it: names and sites. */
import type { Program, Site } from "../program.ts";
import { type Loaded, load } from "../vm/loaded.ts";

export interface Body {
  program: Program;
  loaded: Loaded;
  /** Index of its function. */
  index: number;
  /** Numbers of its sites in the program's table. */
  sites: readonly number[];
  /** Register by the key of what it holds: a variable's name in lower case, or what a hidden one is for. */
  registers: ReadonlyMap<string, number>;
}

const cache = new WeakMap<Program, Map<number, Body>>();

export function bodyOf(program: Program, index: number): Body {
  const bodies = cache.get(program) ?? new Map<number, Body>();
  cache.set(program, bodies);
  const body = bodies.get(index) ?? describe(program, index);
  bodies.set(index, body);
  return body;
}

function describe(program: Program, index: number): Body {
  const { functions, map } = program;
  const { entry, names } = functions[index]!;
  const end = functions[index + 1]?.entry ?? program.code.length;
  const sites: number[] = [];
  map?.sites.forEach(({ from }, i) => {
    if (from >= entry && from < end) sites.push(i);
  });
  const registers = new Map<string, number>();
  names.forEach((name, register) => {
    if (name !== "") registers.set(name.toLowerCase(), register);
  });
  const hidden = map?.hidden.find((entries) => entries.function === index);
  for (const [register, key] of hidden?.registers ?? []) registers.set(key, register);
  return { program, loaded: load(program), index, sites, registers };
}

/** What names the function in every version of the program. A tool of a file that holds several is known by its title, not by its number. */
export function functionName(program: Program, index: number): string {
  const tool = program.tools.find((one) => one.function === index);
  if (tool) return `(tool) ${tool.slug ?? tool.description}`;
  return index === 0 ? "" : program.functions[index]!.name.toLowerCase();
}

/** The same function of another version; -1 when there is none. */
export function sameFunction(program: Program, index: number, next: Program): number {
  const name = functionName(program, index);
  return next.functions.findIndex((_, i) => functionName(next, i) === name);
}

/** The block around first, then inward to the site itself. */
export function chainOf(program: Program, site: number): Site[] {
  const chain: Site[] = [];
  for (let at = site; at >= 0; at = program.map!.sites[at]!.parent) chain.unshift(program.map!.sites[at]!);
  return chain;
}

/** Instructions of a site that belong to no site inside of it. */
export function ownInstructions({ program }: Body, site: number): number[] {
  const { sites } = program.map!;
  const { from, to } = sites[site]!;
  const found: number[] = [];
  let pc = from;
  // Those inside of it follow it in the table, in the order of the code.
  for (let i = site + 1; i < sites.length && sites[i]!.from < to; i++) {
    const inside = sites[i]!;
    if (inside.parent !== site) continue;
    for (; pc < inside.from; pc += 4) found.push(pc);
    pc = Math.max(pc, inside.to);
  }
  for (; pc < to; pc += 4) found.push(pc);
  return found;
}
