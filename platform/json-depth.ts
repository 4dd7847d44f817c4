/**
 * How deeply a JSON text is nested, without parsing it. What comes from outside is measured first: checks by schema and
 * structured cloning recurse, and a few kilobytes of brackets would exhaust their stack.
 */
export const MAX_JSON_DEPTH = 64;

/** 0 for a plain value, 1 for `[]`. A text that is no JSON has some number, too; the parser refuses it afterwards. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted) {
      if (code === 0x5c) i++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
  }
  return deepest;
}
