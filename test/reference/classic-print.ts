/** The line of PRINT (reference 7.5.5): columns, zones, margin. */
import { nearest, numberText, type Warn } from "./classic-numbers.ts";
import { codePoints } from "./values.ts";

const ZONE = 16;
const MARGIN = 80;

export class ClassicPrinter {
  /** Columns that are filled. */
  column = 0;
  private readonly write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.write = write;
  }

  endLine(): void {
    this.write("\n");
    this.column = 0;
  }

  private put(text: string): void {
    this.write(text);
    this.column += codePoints(text).length;
  }

  number(v: number): void {
    const text = numberText(v);
    if (this.column > 0 && this.column + text.length > MARGIN) this.endLine();
    this.put(this.column + text.length < MARGIN ? `${text} ` : text);
  }

  text(v: string): void {
    v.split("\n").forEach((part, i) => {
      if (i > 0) this.endLine();
      const characters = codePoints(part);
      if (this.column > 0 && this.column + characters.length > MARGIN) this.endLine();
      for (let at = 0; at < characters.length; at += MARGIN) {
        if (at > 0) this.endLine();
        this.put(characters.slice(at, at + MARGIN).join(""));
      }
    });
  }

  comma(): void {
    const zone = (Math.floor(this.column / ZONE) + 1) * ZONE;
    if (zone >= MARGIN) this.endLine();
    else this.put(" ".repeat(zone - this.column));
  }

  tab(v: number, warn: Warn): void {
    let n = nearest(v);
    if (n < 1) {
      warn(5);
      n = 1;
    }
    if (n === Number.POSITIVE_INFINITY) n = 1;
    if (n > MARGIN) n = ((n - 1) % MARGIN) + 1;
    if (n - 1 < this.column) this.endLine();
    this.put(" ".repeat(n - 1 - this.column));
  }

  /** SPC: as many blanks, modulo the margin; what does not fit goes to the next line, and the rest of this one stays empty. */
  blanks(v: number): void {
    const whole = nearest(v);
    const n = Number.isFinite(whole) && whole > 0 ? whole % MARGIN : 0;
    if (this.column + n <= MARGIN) {
      this.put(" ".repeat(n));
      return;
    }
    const rest = this.column + n - MARGIN;
    this.endLine();
    this.put(" ".repeat(rest));
  }
}
