/** How the tools of a file that holds several are named (reference 4.3): `file.2`, or by the slug of their heading. */
import type { Program } from "../program.ts";

/** Hidden variable of a script that holds several tools: the number of the one to run, from 1. No script can spell it. */
export const TOOL_VARIABLE = "(tool)";

const HEADING = /\bKEYWORD[ \t]*-[ \t]*(\S.*)$/i;
/** Characters of a comment that are searched for the title of a tool. */
const MAX_HEADING = 200;

/** `BOOKING KEYWORD - Book a visit!` gives the title of a tool, `Book a visit!`; null where the comment has none. */
export function headingTitle(comment: string): string | null {
  return HEADING.exec(comment.slice(0, MAX_HEADING))?.[1] ?? null;
}

/** `Book a visit!` is `book-a-visit`; null where nothing is left of the title. */
export function titleSlug(title: string): string | null {
  const slug = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return slug === "" ? null : slug;
}

/** Slugs of all headings in a source, for checks that do not compile it. */
export function toolTitles(source: string): string[] {
  return [...source.matchAll(/^[ \t]*(?:REM\b|'|\/\/|#)(.{1,200})$/gim)].flatMap(([, comment = ""]) => {
    const title = headingTitle(comment.trim());
    return (title === null ? null : titleSlug(title)) ?? [];
  });
}

/** `orders.2`: the file's name and the number; null where the name has no number. */
export function numberedName(name: string): { file: string; number: number } | null {
  const match = /^(.+)\.([1-9]\d{0,3})$/.exec(name);
  return match ? { file: match[1]!, number: Number(match[2]) } : null;
}

/**
 * Which of its tools `program` is to run, from 1, under a name that leads to it: a slug, `file.2`, or the plain name, which
 * means the first. Case does not matter, and hyphen and underscore are equal. 0 for an ordinary script, and for a number
 * that it has no tool for.
 */
export function toolNumber(program: Program, name: string): number {
  if (program.tools.length === 0) return 0;
  const slug = slugNumber(program, name);
  if (slug > 0) return slug;
  const number = numberedName(name)?.number ?? 1;
  return number <= program.tools.length ? number : 0;
}

/** The tool of `program` that a slug names, from 1; 0 where it has none of that title. */
export function slugNumber(program: Program, name: string): number {
  const wanted = nameKey(name);
  return 1 + program.tools.findIndex(({ slug }) => slug !== null && nameKey(slug) === wanted);
}

/** Variables that make a run of `program` the tool of that name; none where it is an ordinary script. */
export function toolVariables(program: Program, name: string): Record<string, number> {
  const number = toolNumber(program, name);
  return number > 0 ? { [TOOL_VARIABLE]: number } : {};
}

/** All names that a script answers to beside its file's. */
export function toolNames(program: Program): string[] {
  return program.tools.flatMap(({ slug }, i) => [`${program.name}.${i + 1}`, ...(slug === null ? [] : [slug])]);
}

function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.bas$/, "")
    .replaceAll("_", "-");
}
