/**
 * The model's turn as a script of ours. It is compiled into every release beside the package's own scripts and runs like
 * them, so that everything that holds for a script holds for it: a tool may ask the person and wait for days, a crash goes
 * on at the statement, a replay goes through it line by line.
 */
import type { ScriptSource } from "../packages/compile-scripts.ts";

/** Places that CALL fills; a tool with more PARAMs is not offered. */
export const MAX_TOOL_PARAMS = 24;

const places = Array.from({ length: MAX_TOOL_PARAMS }, (_, i) => `values[${i}]`).join(", ");

const TEXT = `' Asks the model, runs the tools that it calls, tells it what came of them, until it calls no more.
PARAM question AS TEXT
PARAM kind AS TEXT
request = BASALT PROMPT question, kind
steps = []
DO
  said = BASALT ASK request, steps
  IF UBOUND(said.calls) = 0 THEN EXIT DO
  results = []
  FOR EACH called IN said.calls
    result = NULL
    problem = called.problem
    IF problem = "" AND called.ask <> "" THEN
      HEAR allowed AS BOOLEAN WITH called.ask DEFAULT FALSE
      IF NOT allowed THEN problem = "The person does not allow this call. Do not make it again."
    END IF
    before = BASALT LISTEN
    IF problem = "" THEN
      tool = called.script
      values = called.values
      TRY
        IF called.isQuery THEN
          result = QUERY values[0]
        ELSE
          result = CALL tool, ${places}
        END IF
      CATCH failure
        problem = failure.message
      END TRY
    END IF
    PUSH results, BASALT RESULT called, result, problem, before
  NEXT
  PUSH steps, {"said": said.message, "results": results}
LOOP
RETURN said.text
`;

export const ANSWER_SOURCE: ScriptSource = { path: "basalt/answer.bas", inner: "basalt/answer.bas", text: TEXT };
