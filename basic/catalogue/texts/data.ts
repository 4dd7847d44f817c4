/** For people: the keywords of ../data.ts. */
import type { KeywordText } from "../entry.ts";

export const DATA_TEXTS: Readonly<Record<string, KeywordText>> = {
  FIND: {
    summary:
      "Reads rows of a table, a data file or a list of rows. Nothing found is an empty set, which is false in IF.",
    example: 'open = FIND "tickets" WHERE status = "open" AND owner = name ORDER BY created DESC LIMIT 5',
  },
  SAVE: {
    summary:
      "Inserts or updates: one object or list of objects; an id and an object; or single values, whose columns are named like the variables.",
    example: 'id = SAVE "tickets", ticket\nSAVE "visits.csv", name, email, NOW()',
  },
  "SAVE FROM UNSTRUCTURED": {
    summary:
      "Saves JSON, or an object, as it is; any other text is read into the columns of the table by the language model.",
    example: 'SAVE FROM UNSTRUCTURED "leads", answer',
  },
  INSERT: {
    summary: "Adds a row and never changes one that is there. The result has id, success and, after a failure, error.",
    example: 'INSERT "visits", visit\nINSERT INTO "visits" WITH page = "home", at = NOW()',
  },
  UPDATE: {
    summary: "Changes rows: those that WHERE or a filter text names, or the one of an id. The result is how many.",
    example: 'UPDATE "orders" SET status = "sent", sent = NOW() WHERE id = number\nUPDATE "orders", number, order',
  },
  "DELETE FROM": {
    summary: "Deletes the rows that WHERE names, all of them without WHERE. The result is how many.",
    example: 'DELETE FROM "visits" WHERE at < cutoff',
  },
  DELETE: {
    summary: "Deletes the rows that a filter text or an id names; with one operand, a file or what an address names.",
    example: 'DELETE "orders", "status = cancelled"',
  },
  MERGE: {
    summary:
      "Inserts the rows whose key is new and updates the others; the result counts inserted, updated, unchanged and total. Of two lists: both in one.",
    example: 'done = MERGE "contacts" WITH rows BY "email"',
  },
  AGGREGATE: {
    summary: "SUM, AVG, COUNT, MIN or MAX of a column of rows or of a table. The operation may stand first or second.",
    example: 'total = AGGREGATE "SUM", orders, "total"\npaid = AGGREGATE orders SUM total WHERE status = "paid"',
  },
  "GET LAST": { summary: "The row that was added last.", example: 'newest = GET LAST "orders"' },
  QUERY: {
    summary: "One SELECT over the bot's tables and data files.",
    example: 'rows = QUERY "SELECT city, COUNT(*) AS n FROM customers GROUP BY city"',
  },
  SELECT: {
    summary: "One SELECT over rows that variables hold, tables and data files, up to the end of the line.",
    example: "rows = SELECT name, total FROM orders WHERE total > 100 ORDER BY total DESC",
  },
  SEARCH: {
    summary: "Rows in which some column contains every word of the query.",
    example: 'found = SEARCH "products", "red bicycle", 5',
  },
  AUTOCOMPLETE: {
    summary: "Different values of a column that begin with a text.",
    example: 'names = AUTOCOMPLETE "customers", "name", typed, 5',
  },
  IMPORT: { summary: "The rows of a CSV or JSON file of the package.", example: 'rows = IMPORT "customers.csv"' },
  TABLE: {
    summary: "Declares a table: it is made, and missing columns are added, when the package loads.",
    example: "TABLE orders\n  id number key\n  status string(20) default 'new'\nEND TABLE",
  },
  "CREATE INDEX": {
    summary: "Declares that a table is often searched by these columns.",
    example: "CREATE INDEX by_status ON orders(status)",
  },
  FILTER: { summary: "The rows of a list that a filter text accepts.", example: 'open = FILTER rows, "status = open"' },
  SORT: { summary: "The rows of a list in the order of a column.", example: "best = SORT rows BY total DESC" },
  MAP: {
    summary: "Only the named columns of rows, renamed behind an arrow.",
    example: 'short = MAP rows, "name, price -> cost"',
  },
  JOIN: {
    summary:
      "Rows of two lists that agree in a column, each pair as one row; of a list and a text, the elements as one text.",
    example: 'full = JOIN orders, customers, "customer_id"',
  },
  PIVOT: {
    summary: "Sums of a value column by a row column; with four operands a table of rows by columns.",
    example: 'sums = PIVOT orders, "city", "total"\ntable = PIVOT orders, "city", "month", "total"',
  },
  "GROUP BY": {
    summary: "An object of the different values of a column, each with its rows.",
    example: 'cities = GROUP BY customers, "city"',
  },
  FILL: {
    summary: "For each row a copy of a template object, {{column}} replaced.",
    example: 'cards = FILL rows, {title: "{{name}}", text: "{{city}}"}',
  },
  EXPORT: { summary: "Writes the rows of a table to a file.", example: 'EXPORT "orders", "orders.csv"' },
  "FILL DOCUMENT": {
    summary:
      'A Word document with {{name}} replaced from data, or from the script\'s variables; FILL "letter.docx" is the same.',
    example: 'letter = FILL DOCUMENT "letter.docx", {name: "Ann"} TO "letters/ann.docx"',
  },
  SYNCHRONIZE: {
    summary: "Fetches all pages of a web service into a table.",
    example: 'SYNCHRONIZE "https://api.example.com/items", "items", "id", "page", "limit"',
  },
};
