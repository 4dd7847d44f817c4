/**
 * Writes a catalogue of books as documents, one Markdown file a book: `node scripts/examples/library.ts FOLDER [COUNT]`. For the
 * whole of it: `node scripts/examples/library.ts examples/library.gbai/library.gbkb/catalogue 4990`, which is as many as a
 * package may have beside its other files. The same number gives the same books: what is generated is told by a formula, so that
 * a test can ask for any of them.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const SUBJECTS = [
  "tides",
  "glaciers",
  "bridges",
  "beetles",
  "violins",
  "railways",
  "harbours",
  "orchards",
  "comets",
  "clocks",
];
const PLACES = [
  "Norway",
  "Madeira",
  "the Alps",
  "Galicia",
  "Bavaria",
  "the Azores",
  "Tuscany",
  "Iceland",
  "Flanders",
  "Crete",
];
const VIEWS = [
  "A history",
  "A field guide",
  "Letters",
  "An atlas",
  "Measurements",
  "Legends",
  "A handbook",
  "Drawings",
];
const AUTHORS = ["Alma Reis", "Jonas Weber", "Ines Calado", "Peter Holm", "Lucia Ferro", "Marta Ruiz", "Otto Lang"];

export interface Book {
  title: string;
  author: string;
  year: number;
  /** Letters, digits and a point, which no other book has. */
  shelf: string;
  text: string;
}

/** Book number `n`, from 0 on. */
export function book(n: number): Book {
  const subject = SUBJECTS[n % 10]!;
  const place = PLACES[Math.floor(n / 10) % 10]!;
  const view = VIEWS[Math.floor(n / 100) % VIEWS.length]!;
  const author = AUTHORS[n % AUTHORS.length]!;
  const year = 1900 + ((n * 37) % 125);
  const shelf = `${subject.slice(0, 2).toUpperCase()}${Math.floor(n / 10)}.${n % 10}`;
  const title = `${view} of the ${subject} of ${place}, volume ${Math.floor(n / 800) + 1}`;
  const text = `---
kind: book
author: ${author}
year: ${year}
---
# ${title}

By ${author}, ${year}. Shelf ${shelf}.

## About the book

The ${subject} of ${place} as ${author} saw them in ${year}: ${50 + ((n * 13) % 400)} pages, ${(n * 7) % 60} plates. The copy stands at shelf ${shelf} and is
numbered ${n}.
`;
  return { title, author, year, shelf, text };
}

/** Files `book-00000.md` and so on in the folder. */
export function writeBooks(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  for (let n = 0; n < count; n++)
    writeFileSync(path.join(folder, `book-${String(n).padStart(5, "0")}.md`), book(n).text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, count = "4990"] = process.argv.slice(2);
  if (folder === undefined || !/^[1-9]\d{0,5}$/.test(count))
    throw new Error("usage: node scripts/examples/library.ts FOLDER [COUNT]");
  writeBooks(folder, Number(count));
  process.stdout.write(`${count} books are in ${folder}\n`);
}
