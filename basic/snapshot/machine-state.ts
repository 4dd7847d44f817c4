/**
 * A machine's continuation as bytes. What can be derived from the program is not written: the bases and destinations of
 * frames follow from the call instructions that made them, a waiting request from its instruction. So a snapshot cannot
 * contradict its program, and restoring checks every place that it names.
 *
 * Layout: "BS", ISA, checksum of the rest; programs (hash, name); zone, locale, flags; generator; counters; last error;
 * for a paged one its sections and pages (`pages.ts`); open frames as (kind, function, place), outermost first; GOSUBs; the
 * place; registers; for a finished one its value.
 */
import type { MachineOptions } from "../machine.ts";
import { ISA, type Program } from "../program.ts";
import { functionAt, type Loaded, load } from "../vm/loaded.ts";
import { OP, PACK } from "../vm/opcodes.ts";
import { Random } from "../vm/random.ts";
import { type Activation, BY_ACTIVATION, FRAME, SPARE, State, type Status } from "../vm/state.ts";
import { checksum, FormatError, Reader, Writer } from "./bytes.ts";
import { type PagedSnapshot, type PageSource, PageTable, SectionReader, SectionWriter } from "./pages.ts";
import { readRegisters, writeRegisters } from "./registers.ts";
import { ValueReader, ValueWriter } from "./values.ts";

const MAGIC = [0x42, 0x53];
const HEADER = 3 + 4;
const STATUSES: readonly Status[] = ["ready", "waiting", "done", "failed"];

/** Bits of the flags. */
const FLAG = { strict: 1, graced: 2, monthFirst: 4, paged: 8, classic: 16 } as const;

/** The whole state in one piece. */
export function encodeState(state: State): Uint8Array {
  const out = writeHead(state, 0);
  writeContent(state, out, new ValueWriter(out));
  return withChecksum(out);
}

/** The state with its large values in pages; those that have not changed since the last time and are stored come without bytes. */
export function encodePaged(state: State, table: PageTable, stored: ReadonlySet<number>): PagedSnapshot {
  const sections = new SectionWriter();
  const content = new Writer();
  const values = new ValueWriter(content, sections);
  // Before anything else, so that a row which a variable holds as well stands in its list's page all the same.
  if (state.status !== "done") {
    for (let i = 0; i < state.base + state.height; i++) sections.note(state.registers[i] ?? null);
  }
  sections.drain(values);
  const early = sections.count;
  values.beginPage(content, 0);
  writeContent(state, content, values);
  sections.drain(values);
  const pages = table.replace(sections.pages, stored);
  const head = writeHead(state, pages.length > 0 ? FLAG.paged : 0);
  if (pages.length > 0) {
    head.count(early);
    sections.writeDirectory(head, pages);
  }
  head.raw(content.finish());
  return { head: withChecksum(head), pages };
}

function withChecksum(out: Writer): Uint8Array {
  const bytes = out.finish();
  new DataView(bytes.buffer).setUint32(HEADER - 4, checksum(bytes.subarray(HEADER)), true);
  return bytes;
}

function scriptsOf(state: State): Program[] {
  return [...new Set(state.activations.map((a) => a.loaded.program))];
}

/** Everything but the values. */
function writeHead(state: State, flags: number): Writer {
  if (state.status === "failed") throw new FormatError("A script that failed has nothing to go on with.");
  const out = new Writer();
  for (const byte of MAGIC) out.byte(byte);
  out.byte(ISA);
  out.uint32(0); // the checksum, once there is something to add up
  const scripts = scriptsOf(state);
  out.count(scripts.length);
  for (const program of scripts) {
    out.text(program.hash);
    out.text(program.name);
  }
  out.text(state.timeZone);
  out.text(state.locale);
  const own =
    (state.strict ? FLAG.strict : 0) | (state.graced ? FLAG.graced : 0) | (state.dayFirst ? 0 : FLAG.monthFirst);
  // Numbers that RND has drawn, and what RANDOMIZE is to begin with.
  const isClassic = scripts.some((program) => program.profile !== "dialect");
  out.byte(flags | own | (isClassic ? FLAG.classic : 0));
  for (const word of state.generator.state) out.uint32(word);
  if (isClassic) {
    out.double(state.classicRandom.last);
    out.double(state.hostSeed);
  }
  out.double(state.clock);
  out.count(state.steps);
  out.count(Math.max(0, Math.round(state.memory)));
  out.count(state.jumps);
  if (state.lastError) {
    out.byte(1);
    out.double(state.lastError.number);
    out.text(state.lastError.message);
    out.count(state.lastError.line);
    out.count(state.lastError.column);
  } else out.byte(0);
  out.byte(STATUSES.indexOf(state.status));
  return out;
}

function writeContent(state: State, out: Writer, values: ValueWriter): void {
  if (state.status === "done") values.value(state.result);
  else writeFrames(state, out, values, scriptsOf(state));
}

function writeFrames(state: State, out: Writer, values: ValueWriter, scripts: readonly Program[]): void {
  let activation = 0;
  writeActivation(state.activations[0]!, out, scripts);
  out.count(state.depth / FRAME);
  for (let at = 0; at < state.depth; at += FRAME) {
    const { program } = state.activations[activation]!.loaded;
    writePlace(program, state.frames[at]!, out);
    const isScript = state.frames[at + 2] === BY_ACTIVATION;
    if (isScript) activation++;
    out.byte(isScript ? 1 : 0);
    if (isScript) writeActivation(state.activations[activation]!, out, scripts);
  }
  out.count(state.gosubs.length / 2);
  for (let i = 0; i < state.gosubs.length; i += 2) {
    out.count(state.gosubs[i]! / FRAME);
    out.count(state.gosubs[i + 1]!);
  }
  const { program } = state.activation.loaded;
  writePlace(program, state.pc, out);
  out.count(state.height);
  const live = state.base + state.height;
  out.count(live);
  writeRegisters(state, live, values);
}

function writeActivation(activation: Activation, out: Writer, scripts: readonly Program[]): void {
  out.count(scripts.indexOf(activation.loaded.program));
  out.byte(activation.discard ? 1 : 0);
}

/** A place as function and distance from its entry. */
function writePlace(program: Program, pc: number, out: Writer): void {
  // A return place may lie at the end of the code: the instruction before it names the function.
  const f = functionAt(program, pc);
  out.count(f);
  out.count((pc - program.functions[f]!.entry) / 4);
}

export interface RestoreOptions extends Partial<Pick<MachineOptions, "limits" | "link" | "onWarning">> {
  /** The stored pages of a paged snapshot. */
  page?: PageSource;
}

/**
 * Builds the machine again. `programs` are those that the snapshot was made with, the first script's among them; others
 * are asked of `link`; `table` takes note of its pages. Throws FormatError for damaged bytes, a newer runtime's snapshot and another program's.
 */
export function decodeState(
  programs: readonly Program[],
  bytes: Uint8Array,
  options: RestoreOptions = {},
  table = new PageTable(),
): State {
  if (bytes.length < HEADER || bytes[0] !== MAGIC[0] || bytes[1] !== MAGIC[1])
    throw new FormatError("These bytes are no snapshot.");
  if (bytes[2]! > ISA)
    throw new FormatError(`The snapshot is of instruction set ${bytes[2]}; this runtime knows up to ${ISA}.`);
  if (bytes[2] === 0) throw new FormatError("The snapshot names no instruction set.");
  const head = new Reader(bytes.subarray(3));
  const expected = head.uint32();
  const body = bytes.subarray(HEADER);
  if (checksum(body) !== expected) throw new FormatError("The snapshot is damaged: its checksum differs.");
  const from = new Reader(body);
  const scripts: Loaded[] = Array.from({ length: from.size(1000) }, () => {
    const hash = from.text();
    const name = from.text();
    const program = programs.find((p) => p.hash === hash) ?? options.link?.(name, hash) ?? null;
    if (program?.hash !== hash)
      throw new FormatError(`The snapshot was made with another version of the script ${name}.`);
    return load(program);
  });
  const [first] = scripts;
  if (!first) throw new FormatError("The snapshot names no script.");
  const timeZone = from.text();
  const locale = from.text();
  const flags = from.byte();
  const generator = new Random(Uint32Array.of(from.uint32(), from.uint32(), from.uint32(), from.uint32()));
  const isClassic = (flags & FLAG.classic) !== 0;
  const last = isClassic ? from.double() : 0;
  const state = new State(
    first.program,
    {
      ...options,
      seed: isClassic ? from.double() : 0,
      timeZone,
      locale,
      strict: (flags & FLAG.strict) !== 0,
      dayFirst: (flags & FLAG.monthFirst) === 0,
    },
    generator,
  );
  state.classicRandom.last = last;
  state.graced = (flags & FLAG.graced) !== 0;
  state.clock = from.double();
  state.steps = from.count();
  state.memory = from.count();
  state.jumps = from.count();
  if (from.byte() === 1) {
    state.lastError = { number: from.double(), message: from.text(), line: from.count(), column: from.count() };
  }
  const status = STATUSES[from.byte()];
  if (status === undefined || status === "failed") throw new FormatError("The snapshot's state is damaged.");
  state.status = status;
  let sections: SectionReader | null = null;
  let early = 0;
  if ((flags & FLAG.paged) !== 0) {
    early = from.count();
    sections = new SectionReader(from, options.page ?? (() => undefined), table);
    sections.readTexts();
  }
  const values = new ValueReader(from, sections);
  sections?.fill(values, early);
  values.beginPage(from, 0);
  if (status === "done") state.result = values.value();
  else readFrames(state, from, values, scripts);
  sections?.fill(values);
  if (from.left > 0) throw new FormatError("The snapshot is longer than its content.");
  return state;
}

/** Where another script may have been entered: a CALL, or a keyword in whose place the host runs one. */
const ENTERED: ReadonlySet<number> = new Set([OP.SCRIPT, OP.SCRIPTV, OP.CALLNAME, OP.EFFECT]);

function readFrames(state: State, from: Reader, values: ValueReader, scripts: readonly Loaded[]): void {
  state.activations = [{ ...readScript(from, scripts), base: 0, frames: 0, target: 0 }];
  const count = from.size();
  while (state.frames.length < count * FRAME) state.growFrames();
  for (let i = 0; i < count; i++) enterFrame(state, from, scripts);
  const gosubs = from.size();
  const returns: { depth: number; pc: number }[] = [];
  for (let i = 0; i < gosubs; i++) returns.push({ depth: from.count() * FRAME, pc: from.count() });
  state.pc = readPlace(state.activation.loaded, from);
  checkGosubs(state, returns);
  checkPlace(state);
  const info = state.activation.loaded.program.functions[functionAt(state.activation.loaded.program, state.pc)]!;
  state.height = from.count();
  const live = from.size();
  if (state.height > info.size || live !== state.base + state.height)
    throw new FormatError("The snapshot's registers do not fit.");
  const hasNumbers = state.activations.some((a) => a.loaded.hasNumbers);
  state.reserve(state.base + state.activation.loaded.largest + SPARE, hasNumbers);
  readRegisters(state, live, values);
}

function readScript(from: Reader, scripts: readonly Loaded[]): Pick<Activation, "loaded" | "discard"> {
  const loaded = scripts[from.count()];
  if (!loaded) throw new FormatError("The snapshot names a script that it does not hold.");
  return { loaded, discard: from.byte() === 1 };
}

function enterFrame(state: State, from: Reader, scripts: readonly Loaded[]): void {
  const { loaded } = state.activation;
  const returnTo = readPlace(loaded, from);
  const call = returnTo - 4;
  const op = call < 0 ? 0 : loaded.code[call]!;
  const kind = from.byte();
  if (kind === 0 ? op !== OP.CALL : !ENTERED.has(op))
    throw new FormatError("A frame of the snapshot was not opened by a call.");
  const target = kind === 0 ? loaded.code[call + 1]! : BY_ACTIVATION;
  state.frames.set([returnTo, state.base, target], state.depth);
  state.depth += FRAME;
  state.base += loaded.code[call + 3]!;
  if (kind > 0) {
    const destination = loaded.code[call + 1]! & (PACK - 1);
    state.activations.push({
      ...readScript(from, scripts),
      base: state.base,
      frames: state.depth,
      target: destination,
    });
  }
}

function readPlace(loaded: Loaded, from: Reader): number {
  const { functions } = loaded.program;
  const f = from.count();
  const info = functions[f];
  const pc = info ? info.entry + from.count() * 4 : -1;
  if (!info || pc >= (functions[f + 1]?.entry ?? loaded.code.length))
    throw new FormatError("A place in the snapshot lies outside its script.");
  return pc;
}

/** A GOSUB returns behind a GOSUB of the procedure that its frame runs. */
function checkGosubs(state: State, returns: readonly { depth: number; pc: number }[]): void {
  for (const { depth, pc } of returns) {
    const at = frameAt(state, depth);
    const { program, code } = at.loaded;
    const isBehindGosub = pc % 4 === 0 && pc >= 4 && pc < code.length && code[pc - 4] === OP.GOSUB;
    if (!isBehindGosub || functionAt(program, pc - 4) !== functionAt(program, at.pc)) {
      throw new FormatError("A GOSUB of the snapshot is damaged.");
    }
    state.gosubs.push(depth, pc);
  }
}

/** Script and place of the frame that has `depth` beneath it. */
function frameAt(state: State, depth: number): { loaded: Loaded; pc: number } {
  if (depth > state.depth) throw new FormatError("A GOSUB of the snapshot has no frame.");
  const activation = state.activations.findLast((a) => a.frames <= depth);
  const loaded = (activation ?? state.activation).loaded;
  return { loaded, pc: depth === state.depth ? state.pc : state.frames[depth]! - 4 };
}

/** A waiting script stands at an instruction that asks; the function it stands in is the one that was called. */
function checkPlace(state: State): void {
  const op = state.activation.loaded.code[state.pc]!;
  const asks = op === OP.HEAR || ENTERED.has(op);
  if (state.status === "waiting" && !asks) throw new FormatError("The snapshot waits where nothing is asked.");
  for (let depth = FRAME; depth <= state.depth; depth += FRAME) {
    const caller = frameAt(state, depth - FRAME);
    const callee = frameAt(state, depth);
    const called = caller.loaded.code[caller.pc] === OP.CALL ? caller.loaded.code[caller.pc + 2]! : 0;
    if (functionAt(callee.loaded.program, callee.pc) !== called)
      throw new FormatError("A frame of the snapshot runs another procedure.");
  }
  if (state.depth === 0 && functionAt(state.activation.loaded.program, state.pc) !== 0) {
    throw new FormatError("The snapshot's first frame is no script.");
  }
}
