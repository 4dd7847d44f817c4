/** What became of conversations that met a newer release: counts, and the first reasons. */
import type { ReleaseMove, UpgradeReport } from "../../contracts/release.ts";

const MAX_REASONS = 100;
const MAX_REASON = 500;

/** To be called inside a transaction, with each move once. */
export function recordMoves(sql: SqlStorage, conversation: string, moves: readonly ReleaseMove[], at: number): void {
  for (const { from, to, outcome, reason } of moves) {
    sql.exec(
      `INSERT INTO moves (release, outcome, count) VALUES (?, ?, 1)
       ON CONFLICT (release, outcome) DO UPDATE SET count = count + 1`,
      to,
      outcome,
    );
    if (reason === "") continue;
    const { count, last } = sql
      .exec<{ count: number; last: number }>(
        "SELECT count(*) AS count, coalesce(max(position), 0) AS last FROM move_reasons WHERE release = ?",
        to,
      )
      .one();
    if (count >= MAX_REASONS) continue;
    sql.exec(
      `INSERT INTO move_reasons (release, position, conversation, from_release, outcome, reason, at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      to,
      last + 1,
      conversation,
      from,
      outcome,
      reason.slice(0, MAX_REASON),
      at,
    );
  }
}

export function readMoves(sql: SqlStorage, release: string): UpgradeReport {
  const report: UpgradeReport = { release, moved: 0, kept: 0, restarted: 0, offered: 0, reasons: [] };
  const counts = sql.exec<{ outcome: ReleaseMove["outcome"]; count: number }>(
    "SELECT outcome, count FROM moves WHERE release = ?",
    release,
  );
  for (const { outcome, count } of counts) report[outcome] = count;
  const rows = sql.exec<{
    conversation: string;
    from_release: string;
    outcome: ReleaseMove["outcome"];
    reason: string;
    at: number;
  }>("SELECT * FROM move_reasons WHERE release = ? ORDER BY position", release);
  for (const { conversation, from_release: from, outcome, reason, at } of rows)
    report.reasons.push({ conversation, from, outcome, reason, at: new Date(at).toISOString() });
  return report;
}

export function forgetMoves(sql: SqlStorage, release: string): void {
  sql.exec("DELETE FROM moves WHERE release = ?", release);
  sql.exec("DELETE FROM move_reasons WHERE release = ?", release);
}
