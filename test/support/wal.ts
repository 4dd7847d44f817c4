/** Counts transactions in a SQLite write-ahead log, from outside of the process that writes it. */
import { readFileSync } from "node:fs";

const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC = 0x377f0682;

/**
 * Commit frames of the log's present generation (https://www.sqlite.org/fileformat2.html, 4.1): a frame whose header
 * names the database's size in pages ends a transaction. `generation` changes when a checkpoint began the log anew;
 * counts of two generations cannot be compared.
 */
export function countCommits(path: string): { commits: number; generation: string } {
  const log = readFileSync(path);
  if (log.length < HEADER) return { commits: 0, generation: "" };
  if ((log.readUInt32BE(0) & 0xfffffffe) !== MAGIC) throw new Error(`${path} is not a write-ahead log`);
  const pageSize = log.readUInt32BE(8);
  const generation = log.toString("hex", 16, 24);
  let commits = 0;
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= log.length; at += FRAME_HEADER + pageSize) {
    // Frames of an older generation lie behind those of the present one.
    if (log.toString("hex", at + 8, at + 16) !== generation) break;
    if (log.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return { commits, generation };
}
