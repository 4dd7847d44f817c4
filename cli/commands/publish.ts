/** `basalt publish`: uploads a package as a release and says what changed. */
import { statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { botName } from "../../contracts/ids.ts";
import { packageName } from "../../scripts/up/packages.ts";
import { reasonOf } from "../../scripts/up/problem.ts";
import { type Progress, UploadRefused, uploadPackage } from "../../scripts/up/upload-package.ts";
import { EXIT, type ExitCode, MissingPartError, UsageError } from "../exit.ts";
import { addressOf, localProduct, tokenFor, unreachable } from "../server.ts";

export const command = {
  summary: "uploads a package as a release and prints what changed",
  usage: "publish PACKAGE [--url URL] [--bot NAME] [--candidate] [--data DIR] [--json]",
  run,
};

const TIMEOUT_MS = 120_000;
const SHOWN_FILES = 20;

const reportSchema = z.object({
  release: z.string(),
  changed: z.boolean(),
  candidate: z.boolean(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  modified: z.array(z.string()),
  diagnostics: z.array(
    z.object({
      file: z.string(),
      line: z.number(),
      column: z.number(),
      severity: z.string(),
      code: z.string(),
      message: z.string(),
      hint: z.string(),
    }),
  ),
});
type Report = z.output<typeof reportSchema>;
const problemSchema = z.object({ code: z.string(), detail: z.string() });

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: "string" },
      bot: { type: "string" },
      data: { type: "string", default: ".basalt" },
      candidate: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError("name one package folder (NAME.gbai)");
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`${folder} is not a package folder`);
  const bot = botOf(folder, values.bot);
  const local = localProduct(values.data);
  const url = addressOf(values.url, local?.url);
  const token = await tokenFor(url, local, "bots:publish");
  let answer: unknown;
  try {
    answer = await uploadPackage(
      (route, { method, headers = {}, body }) =>
        fetch(new URL(route, url), {
          method,
          headers: { ...headers, authorization: `Bearer ${token}` },
          ...(body === undefined ? {} : { body }),
          // The key is for this address alone.
          redirect: "error",
          signal: AbortSignal.timeout(TIMEOUT_MS),
        }).catch((error: unknown) => {
          throw new MissingPartError(unreachable(url, error, TIMEOUT_MS));
        }),
      { bot, folder, query: values.candidate ? "?candidate=true" : "", onProgress: showProgress },
    );
  } catch (error) {
    if (error instanceof MissingPartError) throw error;
    if (error instanceof z.ZodError) throw new MissingPartError(foreign(url));
    const said =
      error instanceof UploadRefused
        ? refusal(error.status, error.answer, bot)
        : `${folder} cannot be published: ${reasonOf(error)}.`;
    process.stderr.write(`basalt publish: ${said}\n`);
    return EXIT.foundErrors;
  }
  const read = reportSchema.safeParse(answer);
  if (!read.success) throw new MissingPartError(foreign(url));
  if (values.json) process.stdout.write(`${JSON.stringify(read.data, null, 2)}\n`);
  else tell(read.data, { folder, bot, url });
  return read.data.diagnostics.some(({ severity }) => severity === "error") ? EXIT.foundErrors : EXIT.done;
}

const foreign = (url: URL): string =>
  `what answers at ${url.origin} is not Basalt, or another version: see basalt doctor`;

/** One line that changes, where a person looks on. */
function showProgress({ files, bytes, sentFiles, sentBytes }: Progress): void {
  if (!process.stderr.isTTY || files === 0) return;
  const share = bytes === 0 ? 100 : Math.floor((100 * sentBytes) / bytes);
  const end = sentFiles === files ? "\n" : "";
  process.stderr.write(`\r${sentFiles} of ${files} files, ${share} % of ${(bytes / 1024 / 1024).toFixed(1)} MB${end}`);
}

function botOf(folder: string, given: string | undefined): string {
  const name = given ?? packageName(folder);
  const read = botName.safeParse(name);
  if (read.success) return name;
  const reason = read.error.issues[0]?.message ?? "it cannot be used";
  throw new UsageError(`"${name}" is no name for a bot: ${reason}; give one with --bot NAME`);
}

function refusal(status: number, answer: unknown, bot: string): string {
  const problem = problemSchema.safeParse(answer).data;
  const said = problem?.detail ?? `the product answered ${status}`;
  switch (status) {
    case 401:
      return `the key is not valid there: ${said} API tokens are made in the console.`;
    case 403:
      return `the key may not publish: ${said} It needs the scope bots:publish.`;
    case 413:
      return `the package is too large: ${said}`;
    case 422:
      return `${bot} was not published: ${said}`;
    default:
      return `${bot} was not published: ${said}${problem ? ` (${problem.code})` : ""}`;
  }
}

function tell(report: Report, { folder, bot, url }: { folder: string; bot: string; url: URL }): void {
  const lines = [
    ...files("+", report.added),
    ...files("-", report.removed),
    ...files("~", report.modified),
    report.candidate
      ? `${bot}: release ${report.release} is stored as a candidate; new conversations do not get it yet.`
      : report.changed
        ? `${bot}: release ${report.release} is current at ${url.origin}; open conversations keep theirs.`
        : `${bot}: release ${report.release} was current already; nothing changed.`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  for (const { file, line, column, severity, code, message, hint } of report.diagnostics) {
    const place = file === "" ? folder : `${path.join(folder, file)}:${line}:${column}`;
    process.stderr.write(`${place}: ${severity} ${code}: ${message}${hint === "" ? "" : ` ${hint}`}\n`);
  }
}

function files(sign: string, paths: readonly string[]): string[] {
  const shown = paths.slice(0, SHOWN_FILES).map((file) => `${sign} ${file}`);
  return paths.length > SHOWN_FILES ? [...shown, `${sign} ... and ${paths.length - SHOWN_FILES} more`] : shown;
}
