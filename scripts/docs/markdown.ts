/** The little Markdown that the generated pages are made of. */

/** Second block of every generated page; a page without it is written by hand and never touched. */
export const NOTE = "<!-- Written by `npm run docs`; change the tables that it reads. -->";

export const code = (text: string): string => (text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A whole generated page. */
export function page(title: string, ...blocks: readonly string[]): string {
  return `${[`# ${title}`, NOTE, ...blocks.filter((block) => block !== "")].join("\n\n")}\n`;
}

/** The anchor that Markdown readers give a heading. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-");

export interface Fence {
  language: string;
  text: string;
}

/** All fenced blocks of a page, in order. */
export function fencesOf(markdown: string): Fence[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)\n```$/gm)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
}

export interface Section {
  text: string;
  words: string;
  fences: Fence[];
}

/**
 * The sections of a page of examples by their `## ` headings, each with its text, its fenced blocks and the words before them.
 * Throws where a heading stands twice.
 */
export function sectionsOf(markdown: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  for (const part of markdown.split(/^## /m).slice(1)) {
    const end = part.indexOf("\n");
    const [heading, body] = [part.slice(0, end).trim(), part.slice(end)];
    if (sections.has(heading)) throw new Error(`Two sections are called ${heading}.`);
    sections.set(heading, { text: body.trim(), words: body.split("```")[0]!.trim(), fences: fencesOf(body) });
  }
  return sections;
}
