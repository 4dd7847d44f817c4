/**
 * The language: source to tree (`parse`), tree to findings (`checkScript`), tree to bytecode (`compile`), bytecode to a machine that
 * runs until it wants something of its host (`createMachine`), and the machine to bytes and back. No input or output, no
 * clock, no randomness of its own.
 */
export type { Expr, Script, Span, Statement } from "./ast.ts";
export { CATALOGUE, findKeyword, forms, type KeywordEntry } from "./catalogue/index.ts";
export { type CheckContext, checkScript } from "./check/check-script.ts";
export { type CompileOptions, compile, scriptId } from "./compiler/compile.ts";
export { type Diagnosis, diagnose } from "./diagnose.ts";
export { type Diagnostic, formatDiagnostic, type Severity } from "./diagnostics.ts";
export { BasicError, ERR, type RunError } from "./errors.ts";
export {
  type Extension,
  type ExtensionContext,
  extension,
  findExtension,
  type OperandSchema,
  performExtension,
  registerExtensions,
} from "./extension.ts";
export { FUNCTIONS, METHODS } from "./functions/index.ts";
export { acceptAnswer, type HearAnswer, type HearContext, type HearResult } from "./hear/answer.ts";
export { type InspectedFrame, type InspectedVariable, type Inspection, inspect } from "./inspect/inspect.ts";
export { StatementFinder, type StatementText } from "./inspect/statement-at.ts";
export type { EffectRequest, HearRequest, Machine, MachineLimits, MachineOptions, Outcome } from "./machine.ts";
export { toJson } from "./operations/json.ts";
export { fromLossless, toLossless } from "./operations/lossless.ts";
export { toText } from "./operations/text-form.ts";
export { parse } from "./parser/parse.ts";
export {
  type Directive,
  type FunctionInfo,
  ISA,
  type Profile,
  type Program,
  type ToolParameter,
  type ToolSegment,
} from "./program.ts";
export { FormatError } from "./snapshot/bytes.ts";
export type { RestoreOptions } from "./snapshot/machine-state.ts";
export { decodeProgram, encodeProgram } from "./snapshot/program.ts";
export { type ArgumentProblem, type ConvertedArguments, convertArguments } from "./tools/arguments.ts";
export {
  type FunctionTool,
  functionTool,
  type InputSchema,
  inputSchema,
  isOffered,
  type McpTool,
  mcpTool,
  type Tool,
  toolsOf,
} from "./tools/definition.ts";
export { HANDLER_VARIABLE } from "./tools/handler-variable.ts";
export { type ToolNames, toolNamesToSend } from "./tools/names.ts";
export { toolNames, toolNumber, toolTitles, toolVariables } from "./tools/segment-name.ts";
export { type Move, type MoveOptions, moveMachine, moveSnapshot } from "./upgrade/move.ts";
export {
  BasicDate,
  type BasicObject,
  Duration,
  FileValue,
  newObject,
  RecordId,
  RecordSet,
  SealedText,
  type Value,
} from "./values.ts";
export { effectsOf } from "./vm/effects-of.ts";
export { createMachine, restore } from "./vm/machine.ts";
export { DEFAULT_LIMITS } from "./vm/state.ts";
export { VerifyError, verify } from "./vm/verify.ts";
