/** The person's side of a conversation in a terminal: lines in, lines out. Works the same with a pipe. */
import { createInterface, type Interface } from "node:readline";

export class Terminal {
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;
  private suggestions: string[] = [];
  /** What PRINT has put out and was not written yet. */
  private printed = "";
  /** The last line on the terminal is not ended. */
  private isOpen = false;

  constructor(input: NodeJS.ReadableStream = process.stdin) {
    this.reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  /** One message, as the person would see it. */
  say(text: string): void {
    this.endLine();
    process.stdout.write(`${text}\n`);
  }

  /** Output of a classic program, which ends its lines itself. Many small pieces are written at once. */
  print(text: string): void {
    this.printed += text;
    if (text !== "") this.isOpen = !text.endsWith("\n");
    if (this.printed.length > 16_384) this.flush();
  }

  /** Writes what was printed so far. */
  flush(): void {
    if (this.printed !== "") process.stdout.write(this.printed);
    this.printed = "";
  }

  /** Completes a line that PRINT has left open. */
  endLine(): void {
    if (this.isOpen) this.print("\n");
    this.flush();
  }

  /** Something for who develops the bot: the log, a mistake. */
  note(text: string): void {
    this.flush();
    process.stderr.write(`${text}\n`);
  }

  /** Quick replies: printed numbered, and a number chooses one as a click would. */
  offer(labels: readonly string[]): void {
    this.suggestions = [...labels];
    labels.forEach((label, index) => {
      this.say(`  ${index + 1}) ${label}`);
    });
  }

  /** The next line, or null at the end of the input. A classic program has its own prompt, and the reply ends its line. */
  async ask(hasPrompt = false): Promise<string | null> {
    this.flush();
    if (process.stdin.isTTY && !hasPrompt) process.stdout.write("> ");
    const { value, done } = await this.lines.next();
    if (hasPrompt && !done) this.isOpen = false;
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
