/** Sources that nobody would write: programs of the corpus with accidents, and words of the language in any order. */
import { ALL_PHRASES } from "../../basic/catalogue/index.ts";
import { pick } from "../support/random.ts";

type Random = () => number;

const PIECES = [
  ...ALL_PHRASES,
  ..."IF THEN ELSE ELSEIF END FOR EACH IN TO STEP NEXT WHILE WEND DO LOOP UNTIL SELECT CASE SWITCH DEFAULT SUB FUNCTION".split(
    " ",
  ),
  ..."CALL RETURN TRY CATCH FINALLY WITH DIM REDIM PRESERVE CONST NOT AND OR XOR MOD IS NULL LIKE BETWEEN GOTO GOSUB".split(
    " ",
  ),
  ..."ON ERROR RESUME DATA READ RESTORE INPUT PRINT USING DEF FNA OPTION BASE CLASSIC TAB( RANDOMIZE STOP".split(" "),
  ..."PARAM DESCRIPTION TABLE BEGIN TALK SYSTEM PROMPT SCHEDULE WHERE ORDER BY LIMIT SET VALUES FROM AS TYPE".split(
    " ",
  ),
  ..."a b list name$ n% x! 10 20 2.5 1E5 1E999 &HFF .5 #2025-01-31# TRUE".split(" "),
  ..."= <> < >= + - * / \\ ^ & % ( ) [ ] { } #{ , ; : . ?. ?? ? ! && || _ $ @ ` ~ #".split(" "),
  '"text"',
  '"a ${b} c"',
  '"${',
  '"',
  "'",
  "''",
  "\n",
  "\r\n",
  "\r",
  " ",
  "\t",
  "\ud800",
  "😀",
  "é",
  "\u0000",
  "\ufeff",
  "__proto__",
  "constructor",
];

/** Between 1 and 60 pieces. */
function soup(random: Random): string {
  const count = 1 + Math.floor(random() * 60);
  let text = "";
  for (let i = 0; i < count; i++) text += pick(random, PIECES) + (random() < 0.7 ? " " : random() < 0.5 ? "\n" : "");
  return text;
}

function noise(random: Random): string {
  const count = Math.floor(random() * 200);
  let text = "";
  for (let i = 0; i < count; i++) text += String.fromCharCode(Math.floor(random() * (random() < 0.8 ? 128 : 65_536)));
  return text;
}

/** A program with one to four accidents. */
function accident(source: string, sources: readonly string[], random: Random): string {
  let text = source;
  for (let count = 1 + Math.floor(random() * 4); count > 0; count--) {
    const at = Math.floor(random() * (text.length + 1));
    const end = Math.min(text.length, at + Math.floor(random() ** 3 * 40));
    const lines = text.split("\n");
    const line = Math.floor(random() * lines.length);
    switch (Math.floor(random() * 8)) {
      case 0:
        text = text.slice(0, at) + text.slice(end);
        break;
      case 1:
        text = `${text.slice(0, at)} ${pick(random, PIECES)} ${text.slice(at)}`;
        break;
      case 2:
        text = text.slice(0, at) + pick(random, PIECES) + text.slice(end);
        break;
      case 3:
        lines.splice(line, 1);
        text = lines.join("\n");
        break;
      case 4:
        lines.splice(Math.floor(random() * lines.length), 0, lines[line] ?? "");
        text = lines.join("\n");
        break;
      case 5: {
        const other = pick(random, sources).split("\n");
        lines.splice(line, 0, ...other.slice(0, 1 + Math.floor(random() * 5)));
        text = lines.join("\n");
        break;
      }
      case 6:
        text = text.slice(0, at);
        break;
      default:
        text = text.slice(0, at) + text.slice(at, end).repeat(1 + Math.floor(random() * 20)) + text.slice(end);
    }
  }
  return text.slice(0, 20_000);
}

/** One source of the three kinds; most are programs with accidents. */
export function randomSource(sources: readonly string[], random: Random): string {
  const kind = random();
  if (kind < 0.75) return accident(pick(random, sources), sources, random);
  return kind < 0.95 ? soup(random) : noise(random);
}
