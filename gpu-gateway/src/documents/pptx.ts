// PPTX: each slide is a page, in the order of the show, with its title as heading and the speaker's notes behind it
// (ISO/IEC 29500-1, 13: presentation.xml lists the slides by relations; a slide's relations name its notes).
import { posix } from "node:path";
import { Parser } from "htmlparser2";
import type { DocumentWarning, ExtractedDocument, ExtractOptions } from "../../../contracts/gateway.ts";
import { encryptedFault } from "./detect-type.ts";
import { DocumentFault } from "./document-fault.ts";
import { createPageText, createTextBudget, type PageText } from "./page-text.ts";
import { checkUnpackedSizes, readZipDirectory, unpackEntry, type ZipEntry } from "./zip-directory.ts";

const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
const MAX_PART_BYTES = 32 * 1024 * 1024;

export async function readPptx(bytes: Uint8Array<ArrayBuffer>, options: ExtractOptions): Promise<ExtractedDocument> {
  const entries = readZipDirectory(bytes);
  if (entries.some((entry) => entry.encrypted)) throw encryptedFault();
  // Pictures and films are not read, so they need not be unpacked.
  checkUnpackedSizes(bytes, entries, () => false, MAX_UNPACKED_BYTES);
  const part = (name: string): string | null => textOf(bytes, entries, name);
  const show = part("ppt/presentation.xml");
  if (show === null) throw new DocumentFault("document.broken", "The presentation has no list of its slides.");
  const relations = relationsOf(part("ppt/_rels/presentation.xml.rels"), "ppt");
  const budget = createTextBudget(options);
  const warnings: DocumentWarning[] = [];
  const pages = [];
  for (const id of slideIds(show)) {
    const path = relations.get(id)?.target;
    const slide = path === undefined ? null : part(path);
    if (path === undefined || slide === null) continue;
    budget.addPage();
    const page = createPageText(pages.length + 1, budget);
    addSlide(slide, page);
    const rels = relationsOf(part(`${posix.dirname(path)}/_rels/${posix.basename(path)}.rels`), posix.dirname(path));
    const notes = [...rels.values()].find(({ type }) => type.endsWith("/notesSlide"));
    const spoken = notes ? part(notes.target) : null;
    if (spoken !== null) addSlide(spoken, page, true);
    pages.push(page.finish());
  }
  if (pages.every(({ text }) => text === ""))
    warnings.push({ code: "no-text", message: "The presentation holds no text; it may consist of pictures." });
  return { type: "pptx", title: pages[0]?.headings[0]?.text ?? null, pages, warnings };
}

function textOf(bytes: Uint8Array, entries: readonly ZipEntry[], name: string): string | null {
  const entry = entries.find((one) => one.name === name);
  if (!entry) return null;
  if (entry.size > MAX_PART_BYTES)
    throw new DocumentFault("document.too-complex", "A slide of the presentation is too large to be read.");
  return new TextDecoder().decode(unpackEntry(bytes, entry));
}

/** By their ids; targets from the root of the archive. */
function relationsOf(xml: string | null, folder: string): Map<string, { type: string; target: string }> {
  const found = new Map<string, { type: string; target: string }>();
  parse(xml ?? "", (name, { Id, Type, Target, TargetMode }) => {
    if (name !== "Relationship" || !Id || !Target || TargetMode === "External") return;
    const target = Target.startsWith("/") ? Target.slice(1) : posix.normalize(`${folder}/${Target}`);
    found.set(Id, { type: Type ?? "", target });
  });
  return found;
}

function slideIds(xml: string): string[] {
  const ids: string[] = [];
  parse(xml, (name, attributes) => {
    const id = attributes["r:id"];
    if (name === "p:sldId" && id) ids.push(id);
  });
  return ids;
}

/** Paragraphs of the shapes; those of a title are a heading. Numbers of pages and dates on every slide are left out. */
function addSlide(xml: string, page: PageText, isNotes = false): void {
  let kind = "";
  let paragraph = "";
  let inText = false;
  parse(
    xml,
    (name, attributes) => {
      if (name === "p:sp") kind = "";
      else if (name === "p:ph") kind = attributes["type"] ?? "body";
      else if (name === "a:t") inText = true;
      else if (name === "a:br" || name === "a:tab") paragraph += " ";
    },
    (text) => {
      if (inText) paragraph += text;
    },
    (name) => {
      if (name === "a:t") inText = false;
      if (name !== "a:p") return;
      const line = paragraph.trim();
      paragraph = "";
      if (line === "" || ["sldNum", "dt", "ftr", "hdr", "sldImg"].includes(kind)) return;
      if (!isNotes && (kind === "title" || kind === "ctrTitle")) page.addHeading(1, line);
      else page.addBlock(line);
    },
  );
}

function parse(
  xml: string,
  onOpen: (name: string, attributes: Record<string, string>) => void,
  onText: (text: string) => void = () => undefined,
  onClose: (name: string) => void = () => undefined,
): void {
  const parser = new Parser({ onopentag: onOpen, ontext: onText, onclosetag: onClose }, { xmlMode: true });
  parser.end(xml);
}
