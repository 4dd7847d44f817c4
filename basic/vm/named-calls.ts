/** CALL of scripts and services by name. */
import { BasicError, ERR } from "../errors.ts";
import { toText } from "../operations/text-form.ts";
import type { Program } from "../program.ts";
import { numberedName, slugNumber, toolNumber } from "../tools/segment-name.ts";
import type { Value } from "../values.ts";
import { functionAt } from "./loaded.ts";
import { OP, PACK } from "./opcodes.ts";
import type { State } from "./state.ts";

/** Name and arguments of the call at `pc`. */
export function callOf(state: State): { name: string; args: Value[] } {
  const { code, constants } = state.activation.loaded;
  const first = state.base + code[state.pc + 3]!;
  const args = state.registers.slice(first, first + (code[state.pc + 1]! >>> 16));
  if (code[state.pc] !== OP.SCRIPTV) return { name: String(constants[code[state.pc + 2]!]), args };
  return { name: toText(args[0] ?? null, state), args: args.slice(1) };
}

/** `CALL "/crm/tickets/list"`: a service of the host. */
function isService(name: string): boolean {
  return name.startsWith("/");
}

/** Enters the script; false when it is a service, which the host is asked for. */
export function enterNamed(state: State, how: "SCRIPT" | "SCRIPTV" | "CALLNAME"): boolean {
  const { name, args } = callOf(state);
  if (isService(name)) {
    state.status = "waiting";
    return false;
  }
  const found = findScript(state, name);
  if (!found) {
    throw how === "CALLNAME"
      ? new BasicError(ERR.unknownName, `There is no function, procedure, list or script named ${name}.`)
      : new BasicError(ERR.fileNotFound, `There is no script ${name} in this package.`);
  }
  const { code } = state.activation.loaded;
  const target = code[state.pc + 1]! & (PACK - 1);
  const window = state.base + code[state.pc + 3]!;
  const { program } = state.activation.loaded;
  // What the loop runs while it is stepped through stops at statements: the program's own code is asked.
  const givesUp = state.gosubs.length === 0 && isLastAct(program, state.pc);
  state.enterScript(found, args, window, state.pc + 4, target, givesUp);
  return true;
}

/** A script, and which of its tools where it holds several (0 where it does not). */
export interface NamedScript {
  program: Program;
  tool: number;
}

/** `menu`, `menu.bas` and, where nothing is called just so, `sub/menu.bas` are the same script; hyphen and underscore are equal; `orders.2` is a tool of orders. */
function findScript(state: State, name: string): NamedScript | null {
  const whole = name
    .toLowerCase()
    .replace(/\.bas$/, "")
    .trim();
  const id = whole.slice(folderOf(whole).length);
  const own = state.activation.loaded.program;
  // `crm/tickets` is a script of another package, to which its own siblings are nearer than those of the bot.
  const folders = [folderOf(own.name), folderOf(whole)].filter((folder) => folder !== "");
  for (const folder of [...folders, ""]) {
    const program = linked(state, folder + id);
    if (program) return { program, tool: toolNumber(program, id) };
    const numbered = numberedName(id);
    const holder = numbered && linked(state, folder + numbered.file);
    if (holder && toolNumber(holder, id) > 0) return { program: holder, tool: toolNumber(holder, id) };
  }
  // A file's own tools know each other by their titles also where the host knows only the names of files.
  return slugNumber(own, id) > 0 ? { program: own, tool: slugNumber(own, id) } : null;
}

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf("/") + 1);

function linked(state: State, id: string): Program | null {
  return state.link?.(id) ?? state.link?.(id.replaceAll("_", "-")) ?? state.link?.(id.replaceAll("-", "_")) ?? null;
}

/** Behind the call the script's body only ends: its frame can be given up, so that menus may call each other for ever. */
export function isLastAct(program: Program, pc: number): boolean {
  const { code, tries } = program;
  if (functionAt(program, pc) !== 0) return false;
  for (let i = 0; i < tries.length; i += 4) {
    if (pc >= tries[i]! && pc < tries[i + 1]!) return false;
  }
  let at = pc + 4;
  // Jumps only lead forward here, so this ends.
  while (code[at] === OP.JMP) at = code[at + 1]!;
  return code[at] === OP.LOADNULL && code[at + 4] === OP.END && code[at + 1] === code[at + 5];
}
