/**
 * Writes parcels as CSV: `node scripts/examples/logistics.ts FILE [COUNT]`, 100,000 of them where nothing else is said. The same
 * number gives the same parcels. They come into the table of the example through the console or the API:
 *
 *     curl -H "authorization: Bearer $TOKEN" -H 'content-type: text/csv' --data-binary @parcels.csv \
 *       'http://127.0.0.1:8787/api/v1/bots/logistics/tables/parcels/import?key=number'
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const DEPOTS = ["Aveiro", "Beja", "Braga", "Coimbra", "Faro", "Lisboa", "Porto", "Viseu"];
const STATES = ["delivered", "delivered", "delivered", "delivered", "on the way", "on the way", "taken in", "returned"];
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 0, 1);

export interface Parcel {
  number: string;
  depot: string;
  /** YYYY-MM-DD */
  day: string;
  state: string;
  /** kg, in steps of 0.1 */
  weight: number;
  price: number;
}

/** Parcel `n`, from 1 on. */
export function parcel(n: number): Parcel {
  const weight = (1 + ((n * 73) % 300)) / 10;
  return {
    number: `VP${String(n).padStart(7, "0")}`,
    depot: DEPOTS[(n * 5) % DEPOTS.length]!,
    day: new Date(FIRST_DAY + ((n * 17) % 365) * DAY_MS).toISOString().slice(0, 10),
    state: STATES[(n * 31 + Math.floor(n / 8)) % STATES.length]!,
    weight,
    price: Math.round((4.5 + weight * 0.4) * 100) / 100,
  };
}

/** With its header; numbers from 1 to `count`. */
export function parcelsCsv(count: number): string {
  const lines = ["number,depot,day,state,weight,price"];
  for (let n = 1; n <= count; n++) lines.push(Object.values(parcel(n)).join(","));
  return `${lines.join("\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file, count = "100000"] = process.argv.slice(2);
  if (file === undefined || !/^[1-9]\d{0,6}$/.test(count))
    throw new Error("usage: node scripts/examples/logistics.ts FILE [COUNT]");
  writeFileSync(file, parcelsCsv(Number(count)));
  process.stdout.write(`${count} parcels are in ${file}\n`);
}
