/** A package folder on its way to a running product, for the commands that publish it or ask what that would do. */
import { statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { botName } from "../contracts/ids.ts";
import type { PublishReport } from "../contracts/objects.ts";
import { publishPlan, publishReport } from "../contracts/publish-schemas.ts";
import type { PublishPlan } from "../contracts/release.ts";
import { packageName } from "../scripts/up/packages.ts";
import { reasonOf } from "../scripts/up/problem.ts";
import { callUpload, type Progress, type Send, sendPackage, UploadRefused } from "../scripts/up/upload-package.ts";
import { MissingPartError, RefusedError, UsageError } from "./exit.ts";
import { type Server, unreachable } from "./server.ts";
import { shownLine } from "./shown-text.ts";

const TIMEOUT_MS = 120_000;
const problemSchema = z.object({ code: z.string(), detail: z.string() });

/** The bot that a package folder is, by its name or by `--bot`. Throws a UsageError. */
export function botOf(folder: string, given: string | undefined): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`${folder} is not a package folder`);
  const name = given ?? packageName(folder);
  const read = botName.safeParse(name);
  if (read.success) return name;
  const reason = read.error.issues[0]?.message ?? "it cannot be used";
  throw new UsageError(`"${name}" is no name for a bot: ${reason}; give one with --bot NAME`);
}

/** The files that the product lacks are sent; then it can be asked what publishing would do, and told to publish. */
export class PackageUpload {
  private readonly server: Server;
  private readonly send: Send;
  private readonly bot: string;
  private route = "";

  private constructor(server: Server, bot: string) {
    this.server = server;
    this.bot = bot;
    this.send = async (route, { method, headers = {}, body }) =>
      fetch(new URL(route, server.url), {
        method,
        headers: { ...headers, ...(await server.authorization()) },
        ...(body === undefined ? {} : { body }),
        // The key is for this address alone.
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((error: unknown) => {
        throw new MissingPartError(unreachable(server.url, error, TIMEOUT_MS));
      });
  }

  /** Throws a RefusedError with what the product says, or a MissingPartError where nobody, or somebody else, answers. */
  static async of(server: Server, bot: string, folder: string): Promise<PackageUpload> {
    const upload = new PackageUpload(server, bot);
    upload.route = await upload.said(() => sendPackage(upload.send, { bot, folder, onProgress: showProgress }));
    return upload;
  }

  plan(): Promise<PublishPlan> {
    return this.said(async () => publishPlan.parse(await callUpload(this.send, `${this.route}/plan`)));
  }

  publish(query: string): Promise<PublishReport> {
    return this.said(async () => publishReport.parse(await callUpload(this.send, `${this.route}/complete${query}`)));
  }

  private async said<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof MissingPartError || error instanceof UsageError) throw error;
      if (error instanceof z.ZodError) throw new MissingPartError(foreign(this.server.url));
      throw new RefusedError(
        error instanceof UploadRefused
          ? refusal(error.status, error.answer, this.bot)
          : `${this.bot} cannot be sent: ${reasonOf(error)}.`,
      );
    }
  }
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

/** Findings as `file:line:column: severity code: message`, on standard error. */
export function tellDiagnostics(folder: string, diagnostics: PublishReport["diagnostics"]): void {
  for (const { file, line, column, severity, code, message, hint } of diagnostics) {
    const place = file === "" ? folder : `${path.join(folder, file)}:${line}:${column}`;
    process.stderr.write(`${place}: ${severity} ${code}: ${message}${hint === "" ? "" : ` ${hint}`}\n`);
  }
}

/** What becomes of the tables, a line each. */
export const tableLines = ({ tables }: PublishPlan): string[] =>
  tables.map(({ table, message }) => shownLine(`table ${table}: ${message}`));
