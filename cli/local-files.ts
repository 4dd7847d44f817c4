/**
 * Files of a classic program in the terminal (OPEN, PRINT #, INPUT #, KILL ...): they lie in the folder `drive` of the
 * data folder and nowhere else. What is open is plain data, so that a parked run goes on with it.
 */
import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize, sep } from "node:path";
import { BasicError, ERR, type Value } from "../basic/index.ts";

/** The classic numbers of errors on files. */
const FILE_ERROR = {
  number: 52,
  notFound: 53,
  mode: 54,
  open: 55,
  exists: 58,
  pastEnd: 62,
  tooLarge: 67,
  path: 75,
} as const;
/** Largest file that is read (reference 5.4), in bytes, and files open at once. */
const MAX_FILE = 100 * 1024 * 1024;
const MAX_OPEN = 15;

export interface OpenFile {
  path: string;
  mode: "INPUT" | "OUTPUT" | "APPEND";
  /** Offset of the next character to be read, in UTF-16 units. */
  at: number;
}

export class LocalFiles {
  /** By channel number. */
  readonly open: Map<number, OpenFile>;
  private readonly folder: string;
  /** Texts of the files that are read. */
  private readonly texts = new Map<string, string>();

  constructor(folder: string, open: readonly [number, OpenFile][] = []) {
    this.folder = folder;
    this.open = new Map(open);
  }

  /** Performs one request; throws BasicError with the classic numbers. */
  async perform(verb: string, operands: readonly Value[]): Promise<Value> {
    try {
      return await this.act(verb, operands);
    } catch (error) {
      if (error instanceof BasicError) throw error;
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      const [first] = operands;
      const name = typeof first === "string" ? first : "the file";
      if (code === "ENOENT") throw new BasicError(FILE_ERROR.notFound, `There is no file ${name} in the drive folder.`);
      if (code === "EEXIST") throw new BasicError(FILE_ERROR.exists, `${name} exists already.`);
      throw new BasicError(FILE_ERROR.path, `${name} cannot be used: ${code || String(error)}.`);
    }
  }

  private async act(verb: string, operands: readonly Value[]): Promise<Value> {
    const [first = null, second = null, third = null] = operands;
    switch (verb) {
      case "OPEN":
        return this.opened(text(first), text(second), third);
      case "CLOSE":
        for (const number of operands.length > 0 ? operands.map(channelNumber) : [...this.open.keys()])
          this.open.delete(number);
        return null;
      case "PRINT":
      case "PRINT LINE":
        return this.written(first, text(second) + (verb === "PRINT" ? "" : "\n"));
      case "INPUT":
        return this.field(first);
      case "INPUT LINE":
        return this.line(first);
      case "EOF": {
        const file = this.at(first, "INPUT");
        return file.at >= (await this.content(file.path)).length ? -1 : 0;
      }
      case "LOF": {
        const file = this.at(first, null);
        return (await stat(file.path)).size;
      }
      case "FREEFILE": {
        let number = 1;
        while (this.open.has(number)) number++;
        return number;
      }
      case "KILL":
        await stat(this.path(text(first)));
        await rm(this.path(text(first)));
        return null;
      case "NAME":
        await mkdir(dirname(this.path(text(second))), { recursive: true });
        await rename(this.path(text(first)), this.path(text(second)));
        return null;
      case "MKDIR":
        await mkdir(this.folder, { recursive: true });
        await mkdir(this.path(text(first)));
        return null;
      default:
        throw new BasicError(FILE_ERROR.mode, `${verb} is not possible with files.`);
    }
  }

  /** Inside of the folder, whatever the name says. */
  private path(name: string): string {
    const plain = normalize(name.replaceAll("\\", "/"));
    if (plain === "." || isAbsolute(plain) || plain === ".." || plain.startsWith(`..${sep}`) || /[\0:]/.test(plain))
      throw new BasicError(FILE_ERROR.path, `${name} is no name of a file inside of the drive folder.`);
    return join(this.folder, plain);
  }

  private async opened(name: string, mode: string, channel: Value): Promise<null> {
    const number = channelNumber(channel);
    if (this.open.has(number)) throw new BasicError(FILE_ERROR.open, `The file number ${number} is open already.`);
    if (this.open.size >= MAX_OPEN) throw new BasicError(FILE_ERROR.tooLarge, `More than ${MAX_OPEN} files are open.`);
    const path = this.path(name);
    if (mode === "INPUT") {
      if ((await stat(path)).size > MAX_FILE)
        throw new BasicError(FILE_ERROR.tooLarge, `${name} is larger than 100 MB.`);
      this.texts.delete(path);
      await this.content(path);
    } else {
      await mkdir(dirname(path), { recursive: true });
      if (mode === "OUTPUT") await writeFile(path, "");
    }
    this.open.set(number, { path, mode: mode as OpenFile["mode"], at: 0 });
    return null;
  }

  private at(channel: Value, mode: "INPUT" | "OUTPUT" | null): OpenFile {
    const number = channelNumber(channel);
    const file = this.open.get(number);
    if (!file) throw new BasicError(FILE_ERROR.number, `No file is open under the number ${number}.`);
    if (mode !== null && (mode === "INPUT") !== (file.mode === "INPUT"))
      throw new BasicError(FILE_ERROR.mode, `The file number ${number} is open for ${file.mode}.`);
    return file;
  }

  private async written(channel: Value, added: string): Promise<null> {
    const file = this.at(channel, "OUTPUT");
    this.texts.delete(file.path);
    await appendFile(file.path, added);
    return null;
  }

  private async content(path: string): Promise<string> {
    let found = this.texts.get(path);
    if (found === undefined) {
      found = (await readFile(path, "utf8")).replaceAll("\r\n", "\n");
      this.texts.set(path, found);
    }
    return found;
  }

  private async line(channel: Value): Promise<string> {
    const file = this.at(channel, "INPUT");
    const all = await this.content(file.path);
    if (file.at >= all.length) throw pastEnd();
    const end = all.indexOf("\n", file.at);
    const found = all.slice(file.at, end < 0 ? all.length : end);
    file.at = end < 0 ? all.length : end + 1;
    return found;
  }

  /** The next field: a text in quotes, or what stands before the next comma or line end. */
  private async field(channel: Value): Promise<string> {
    const file = this.at(channel, "INPUT");
    const all = await this.content(file.path);
    while (file.at < all.length && /\s/.test(all[file.at]!)) file.at++;
    if (file.at >= all.length) throw pastEnd();
    let found: string;
    if (all[file.at] === '"') {
      const end = all.indexOf('"', file.at + 1);
      found = all.slice(file.at + 1, end < 0 ? all.length : end);
      file.at = end < 0 ? all.length : end + 1;
      while (file.at < all.length && (all[file.at] === " " || all[file.at] === "\t")) file.at++;
    } else {
      let end = file.at;
      while (end < all.length && all[end] !== "," && all[end] !== "\n") end++;
      found = all.slice(file.at, end).trimEnd();
      file.at = end;
    }
    if (all[file.at] === "," || all[file.at] === "\n") file.at++;
    return found;
  }
}

function pastEnd(): BasicError {
  return new BasicError(FILE_ERROR.pastEnd, "Input past the end of the file; EOF tells before.");
}

function text(value: Value): string {
  if (typeof value === "string") return value;
  throw new BasicError(ERR.type, "The name of a file and what is written to it are texts.");
}

function channelNumber(value: Value): number {
  const number = typeof value === "number" ? Math.round(value) : Number.NaN;
  if (number >= 1 && number <= 255) return number;
  throw new BasicError(FILE_ERROR.number, "The number of a file is 1 to 255.");
}
