// Installs what package-lock.json names when it is not in node_modules, and finds the Node that runs the product.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { acquireInstallLock } from "./install-lock.mjs";

/** The oldest Node that can run npm's current releases and this launcher. */
const LAUNCHER_NODE = 20;
/** The Node that runs the product: type stripping and node:sqlite without flags. */
const PRODUCT_NODE = 24;
const PROGRESS_EVERY_MS = 5_000;

/**
 * Returns the path of a Node 24 or later that can run the product from `root`.
 * Throws an Error with a sentence for people and `exitCode` 3 when something is missing that it cannot bring.
 */
export async function prepare(root) {
  if (majorOf(process.versions.node) < LAUNCHER_NODE) {
    throw missing(
      `Basalt needs Node.js ${LAUNCHER_NODE} or later; this is ${process.versions.node}: install a newer one from https://nodejs.org`,
    );
  }
  if (!isInstalled(root)) {
    const lock = await acquireInstallLock(path.join(root, ".basalt-install.lock"), say);
    try {
      // Another launcher may have done the work while this one waited.
      if (!isInstalled(root)) await install(root, lock.addWorker);
    } finally {
      lock.release();
    }
  }
  return findNode(root);
}

/** Prints an error of prepare() and returns the exit code for it. */
export function fail(error) {
  say(error instanceof Error ? error.message : String(error));
  return typeof error?.exitCode === "number" ? error.exitCode : 1;
}

/**
 * True when every package of package-lock.json is in node_modules in that version. Contents are compared, not
 * times: a checkout touches the lock file without changing it. npm writes node_modules/.package-lock.json last, so an
 * installation that was cut off is seen as missing.
 */
export function isInstalled(root) {
  const wanted = readPackages(path.join(root, "package-lock.json"));
  if (wanted === undefined)
    throw missing(`${path.join(root, "package-lock.json")} is missing or damaged: check the folder out again`);
  const present = readPackages(path.join(root, "node_modules/.package-lock.json"));
  if (present === undefined) return false;
  return installedPaths(wanted).every(([place, entry]) =>
    present[place] === undefined ? entry.optional === true : present[place].version === entry.version,
  );
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** The entries that npm unpacks: not the root, not the workspaces and not the links to them. */
function installedPaths(packages) {
  return Object.entries(packages).filter(([place, entry]) => place.includes("node_modules/") && entry.link !== true);
}

async function install(root, onStart) {
  const places = installedPaths(readPackages(path.join(root, "package-lock.json")) ?? {}).filter(
    ([, entry]) => entry.optional !== true,
  );
  say(
    `Setting up: installing ${places.length} packages from the npm registry (about 600 MB on disk; once, usually under a minute).`,
  );
  // Optional packages for other systems are never unpacked, so they are not counted.
  const timer = setInterval(() => {
    const there = places.filter(([place]) => fs.existsSync(path.join(root, place, "package.json"))).length;
    say(`  ${there} of ${places.length} packages in place`);
  }, PROGRESS_EVERY_MS);
  const started = Date.now();
  try {
    const { code, errors } = await runNpm(root, onStart, [
      "ci",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ]);
    if (code !== 0) {
      throw missing(
        `the packages could not be installed (npm ended with ${code}): ${lastLine(errors)}\nCheck the network and the registry (npm config get registry), then run this again.`,
      );
    }
  } finally {
    clearInterval(timer);
  }
  if (!isInstalled(root))
    throw missing(
      "npm reported success, but node_modules does not match package-lock.json: remove node_modules and run this again",
    );
  say(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
}

function runNpm(root, onStart, args) {
  // Under `npm start` npm names its own program, which also works where no npm is on the PATH.
  const npm = process.env.npm_execpath;
  const viaNode = npm !== undefined && /npm-cli\.c?js$/.test(npm);
  // On Windows npm is a .cmd file, which only a shell can start; the arguments are fixed words.
  const windows = process.platform === "win32";
  return new Promise((resolve, reject) => {
    const child = viaNode
      ? spawn(process.execPath, [npm, ...args], { cwd: root, stdio: ["ignore", "ignore", "pipe"] })
      : spawn("npm", args, { cwd: root, stdio: ["ignore", "ignore", "pipe"], shell: windows });
    if (child.pid !== undefined) onStart(child.pid);
    let errors = "";
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text) => {
      errors = (errors + text).slice(-8_192);
    });
    child.on("error", () => reject(missing("npm could not be started: it comes with Node.js from https://nodejs.org")));
    child.on("close", (code, signal) => resolve({ code: code ?? signal, errors }));
  });
}

function findNode(root) {
  if (majorOf(process.versions.node) >= PRODUCT_NODE) return process.execPath;
  const system = process.platform === "win32" ? "win" : process.platform;
  const fromNpm = path.join(
    root,
    "node_modules",
    `node-${system}-${process.arch}`,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (fs.existsSync(fromNpm)) return fromNpm;
  throw missing(
    `Basalt runs on Node.js ${PRODUCT_NODE} or later; this is ${process.versions.node}, and npm has none for ${process.platform}-${process.arch}: install Node.js ${PRODUCT_NODE} from https://nodejs.org`,
  );
}

function majorOf(version) {
  return Number.parseInt(version, 10);
}

function lastLine(text) {
  const lines = text
    .trim()
    .split("\n")
    .filter((line) => !line.includes("A complete log of this run"));
  return lines.slice(-2).join(" ") || "no reason given";
}

function missing(sentence) {
  return Object.assign(new Error(sentence), { exitCode: 3 });
}

/** Messages for people go to stderr: stdout belongs to the command's output. */
function say(text) {
  process.stderr.write(`${text}\n`);
}
