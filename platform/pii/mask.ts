/**
 * Personal data in texts for a model is replaced by names such as `[[EMAIL_1]]`, and put back into what the model says. The
 * same value has the same name in all texts of one mask; the names follow from the order of the texts alone.
 */
import { findPii } from "./detect.ts";

const NAME = /\[\[[A-Z]{2,8}_\d{1,6}\]\]/g;
/** The longest name. */
const MAX_NAME = 20;

export class Mask {
  private readonly kinds: ReadonlySet<string>;
  private readonly names = new Map<string, string>();
  private readonly values = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  /** `kinds`: of PII_KINDS; others are nothing. */
  constructor(kinds: Iterable<string>) {
    this.kinds = new Set(kinds);
  }

  /** What was found so far, by kind. */
  get found(): ReadonlySet<string> {
    return new Set(this.counts.keys());
  }

  mask(text: string): string {
    // What looks like a name of ours was written by somebody: it gets one itself, so that it comes back as it was.
    const escaped = text.replaceAll(NAME, (name) => this.nameOf("TEXT", name));
    let masked = "";
    let from = 0;
    for (const { kind, start, end } of findPii(escaped, this.kinds)) {
      masked += escaped.slice(from, start) + this.nameOf(kind.toUpperCase(), escaped.slice(start, end));
      from = end;
    }
    return masked + escaped.slice(from);
  }

  /** Names that were given to nothing stay as they are. */
  unmask(text: string): string {
    return text.replaceAll(NAME, (name) => this.values.get(name) ?? name);
  }

  /** For a text that comes in parts: what may be the beginning of a name is held back until it is known. */
  unmasker(): { push(part: string): string; end(): string } {
    let held = "";
    return {
      push: (part) => {
        const text = held + part;
        const open = beginOfName(text);
        held = text.slice(open);
        return this.unmask(text.slice(0, open));
      },
      end: () => {
        const rest = this.unmask(held);
        held = "";
        return rest;
      },
    };
  }

  private nameOf(kind: string, value: string): string {
    const known = this.names.get(value);
    if (known !== undefined) return known;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const name = `[[${kind}_${count}]]`;
    this.names.set(value, name);
    this.values.set(name, value);
    return name;
  }
}

/** Where a name may begin that is not at its end yet; the length of the text where none does. */
function beginOfName(text: string): number {
  for (let at = text.indexOf("[", Math.max(0, text.length - MAX_NAME)); at >= 0; at = text.indexOf("[", at + 1))
    if (/^\[(?:\[(?:[A-Z]{1,8}(?:_(?:\d{1,6}\]?)?)?)?)?$/.test(text.slice(at))) return at;
  return text.length;
}
