/** `basalt lsp`: the language server, for editors. */
import { parseArgs } from "node:util";
import { EXIT, type ExitCode, UsageError } from "../exit.ts";
import { serve } from "../lsp/server.ts";

export const command = {
  summary: "the language server for editors, over standard input and output",
  usage: "lsp [--stdio]",
  run,
};

async function run(args: string[]): Promise<ExitCode> {
  // Many clients say --stdio, which is the only way that there is.
  const { positionals } = parseArgs({ args, allowPositionals: true, options: { stdio: { type: "boolean" } } });
  if (positionals.length > 0) throw new UsageError("lsp takes no files: the editor sends them");
  serve(process.stdin, process.stdout);
  await new Promise((resolve) => process.stdin.on("close", resolve));
  return EXIT.done;
}
