/**
 * Which conversation needs which release. A row per conversation, written when it begins and when it says where it
 * stands; every call touches that row and counters, never the others, so a bot bears any number of them.
 */
import type { Page } from "../../contracts/admin.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { BotConversation, ConversationFilter, PinNotice } from "../../contracts/release.ts";
import { recordMoves } from "./moves.ts";
import { currentHash, findLife, type Life } from "./releases.ts";

const DAY_MS = 86_400_000;
/** An erased conversation's row keeps late calls out for so long; its own object does so for ever. */
const TOMBSTONE_MS = 30 * DAY_MS;
/** Where a release says nothing itself: one that this object does not know. */
const REPLAY_DAYS = 30;
const BATCH = 500;
const MAX_PAGE = 200;

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  release: string;
  next_release: string | null;
  next_turn: number | null;
  state: PinNotice["state"];
  turn: number;
  channel: string;
  opened_at: number;
  ended_at: number | null;
  /** ms; null = an ended one that nobody replays, or an open one. */
  pinned_until: number | null;
}

/** Pins a new conversation; the hash of its release. To be called inside a transaction, once or again. */
export function beginPin(
  sql: SqlStorage,
  id: string,
  channel: string,
  release: string | undefined,
  now: number,
): Result<string> {
  const known = find(sql, id);
  if (known?.state === "erased") return fail("conversation.erased", "The conversation has been erased.");
  if (known) return ok(known.release);
  const hash = release ?? currentHash(sql);
  if (hash === null) return fail("bot.no-release", "Nothing has been published for this bot yet.");
  if (release !== undefined && findLife(sql, release)?.state !== "kept")
    return fail("release.unknown", "This bot has no such release.");
  insert(sql, { id, release: hash, state: "open", turn: 0, channel, openedAt: now, endedAt: null, pinnedUntil: null });
  count(sql, hash, "open", 1);
  return ok(hash);
}

/** The current release is pinned as well, until the conversation says where it is. To be called inside a transaction. */
export function followPin(sql: SqlStorage, id: string, turn: number): Result<string> {
  const hash = currentHash(sql);
  if (hash === null) return fail("bot.no-release", "Nothing has been published for this bot yet.");
  sql.exec(
    `UPDATE conversations SET next_release = ?, next_turn = ?
     WHERE id = ? AND state = 'open' AND coalesce(next_turn, 0) <= ?`,
    hash,
    turn,
    id,
    turn,
  );
  return ok(hash);
}

/** Takes a notice in; one that is late, or of an erased conversation, changes nothing. To be called inside a transaction. */
export function settlePin(sql: SqlStorage, id: string, notice: PinNotice): void {
  const before = find(sql, id);
  if (before?.state === "erased") return;
  if (notice.state === "erased") {
    if (before) uncount(sql, before);
    sql.exec("DELETE FROM move_reasons WHERE conversation = ?", id);
    const tombstone = { id, release: "", turn: 0, channel: "", endedAt: null, pinnedUntil: null };
    insert(sql, { ...tombstone, state: "erased", openedAt: notice.at });
    return;
  }
  if (before && notice.turn < before.turn) return;
  recordMoves(
    sql,
    id,
    notice.moves.filter(({ turn }) => turn > (before?.turn ?? 0)),
    notice.at,
  );
  if (before) uncount(sql, before);
  const replayDays = findLife(sql, notice.release)?.replay_days ?? REPLAY_DAYS;
  const isEnded = notice.state === "ended";
  const pinnedUntil = isEnded && replayDays > 0 ? notice.at + replayDays * DAY_MS : null;
  insert(sql, {
    id,
    release: notice.release,
    state: notice.state,
    turn: notice.turn,
    channel: notice.channel,
    openedAt: before?.opened_at ?? notice.openedAt,
    endedAt: isEnded ? notice.at : null,
    pinnedUntil,
  });
  // A release that it met in a later turn than this one stays pinned.
  if (before?.next_turn != null && before.next_turn > notice.turn && !isEnded)
    sql.exec(
      "UPDATE conversations SET next_release = ?, next_turn = ? WHERE id = ?",
      before.next_release,
      before.next_turn,
      id,
    );
  if (!isEnded) count(sql, notice.release, "open", 1);
  else if (pinnedUntil !== null) count(sql, notice.release, "ended", 1);
}

/** A conversation that never came to be: its object knows nothing of it. */
export function dropPin(sql: SqlStorage, id: string): void {
  const row = find(sql, id);
  if (row === null || row.state !== "open" || row.turn > 0) return;
  uncount(sql, row);
  sql.exec("DELETE FROM conversations WHERE id = ?", id);
}

/** Lets go of ended conversations whose time for replay is over, and of old tombstones: some of them. */
export function unpinExpired(sql: SqlStorage, now: number): void {
  const releases = sql
    .exec<{ hash: string }>("SELECT hash FROM lives WHERE ended > 0")
    .toArray()
    .map(({ hash }) => hash);
  let room = BATCH;
  for (const hash of releases) {
    const due = sql
      .exec<{ id: string }>(
        "SELECT id FROM conversations WHERE release = ? AND pinned_until <= ? LIMIT ?",
        hash,
        now,
        room,
      )
      .toArray();
    for (const { id } of due) sql.exec("UPDATE conversations SET pinned_until = NULL WHERE id = ?", id);
    if (due.length > 0) count(sql, hash, "ended", -due.length);
    room -= due.length;
    if (room === 0) return;
  }
  const old = sql
    .exec<{ id: string }>(
      "SELECT id FROM conversations WHERE state = 'erased' AND opened_at <= ? LIMIT ?",
      now - TOMBSTONE_MS,
      room,
    )
    .toArray();
  for (const { id } of old) sql.exec("DELETE FROM conversations WHERE id = ?", id);
}

/** When `unpinExpired` has something to do; null = never as things are. */
export function nextUnpin(sql: SqlStorage): number | null {
  const pins = sql
    .exec<{ at: number | null }>(
      `SELECT min((SELECT min(pinned_until) FROM conversations c
         WHERE c.release = l.hash AND pinned_until IS NOT NULL)) AS at FROM lives l WHERE ended > 0`,
    )
    .one().at;
  const erased = sql
    .exec<{ at: number | null }>("SELECT min(opened_at) AS at FROM conversations WHERE state = 'erased'")
    .one().at;
  const tombstone = erased === null ? null : erased + TOMBSTONE_MS;
  if (pins === null || tombstone === null) return pins ?? tombstone;
  return Math.min(pins, tombstone);
}

export interface PinsOf {
  open: boolean;
  ended: boolean;
}

/** Whether anybody needs the release: three looks into an index, whatever the number of conversations. */
export function pinsOf(sql: SqlStorage, release: string): PinsOf {
  const { open, ended } = sql
    .exec<{ open: number; ended: number }>(
      `SELECT EXISTS (SELECT 1 FROM conversations WHERE release = ?1 AND state = 'open')
           OR EXISTS (SELECT 1 FROM conversations WHERE next_release = ?1) AS open,
         EXISTS (SELECT 1 FROM conversations WHERE release = ?1 AND pinned_until IS NOT NULL) AS ended`,
      release,
    )
    .one();
  return { open: open === 1, ended: ended === 1 };
}

/**
 * Open conversations of a release that nobody asked yet whether they ever began, the oldest first; `heard`: they said
 * where they stand.
 */
export function notAsked(
  sql: SqlStorage,
  { hash, asked_to: askedTo, asked_id: askedId }: Life,
  limit: number,
): { id: string; openedAt: number; heard: boolean }[] {
  return sql
    .exec<{ id: string; opened_at: number; turn: number }>(
      `SELECT id, opened_at, turn FROM conversations
       WHERE release = ? AND state = 'open' AND (opened_at, id) > (?, ?) ORDER BY opened_at, id LIMIT ?`,
      hash,
      askedTo,
      askedId,
      limit,
    )
    .toArray()
    .map((row) => ({ id: row.id, openedAt: row.opened_at, heard: row.turn > 0 }));
}

/** Newest first. The cursor is the last row's time and id. */
export function listConversations(sql: SqlStorage, filter: ConversationFilter): Page<BotConversation> {
  const limit = Math.min(Math.max(Math.trunc(filter.limit), 1), MAX_PAGE);
  const [before = Number.MAX_SAFE_INTEGER, id = ""] = readCursor(filter.cursor);
  const states = filter.state === null ? ["open", "ended"] : [filter.state];
  const where = filter.release === null ? "state = ?" : "release = ? AND state = ?";
  const rows = states
    .flatMap((state) =>
      sql
        .exec<Row>(
          `SELECT * FROM conversations WHERE ${where} AND (opened_at, id) < (?, ?)
           ORDER BY opened_at DESC, id DESC LIMIT ?`,
          ...(filter.release === null ? [] : [filter.release]),
          state,
          before,
          id,
          limit + 1,
        )
        .toArray(),
    )
    .sort((a, b) => b.opened_at - a.opened_at || (a.id < b.id ? 1 : -1));
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      id: row.id,
      channel: row.channel,
      state: row.state === "ended" ? "ended" : "open",
      release: row.release,
      openedAt: new Date(row.opened_at).toISOString(),
      endedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
    })),
    nextCursor: rows.length > limit && last ? `${last.opened_at}.${last.id}` : null,
  };
}

/** `TIME.TEXT`; the worker has checked its form. */
export function readCursor(cursor: string | null): [number, string] | [] {
  const at = cursor?.indexOf(".") ?? -1;
  return cursor === null || at < 1 ? [] : [Number(cursor.slice(0, at)), cursor.slice(at + 1)];
}

function find(sql: SqlStorage, id: string): Row | null {
  return sql.exec<Row>("SELECT * FROM conversations WHERE id = ?", id).toArray()[0] ?? null;
}

interface NewRow {
  id: string;
  release: string;
  state: PinNotice["state"];
  turn: number;
  channel: string;
  openedAt: number;
  endedAt: number | null;
  pinnedUntil: number | null;
}

function insert(sql: SqlStorage, row: NewRow): void {
  sql.exec(
    `INSERT OR REPLACE INTO conversations (id, release, state, turn, channel, opened_at, ended_at, pinned_until)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.release,
    row.state,
    row.turn,
    row.channel,
    row.openedAt,
    row.endedAt,
    row.pinnedUntil,
  );
}

function uncount(sql: SqlStorage, row: Row): void {
  if (row.state === "open") count(sql, row.release, "open", -1);
  else if (row.pinned_until !== null) count(sql, row.release, "ended", -1);
}

function count(sql: SqlStorage, release: string, column: "open" | "ended", by: number): void {
  sql.exec(`UPDATE lives SET ${column} = ${column} + ? WHERE hash = ?`, by, release);
}
