/**
 * Publishing against the size of a package, over HTTP and file by file, as `basalt publish` and a mounted folder do it; and
 * what saving one script costs until conversations begin with it, the file watcher and its waiting included.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { mountPackages } from "../../scripts/up/mount.ts";
import { createOperator, operatorToken } from "../../scripts/up/operator.ts";
import { FileHashes, type Send, uploadPackage } from "../../scripts/up/upload-package.ts";
import { median, table } from "../statistics.ts";
import { startBenchProduct } from "../turns/start-product.ts";

/** Files of a package; one in ten is a script, the others are data. */
const SIZES = [10, 100, 1_000] as const;
const DATA_BYTES = 4_096;
const RELOAD_LIMIT_MS = 30_000;
/** ms from saving to the release that new conversations get. */
const RELOAD_BAR = 300;

const STEPS = ["whole", "nothing changed", "one data file changed", "one script changed"] as const;
type Step = (typeof STEPS)[number];

export interface PublishTimes {
  /** Medians. `ms`: of the whole publishing; `build`: of its last call, which builds, stores and switches. `sent`: bytes of requests. */
  publish: { files: number; step: Step; ms: number; build: number; sent: number; requests: number }[];
  /** From saving a script to the word that the release is current, medians. */
  reload: { files: number; ms: number; bar: number; met: boolean }[];
}

export async function measurePublish(runs: number, say: (line: string) => void): Promise<PublishTimes> {
  const product = await startBenchProduct();
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-bench-packages-"));
  try {
    const times: PublishTimes = { publish: [], reload: [] };
    for (const files of SIZES) {
      say(`data: a package of ${files.toLocaleString("en-US")} files`);
      const measured = new Map<Step, Published[]>(STEPS.map((step) => [step, []]));
      for (let run = 0; run < runs; run++) {
        const bot = `p${files}-${run}`;
        const folder = path.join(root, `${bot}.gbai`);
        writePackage(folder, files, bot);
        const known = new FileHashes();
        for (const step of STEPS) {
          change(folder, step, bot);
          measured.get(step)?.push(await publishOnce(product.origin, product.operatorKey, { bot, folder, known }));
        }
      }
      for (const [step, list] of measured) {
        const of = (name: keyof Published): number => median(list.map((one) => one[name]));
        times.publish.push({
          files,
          step,
          ms: of("ms"),
          build: of("build"),
          sent: of("sent"),
          requests: of("requests"),
        });
      }
      const folder = path.join(root, `mounted-${files}`);
      writePackage(path.join(folder, `m${files}.gbai`), files, `m${files}`);
      const ms = median(await reloads(folder, `m${files}`, runs, createOperator(product.origin, product.operatorKey)));
      times.reload.push({ files, ms, bar: RELOAD_BAR, met: ms <= RELOAD_BAR });
    }
    return times;
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
    await product.stop();
  }
}

export function publishTable({ publish, reload }: PublishTimes): string {
  return [
    table(
      ["publishing", "files", "ms", "of it the build", "requests", "KiB sent"],
      publish.map(({ step, files, ms, build, requests, sent }) => [
        step,
        files.toLocaleString("en-US"),
        ms,
        build,
        String(requests),
        sent / 1024,
      ]),
    ),
    "",
    table(
      ["saving one script of a mounted folder", "files", "ms", "bar"],
      reload.map(({ files, ms, bar, met }) => [
        "until it is current",
        files.toLocaleString("en-US"),
        ms,
        `${met ? "met" : "not met"} (${bar} ms)`,
      ]),
    ),
  ].join("\n");
}

interface Published {
  ms: number;
  build: number;
  sent: number;
  requests: number;
}

async function publishOnce(
  origin: string,
  key: string,
  settings: { bot: string; folder: string; known: FileHashes },
): Promise<Published> {
  const published: Published = { ms: 0, build: 0, sent: 0, requests: 0 };
  const authorization = `Bearer ${await operatorToken(key)}`;
  const send: Send = async (route, { method, headers = {}, body }) => {
    const began = performance.now();
    const init = { method, headers: { ...headers, authorization }, ...(body === undefined ? {} : { body }) };
    const response = await fetch(new URL(route, origin), init);
    published.requests += 1;
    published.sent += body === undefined ? 0 : Buffer.byteLength(body);
    if (route.endsWith("/complete")) published.build = performance.now() - began;
    return response;
  };
  const began = performance.now();
  await uploadPackage(send, settings);
  published.ms = performance.now() - began;
  return published;
}

/** ms from each saving to the mount's word that the release is current. */
async function reloads(
  folder: string,
  bot: string,
  runs: number,
  operator: ReturnType<typeof createOperator>,
): Promise<number[]> {
  let heard: (line: string) => void = () => {};
  const mount = await mountPackages([folder], [folder], operator, (line) => heard(line));
  const times: number[] = [];
  try {
    // The first one also waits for the watcher to begin, and does not count.
    for (let run = -1; run < runs; run++) {
      const current = new Promise<void>((done, failed) => {
        const late = setTimeout(() => failed(new Error(`${bot} was not mounted again`)), RELOAD_LIMIT_MS);
        heard = (line) => {
          clearTimeout(late);
          if (line.includes("mounted again")) done();
          else failed(new Error(line));
        };
      });
      const began = performance.now();
      fs.writeFileSync(scriptOf(path.join(folder, `${bot}.gbai`), 0), script(0, `saved ${run}`));
      await current;
      if (run >= 0) times.push(performance.now() - began);
    }
  } finally {
    await mount.stop();
  }
  return times;
}

/** `salt`: content that no other package of this run has, lest storage know it already. */
function writePackage(folder: string, files: number, salt: string): void {
  const scripts = Math.max(1, files / 10);
  for (const kind of ["gbdialog", "gbdata"]) fs.mkdirSync(path.join(folder, `bench.${kind}`), { recursive: true });
  for (let i = 0; i < scripts; i++) fs.writeFileSync(scriptOf(folder, i), script(i, salt));
  for (let i = scripts; i < files; i++) fs.writeFileSync(dataOf(folder, i), data(i, salt));
}

function change(folder: string, step: Step, salt: string): void {
  if (step === "one data file changed") {
    const [first = ""] = fs.readdirSync(path.join(folder, "bench.gbdata"));
    fs.writeFileSync(path.join(folder, "bench.gbdata", first), data(0, `${salt} changed`));
  } else if (step === "one script changed") fs.writeFileSync(scriptOf(folder, 0), script(0, `${salt} changed`));
}

const scriptOf = (folder: string, i: number): string =>
  path.join(folder, "bench.gbdialog", i === 0 ? "start.bas" : `s${i}.bas`);
const dataOf = (folder: string, i: number): string => path.join(folder, "bench.gbdata", `${i}.txt`);
const data = (i: number, salt: string): string => `${salt} ${i}\n`.repeat(DATA_BYTES).slice(0, DATA_BYTES);
/** Thirty lines that do a little of everything. */
const script = (i: number, salt: string): string =>
  `TALK "${salt} ${i}"\n${Array.from({ length: 7 }, (_, n) => `FOR i${n} = 1 TO ${n + 2}\n  IF i${n} > 1 THEN x = x + i${n} * ${n}\nNEXT\ny${n} = UCASE("line ${n}") & x\n`).join("")}HEAR answer AS TEXT\nTALK answer\n`;
