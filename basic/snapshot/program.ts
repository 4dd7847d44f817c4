/**
 * A program as bytes: what a release stores. Whatever comes out of `decodeProgram` has passed the verifier, so bytes from
 * anywhere may be tried.
 *
 * Layout: "BP", ISA, checksum of the rest; hash, file, name, description; functions; code as zigzag varints; constants
 * (scalars as values, descriptors as JSON); exception ranges; positions as differences; parameters as JSON; from ISA 2
 * on profile, directives, tools and the map (program-map.ts) as JSON, where an earlier runtime passes over what it does not know.
 */
import {
  type Directive,
  type FunctionInfo,
  ISA,
  PROFILES,
  type Profile,
  type Program,
  type ProgramMap,
  type ToolParameter,
  type ToolSegment,
} from "../program.ts";
import type { Value } from "../values.ts";
import { verify } from "../vm/verify.ts";
import { checksum, FormatError, Reader, Writer } from "./bytes.ts";
import { decodeMap, encodeMap } from "./program-map.ts";
import { ValueReader, ValueWriter } from "./values.ts";

const MAGIC = [0x42, 0x50];
const HEADER = 3 + 4;
/** Bounds of a release's script: 1 MB of source makes far less. */
const MAX_INTEGERS = 16_000_000;

export function encodeProgram(program: Program): Uint8Array {
  const out = new Writer();
  const values = new ValueWriter(out);
  for (const text of [program.hash, program.file, program.name]) out.text(text);
  values.value(program.description);
  out.count(program.functions.length);
  for (const f of program.functions) {
    out.text(f.name);
    for (const number of [f.entry, f.size, f.params, f.locals, f.cost]) out.count(number);
    for (const name of f.names) out.text(name);
  }
  integers(out, program.code);
  out.count(program.constants.length);
  for (const constant of program.constants) {
    const isDescriptor = typeof constant === "object" && constant !== null;
    out.byte(isDescriptor ? 1 : 0);
    if (isDescriptor) out.text(JSON.stringify(constant));
    else values.value(constant as Value);
  }
  integers(out, program.tries);
  const steps = program.positions.map((n, i) => (i < 2 ? n : n - program.positions[i - 2]!));
  integers(out, steps);
  out.text(JSON.stringify(program.params));
  const { profile, directives, tools, lineNumbers } = program;
  const map = program.map && encodeMap(program.map);
  if (program.isa >= 2) out.text(JSON.stringify({ profile, directives, tools, lineNumbers, map }));
  const body = out.finish();
  const head = new Writer();
  head.byte(MAGIC[0]!);
  head.byte(MAGIC[1]!);
  head.byte(program.isa);
  head.uint32(checksum(body));
  head.raw(body);
  return head.finish();
}

/** Throws FormatError for damaged bytes or a newer runtime's, VerifyError for code that may not run. */
export function decodeProgram(bytes: Uint8Array): Program {
  if (bytes.length < HEADER || bytes[0] !== MAGIC[0] || bytes[1] !== MAGIC[1])
    throw new FormatError("These bytes are no program.");
  const isa = bytes[2]!;
  if (isa > ISA) throw new FormatError(`The program needs instruction set ${isa}; this runtime knows up to ${ISA}.`);
  const body = bytes.subarray(HEADER);
  if (checksum(body) !== new Reader(bytes.subarray(3)).uint32())
    throw new FormatError("The program is damaged: its checksum differs.");
  const from = new Reader(body);
  const values = new ValueReader(from);
  const [hash, file, name] = [from.text(), from.text(), from.text()];
  const description = values.value();
  const functions: FunctionInfo[] = Array.from({ length: from.size() }, () => {
    const info = {
      name: from.text(),
      entry: from.count(),
      size: from.count(),
      params: from.count(),
      locals: from.count(),
      cost: from.count(),
    };
    if (info.locals > from.left) throw new FormatError("A procedure is damaged.");
    return { ...info, names: Array.from({ length: info.locals }, () => from.text()) };
  });
  const code = readIntegers(from);
  const constants = Array.from({ length: from.size() }, () => (from.byte() === 1 ? json(from.text()) : values.value()));
  const tries = readIntegers(from);
  const positions = readIntegers(from);
  for (let i = 2; i < positions.length; i++) positions[i] = positions[i]! + positions[i - 2]!;
  const params = parameters(json(from.text()));
  const rest = isa >= 2 ? extras(json(from.text()), functions.length, code.length) : NO_EXTRAS;
  if (from.left > 0) throw new FormatError("The program is longer than its content.");
  const program: Program = {
    isa,
    hash,
    file,
    name,
    code,
    constants,
    functions,
    tries,
    positions,
    description: typeof description === "string" ? description : null,
    params,
    ...rest,
  };
  verify(program);
  return program;
}

function integers(out: Writer, list: Int32Array): void {
  out.count(list.length);
  for (const n of list) out.count(n >= 0 ? n * 2 : -n * 2 - 1);
}

function readIntegers(from: Reader): Int32Array {
  const list = new Int32Array(from.size(MAX_INTEGERS));
  for (let i = 0; i < list.length; i++) {
    const packed = from.count();
    const number = packed % 2 === 0 ? packed / 2 : -(packed + 1) / 2;
    if (number > 0x7fffffff || number < -0x80000000) throw new FormatError("A number of the program is damaged.");
    list[i] = number;
  }
  return list;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FormatError("A description in the program is damaged.");
  }
}

interface Extras {
  profile: Profile;
  directives: readonly Directive[];
  tools: readonly ToolSegment[];
  lineNumbers?: readonly number[];
  map?: ProgramMap;
}

const NO_EXTRAS: Extras = { profile: "dialect", directives: [], tools: [] };

function extras(data: unknown, functions: number, codeLength: number): Extras {
  const { profile, directives, tools, lineNumbers, map } = record(data);
  const found = PROFILES.find((one) => one === profile);
  if (found === undefined || !Array.isArray(directives) || !Array.isArray(tools))
    throw new FormatError("What the program says of itself is damaged.");
  const areLines = Array.isArray(lineNumbers) && lineNumbers.every((n: unknown) => Number.isInteger(n));
  if (lineNumbers !== undefined && !areLines) throw new FormatError("The line numbers of the program are damaged.");
  const isFunction = (index: unknown): index is number =>
    typeof index === "number" && Number.isInteger(index) && index >= 0 && index < functions;
  return {
    ...(areLines ? { lineNumbers: lineNumbers as number[] } : {}),
    ...(map === undefined ? {} : { map: decodeMap(map, codeLength) }),
    profile: found,
    directives: directives.map((one: unknown) => {
      const { keyword, args, handler, line } = record(one);
      if (typeof keyword !== "string" || typeof line !== "number" || (handler !== null && !isFunction(handler)))
        throw new FormatError("A directive of the program is damaged.");
      return { keyword, args: record(args), handler, line };
    }),
    tools: tools.map((one: unknown) => {
      const { slug, description, params, function: index } = record(one);
      if ((slug !== null && typeof slug !== "string") || typeof description !== "string" || !isFunction(index))
        throw new FormatError("A tool of the program is damaged.");
      return { slug, description, params: parameters(params), function: index };
    }),
  };
}

function record(data: unknown): Record<string, unknown> {
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
}

function parameters(data: unknown): ToolParameter[] {
  if (!Array.isArray(data)) throw new FormatError("The program's parameters are damaged.");
  return data.map(parameter);
}

function parameter(data: unknown): ToolParameter {
  const p = record(data);
  if (typeof p["name"] !== "string" || typeof p["type"] !== "string" || typeof p["optional"] !== "boolean") {
    throw new FormatError("A parameter of the program is damaged.");
  }
  return {
    name: p["name"],
    type: p["type"],
    description: typeof p["description"] === "string" ? p["description"] : null,
    example: p["example"] ?? null,
    enum: Array.isArray(p["enum"]) ? (p["enum"] as unknown[]) : null,
    default: p["default"] ?? null,
    optional: p["optional"],
  };
}
