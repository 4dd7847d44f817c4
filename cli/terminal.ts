/** The person's side of a conversation in a terminal: lines in, lines out. Works the same with a pipe. */
import { createInterface, type Interface } from "node:readline";

export class Terminal {
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;
  private suggestions: string[] = [];

  constructor(input: NodeJS.ReadableStream = process.stdin) {
    this.reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  /** One message, as the person would see it. */
  say(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  /** Something for who develops the bot: the log, a mistake. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Quick replies: printed numbered, and a number chooses one as a click would. */
  offer(labels: readonly string[]): void {
    this.suggestions = [...labels];
    labels.forEach((label, index) => {
      this.say(`  ${index + 1}) ${label}`);
    });
  }

  /** The next line, or null at the end of the input. */
  async ask(): Promise<string | null> {
    if (process.stdin.isTTY) process.stdout.write("> ");
    const { value, done } = await this.lines.next();
    return done ? null : value;
  }

  /** The suggestion that the line's number means; null when it means none. */
  chosen(line: string): number | null {
    const number = /^\s*(\d{1,3})\s*$/.exec(line)?.[1];
    const index = number === undefined ? -1 : Number(number) - 1;
    return index >= 0 && index < this.suggestions.length ? index : null;
  }

  close(): void {
    this.reader.close();
  }
}
