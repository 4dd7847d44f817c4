/** docs/configuration.md: how config.csv is read, and what becomes of each key that packages in the wild use. */
import fs from "node:fs";
import path from "node:path";
import { type KeyStanding, keyStanding } from "../../contracts/config-keys.ts";
import { configKey, packageConfig } from "../../contracts/package-config.ts";
import { NOTE } from "./markdown.ts";

/** Names as packages write them, with the default that they expect; "—" = none. */
export function knownKeys(): { name: string; expected: string }[] {
  return fs
    .readFileSync(path.join(import.meta.dirname, "config-keys.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [name = "", expected = ""] = line.split("\t");
      return { name, expected };
    });
}

export function configurationPage(): string {
  const honoured = Object.entries(packageConfig.parse({})).map(([key, value]) => `| \`${key}\` | ${shown(value)} |`);
  const others = new Map<string, { status: KeyStanding["status"]; names: string[] }>();
  const alike: string[] = [];
  for (const { name } of knownKeys()) {
    const standing = keyStanding(name);
    if (standing === null) continue;
    if (standing.status === "honoured") {
      if (configKey(name) !== name && !name.includes("*")) alike.push(`\`${name}\` is \`${configKey(name)}\``);
      continue;
    }
    const entry = others.get(standing.reason) ?? { status: standing.status, names: [] };
    entry.names.push(`\`${name}\``);
    others.set(standing.reason, entry);
  }
  const groups = (status: KeyStanding["status"]): string[] =>
    [...others]
      .filter(([, entry]) => entry.status === status)
      .map(([reason, { names }]) => `* ${reason[0]?.toUpperCase()}${reason.slice(1)}: ${names.join(", ")}`);
  return [
    "# Configuration of a bot",
    "",
    NOTE,
    "",
    "`config.csv` in the `.gbot` folder has a key and a value in each line; the value is all that follows the first comma. Names are",
    "equal when they differ only in case, `-`, `_` and blanks; a later line wins. Sizes are written as `25 MB` or in bytes, times as `90`,",
    "`30m`, `12h` or `1d`, switches as `true` or `false`, lists with commas or semicolons.",
    "",
    "What goes before what, the last first: the default, `config.csv`, the environment of the deployment (`LLM_URL` for `llm-url`), and what",
    "an administrator sets with `PUT /api/v1/bots/BOT/config/KEY`. New conversations get a change at once; those under way keep what they",
    "began with. A value that is not of its key's type is reported, and the default holds.",
    "",
    "A credential is no part of a package: keep it with `PUT /api/v1/bots/BOT/secrets/NAME` (it is encrypted and never read back), and write",
    "`vault:NAME` as the value.",
    "",
    "`param-NAME` is the variable NAME of every script; `webhook-secret-NAME` the secret of one webhook.",
    "",
    "## Keys that have an effect",
    "",
    "| key | default |",
    "| --- | --- |",
    ...honoured,
    "",
    `Other names of the same keys: ${alike.join(", ")}.`,
    "",
    "## Keys that come with a later version",
    "",
    ...groups("later"),
    "",
    "## Keys that have no meaning here",
    "",
    ...groups("not-applicable"),
    "",
  ].join("\n");
}

function shown(value: unknown): string {
  if (value === "" || (Array.isArray(value) && value.length === 0)) return "";
  if (Array.isArray(value)) return value.join(", ");
  const isSize = typeof value === "number" && value >= 1024 * 1024 && value % (1024 * 1024) === 0;
  return isSize ? `${value / 1024 / 1024} MB` : String(value);
}
