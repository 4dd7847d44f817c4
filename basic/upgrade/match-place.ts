/** Finds the place of another version of a script at which the same statement stands, in the same blocks. */
import { leavesScript } from "../compiler/sites.ts";
import type { Site } from "../program.ts";
import { OP, PACK } from "../vm/opcodes.ts";
import { type Body, chainOf, functionName, ownInstructions } from "./bodies.ts";
import { placeText, Refusal } from "./refusal.ts";
import { liveTemporaries, shapeOf } from "./shape.ts";

export interface MatchedSite {
  before: Site;
  after: Site;
}

export interface MatchedPlace {
  /** The instruction in the new program. */
  pc: number;
  /** The blocks around, outermost first, then the statement. */
  chain: MatchedSite[];
  /** Values of the unfinished statement are carried over, register by register from its first. */
  keepsTemporaries: boolean;
}

/** Where the instruction at `pc`, at which the old script was left, is in the new one. Throws Refusal. */
export function matchPlace(before: Body, after: Body, pc: number): MatchedPlace {
  const site = siteAt(before, pc);
  const found = matchSite(before, after, site, pc);
  const leaving = (body: Body, at: number) =>
    ownInstructions(body, at).filter((own) => leavesScript(body.program.code[own]!));
  const oldPlaces = leaving(before, site);
  const newPlaces = leaving(after, found);
  const at = newPlaces[oldPlaces.indexOf(pc)];
  if (at === undefined || oldPlaces.length !== newPlaces.length || !asksTheSame(before, after, pc, at)) {
    throw new Refusal(`${placeText(before.program, pc)}: the names in this statement mean something else now.`);
  }
  const chain = matchedChain(before, after, site, found, pc);
  const [old, next] = [chain.at(-1)!.before, chain.at(-1)!.after];
  const isAlike = shapeOf(before, site).join("\n") === shapeOf(after, found).join("\n");
  if (!isAlike && liveTemporaries(before, site, pc)) {
    throw new Refusal(
      `${placeText(before.program, pc)}: a variable of this statement, which is only half done, has another kind of value now.`,
    );
  }
  const window = (body: Body, place: number, own: Site) => body.program.code[place + 3]! - own.height;
  return { pc: at, chain, keepsTemporaries: isAlike && window(before, pc, old) === window(after, at, next) };
}

/** The sites of both versions, outward; what blocks keep in registers must be the same. */
export function matchedChain(before: Body, after: Body, site: number, found: number, pc: number): MatchedSite[] {
  const next = chainOf(after.program, found);
  const chain = chainOf(before.program, site).map((old, i) => ({ before: old, after: next[i]! }));
  const counts = (own: Site) => own.registers.filter((_, i) => i % 2 === 1).join();
  const wrong = chain.find(
    (pair) => pair.before.kind !== pair.after.kind || counts(pair.before) !== counts(pair.after),
  );
  if (wrong) {
    const line = placeText(before.program, wrong.before.from);
    throw new Refusal(
      `${placeText(before.program, pc)}: the block that begins at ${line} counts or keeps its values in another way now, because its variable is used differently.`,
    );
  }
  return chain;
}

/** The site of the new version that has the same words in the same blocks. */
export function matchSite(before: Body, after: Body, site: number, pc: number): number {
  const { program } = before;
  const having = ({ program: { map }, sites }: Body, key: number) => sites.filter((i) => map!.sites[i]!.key === key);
  const { key } = program.map!.sites[site]!;
  const old = having(before, key);
  const next = having(after, key);
  const found = next[old.indexOf(site)];
  if (next.length === old.length && found !== undefined) return found;
  const here = placeText(program, pc);
  if (next.length > 0) {
    throw new Refusal(
      `${here}: this statement stands ${times(next.length)} in the same blocks, where it stood ${times(old.length)}; which one is meant is open.`,
    );
  }
  const chain = chainOf(program, site);
  const gone = chain.find((own) => having(after, own.key).length === 0)!;
  if (gone === chain.at(-1))
    throw new Refusal(`${here}: this statement was changed, moved to another block or taken out.`);
  throw new Refusal(
    `${here}: the block around it that begins at ${placeText(program, gone.from)} was changed or taken out.`,
  );
}

function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}

/** The innermost site that holds the instruction. */
function siteAt({ program, sites }: Body, pc: number): number {
  const found = sites.findLast((i) => program.map!.sites[i]!.from <= pc && pc < program.map!.sites[i]!.to);
  if (found === undefined) throw new Refusal(`${placeText(program, pc)}: the place is not described in the program.`);
  return found;
}

/** The same is asked, by the same means. */
function asksTheSame(before: Body, after: Body, pc: number, at: number): boolean {
  const code = before.program.code;
  const next = after.program.code;
  const op = code[pc]!;
  if (next[at] !== op) return false;
  const isCounted = op !== OP.CALL && op !== OP.GOSUB;
  if (isCounted && Math.floor(code[pc + 1]! / PACK) !== Math.floor(next[at + 1]! / PACK)) return false;
  if (op === OP.GOSUB || op === OP.SCRIPTV) return true;
  if (op === OP.CALL) {
    return functionName(before.program, code[pc + 2]!) === functionName(after.program, next[at + 2]!);
  }
  const asked = before.program.constants[code[pc + 2]!];
  return JSON.stringify(asked) === JSON.stringify(after.program.constants[next[at + 2]!]);
}
