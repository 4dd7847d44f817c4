/** `basalt publish`: uploads a package as a release, says what becomes of the tables, and what changed. */
import { parseArgs } from "node:util";
import type { PublishReport } from "../../contracts/objects.ts";
import { EXIT, type ExitCode, UsageError } from "../exit.ts";
import { botOf, PackageUpload, tableLines, tellDiagnostics } from "../package-upload.ts";
import { connect } from "../server.ts";

export const command = {
  summary: "uploads a package as a release and prints what changed",
  usage: "publish PACKAGE [--url URL] [--bot NAME] [--candidate] [--data DIR] [--json]",
  run,
};

const SHOWN_FILES = 20;

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
  const bot = botOf(folder, values.bot);
  const server = connect(values.url, values.data, "bots:publish");
  const upload = await PackageUpload.of(server, bot, folder);
  const plan = await upload.plan();
  // A candidate leaves the tables alone until it is switched to.
  if (!values.json && !values.candidate) for (const line of tableLines(plan)) process.stdout.write(`${line}\n`);
  const report = await upload.publish(values.candidate ? "?candidate=true" : "");
  if (values.json) process.stdout.write(`${JSON.stringify({ ...report, tables: plan.tables }, null, 2)}\n`);
  else tell(report, bot, server.url);
  if (!values.json) tellDiagnostics(folder, report.diagnostics);
  return report.diagnostics.some(({ severity }) => severity === "error") ? EXIT.foundErrors : EXIT.done;
}

function tell(report: PublishReport, bot: string, url: URL): void {
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
}

function files(sign: string, paths: readonly string[]): string[] {
  const shown = paths.slice(0, SHOWN_FILES).map((file) => `${sign} ${file}`);
  return paths.length > SHOWN_FILES ? [...shown, `${sign} ... and ${paths.length - SHOWN_FILES} more`] : shown;
}
