/** The engine's programs in a worker, for bench/engine-workerd.ts: `/fib` runs the program and answers what it says, `/` nothing. */
import { compile, createMachine, type Program, parse } from "../basic/index.ts";

interface Env {
  /** Sources by the names of the programs. */
  PROGRAMS: Record<string, string>;
}

const compiled = new Map<string, Program>();

export default {
  fetch(request: Request, env: Env): Response {
    const name = new URL(request.url).pathname.slice(1);
    const source = env.PROGRAMS[name];
    if (source === undefined) return new Response("");
    const program = compiled.get(name) ?? compile(parse(source, `${name}.bas`).script, { hash: name }).program;
    if (!program) return new Response("does not compile", { status: 500 });
    compiled.set(name, program);
    const limits = { maxSteps: Number.POSITIVE_INFINITY, maxLoopIterations: 1e12, maxMemory: 2 ** 31 };
    const machine = createMachine(program, { seed: 1, timeZone: "UTC", locale: "en", limits });
    const outcome = machine.run(0, Number.POSITIVE_INFINITY);
    const text = outcome.kind === "effect" ? outcome.effect.args["text"] : null;
    return new Response(JSON.stringify(text));
  },
};
