/**
 * `bin/basalt COMMAND`: reads the command's name, runs it, ends with its exit code. What a command prints for people goes to
 * stderr, what a program or a person asked for goes to stdout.
 */
import "../extensions/index.ts";
import { EXIT, type ExitCode, MissingPartError, RefusedError, UsageError } from "./exit.ts";

interface Command {
  /** One line for the list of commands. */
  summary: string;
  usage: string;
  run(args: string[]): Promise<ExitCode>;
}

/** Loaded when called: `check` must not wait for what `up` needs. */
const COMMANDS: Record<string, () => Promise<{ command: Command }>> = {
  check: () => import("./commands/check.ts"),
  run: () => import("./commands/run.ts"),
  fmt: () => import("./commands/fmt.ts"),
  lsp: () => import("./commands/lsp.ts"),
  tools: () => import("./commands/tools.ts"),
  test: () => import("./commands/test.ts"),
  publish: () => import("./commands/publish.ts"),
  diff: () => import("./commands/diff.ts"),
  secret: () => import("./commands/secret.ts"),
  backup: () => import("./commands/backup.ts"),
  restore: () => import("./commands/restore.ts"),
  replay: () => import("./commands/replay.ts"),
  record: () => import("./commands/record.ts"),
  logs: () => import("./commands/logs.ts"),
  doctor: () => import("./commands/doctor.ts"),
};

async function help(): Promise<string> {
  // The launcher hands these to programs of their own (scripts/up.ts, scripts/deploy.ts, bench/index.ts).
  const lines = [
    "Usage: basalt COMMAND [...]",
    "",
    "Commands:",
    "  up       runs the product on this machine",
    "  deploy   replaces the worker of a running `up` by a new build",
    "  bench    measures turns, the interpreter, sizes and start-up",
  ];
  for (const [name, load] of Object.entries(COMMANDS))
    lines.push(`  ${name.padEnd(8)} ${(await load()).command.summary}`);
  return `${lines.join("\n")}\n\nbasalt COMMAND --help says more.\n`;
}

async function main(argv: string[]): Promise<ExitCode> {
  const [name, ...args] = argv;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    process.stdout.write(await help());
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    process.stderr.write(`basalt: there is no command "${name}".\n\n${await help()}`);
    return EXIT.usage;
  }
  const { command } = await load();
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(`${command.summary}\n\nUsage: basalt ${command.usage}\n`);
    return EXIT.done;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (
      error instanceof UsageError ||
      (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))
    ) {
      process.stderr.write(`basalt ${name}: ${error.message}\nUsage: basalt ${command.usage}\n`);
      return EXIT.usage;
    }
    if (error instanceof RefusedError) {
      process.stderr.write(`basalt ${name}: ${error.message}\n`);
      return EXIT.foundErrors;
    }
    if (error instanceof MissingPartError) {
      process.stderr.write(`basalt ${name}: ${error.message}\n`);
      return EXIT.missingPart;
    }
    throw error;
  }
}

// A reader that has seen enough, such as head, ends the command like any other.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.done);
});

process.exitCode = await main(process.argv.slice(2));
