/** For people: the keywords of ../files.ts. */
import type { KeywordText } from "../entry.ts";

export const FILES_TEXTS: Readonly<Record<string, KeywordText>> = {
  GET: {
    summary: "Fetches an address, a file of the package or a key such as session.user_name, told apart by the text.",
    example: 'prices = GET "prices.csv"\nrate = GET "https://api.example.com/rate"',
  },
  READ: { summary: "The text of a file of the package.", example: 'terms = READ "terms.txt"' },
  WRITE: {
    summary: "Writes a file. An object or list becomes JSON, CSV or a sheet, by the name of the file.",
    example: 'WRITE "notes/today.txt", notes\nWRITE rows TO "report.csv"',
  },
  COPY: { summary: "Copies a file.", example: 'COPY "report.pdf" TO "archive/report.pdf"' },
  MOVE: { summary: "Moves or renames a file.", example: 'MOVE "inbox/scan.pdf" TO "archive/scan.pdf"' },
  "DELETE FILE": { summary: "Deletes a file.", example: 'DELETE FILE "inbox/scan.pdf"' },
  LIST: {
    summary:
      "The files of a folder, as a list: each is its name as a text, with the fields name, path, size, modified and type.",
    example: 'FOR EACH file IN LIST "inbox/"\n  TALK file.name\nNEXT',
  },
  DIR: { summary: "The files of a folder, as LIST gives them.", example: 'files = DIR "inbox"' },
  UPLOAD: {
    summary: "Keeps a file, such as an attachment of the person, among the working files.",
    example: 'HEAR photo AS IMAGE WITH "Please send a picture."\nUPLOAD photo, "claims/photo.jpg"',
  },
  DOWNLOAD: {
    summary: "Fetches a file from another server; NULL where it could not be fetched.",
    example: 'file = DOWNLOAD "https://example.com/terms.pdf", "terms.pdf"',
  },
  COMPRESS: {
    summary:
      "Packs files into an archive: the operand that ends in .zip is the archive, the other one a list or a pattern.",
    example: 'COMPRESS ["a.pdf", "b.pdf"], "both.zip"',
  },
  EXTRACT: {
    summary: "Unpacks an archive into a folder, and yields the list of its files.",
    example: 'files = EXTRACT "both.zip", "unpacked"',
  },
  "GENERATE CODE": {
    summary: "So many digits at random, as a text with its leading zeros.",
    example: 'code = GENERATE CODE 6\nTALK "Your code is " + code',
  },
  "GENERATE SECURE LINK": {
    summary: "An address at which the file can be fetched for some time.",
    example: 'link = GENERATE SECURE LINK "report.pdf" EXPIRES 2 DAYS',
  },
  "SEND FILE": {
    summary: "Sends the person a file, by its path, its address or as a value.",
    example: 'SEND FILE "price-list.pdf", "Our prices"',
  },
  "SEND FILE TO": {
    summary: "Sends somebody else a file.",
    example: 'SEND FILE TO "+4915112345678", "price-list.pdf", "Our prices"',
  },
  "READ USER DRIVE": {
    summary: "The text of one of the person's own files.",
    example: 'notes = READ USER DRIVE "notes.txt"',
  },
  "SAVE USER DRIVE": {
    summary: "Writes one of the person's own files.",
    example: 'SAVE USER DRIVE "notes.txt", notes',
  },
  "LIST USER DRIVE": {
    summary: "The person's own files, as LIST gives them.",
    example: 'mine = LIST USER DRIVE "invoices"',
  },
  "DELETE USER DRIVE": { summary: "Deletes one of the person's own files.", example: 'DELETE USER DRIVE "notes.txt"' },
  "FILE EXISTS": { summary: "Whether there is such a file.", example: 'IF FILE_EXISTS("terms.txt") THEN TALK "found"' },
  "FOLDER SIZE": { summary: "The size of all files of a folder, in bytes.", example: 'size = FOLDER_SIZE("inbox")' },
  "GENERATE PDF": {
    summary: "Makes a PDF of a template and data, or of Markdown; yields the file, with its url and path.",
    example:
      'pdf = GENERATE PDF "invoice.html", order, "invoice.pdf"\nGENERATE PDF "out.pdf" WITH TEMPLATE "invoice.html" DATA order',
  },
  "MERGE PDF": {
    summary: "Joins PDF files into one, in the order of the list.",
    example: 'MERGE PDF ["a.pdf", "b.pdf"], "both.pdf"',
  },
  "CREATE SITE": {
    summary: "Makes a static web site from a template and a description, and yields its address.",
    example: 'address = CREATE SITE "spring", "landing", "A page for our spring sale"',
  },
};
