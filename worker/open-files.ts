/**
 * How many open files this process of workerd has, or would have if everybody who is connected spoke at once. workerd
 * dies at the first connection beyond the system's limit (seen with workerd 1.20261023, 2026-11-23), so whoever would
 * take it there has to be turned away before.
 *
 * A person with a web socket holds two files, the object of an awake conversation three more (SQLite, its log, its
 * index), and an object wakes when its socket closes: a network that drops everybody wakes everybody. So each person
 * counts five, awake or not. What else there is (connections without a request, other objects) only the start script
 * can see; its last look is added. Within a second, or until the next look, at most half of the room that was left is
 * given away, because connections which have been accepted and not been read yet are seen by a look alone.
 */
import type { Clock } from "../platform/clock.ts";
import { load } from "../platform/load.ts";

/** What the start script saw (contracts/admin.ts). */
export interface OpenFilesLook {
  /** Of the process; the system's limit for it. */
  limit: number;
  used: number;
  /** Of those that are used: sockets. */
  sockets: number;
}

const PER_SOCKET = 2;
const PER_OBJECT = 3;
const PER_REQUEST = 2;
/** Of workerd itself and of the stores beside it, until a look says more. */
const BASE = 100;
/** What a crowd may have open before its first request is read; the start script keeps it from coming in all at once. */
const RESERVE = 4_000;
const ALLOWANCE_MS = 1_000;
/** An object without a socket is put away ten seconds after its last call. */
const AWAKE_MS = 12_000;

export class OpenFiles {
  private readonly clock: Clock;
  private limit: number | null = null;
  private used = 0;
  /** Seen by the last look beyond what was known here. */
  private foreign = BASE;
  /** Files that may still be given away. */
  private allowance = 0;
  private allowanceSince = Number.NEGATIVE_INFINITY;
  private requests = 0;
  /** Conversations that were called lately, without a socket: this period's and the one's before. */
  private recent: Set<string>[] = [new Set(), new Set()];
  private recentSince = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Until it is told no limit holds. */
  setLimit(limit: number): void {
    if (this.limit !== null) return;
    this.limit = limit;
  }

  saw(look: OpenFilesLook): void {
    this.limit = look.limit;
    const sockets = look.sockets - PER_SOCKET * (load.sockets.total + load.held.total) - this.requests;
    const files = look.used - look.sockets - PER_OBJECT * (load.sockets.total + this.awake());
    this.foreign = Math.max(0, sockets) + Math.max(0, files);
    this.used = look.used;
    this.allowanceSince = Number.NEGATIVE_INFINITY;
  }

  /** Whether nobody can be let in at the moment. */
  isFull(cost = PER_SOCKET + PER_OBJECT): boolean {
    const room = this.room();
    const now = this.clock.now();
    if (now - this.allowanceSince >= ALLOWANCE_MS) {
      this.allowance = room / 2;
      this.allowanceSince = now;
    }
    return cost > Math.min(room, this.allowance);
  }

  /** A request that will leave a socket to the conversation behind. False: there is no room. */
  admitSocket(conversation: string): boolean {
    if (!this.admit(PER_SOCKET + (this.isAwake(conversation) ? 0 : PER_OBJECT))) return false;
    for (const names of this.recent) names.delete(conversation);
    return true;
  }

  /** A request to a conversation without a socket. */
  admitCall(conversation: string): boolean {
    if (!this.admit(this.isAwake(conversation) ? PER_REQUEST : PER_REQUEST + PER_OBJECT)) return false;
    this.turnOver();
    this.recent[0]?.add(conversation);
    return true;
  }

  /** The name under which a conversation was admitted before it had one. */
  rename(before: string, conversation: string): void {
    for (const names of this.recent) if (names.delete(before)) names.add(conversation);
  }

  /** While a request is being answered. Null where there is no room for its connection. */
  enter(): (() => void) | null {
    if (this.limit !== null && this.room() < PER_REQUEST) return null;
    this.requests += 1;
    return () => {
      this.requests -= 1;
    };
  }

  get estimate(): number {
    const { sockets, held } = load;
    const known =
      (PER_SOCKET + PER_OBJECT) * sockets.total +
      PER_SOCKET * held.total +
      PER_REQUEST * this.requests +
      PER_OBJECT * this.awake();
    return Math.max(known + this.foreign, this.used);
  }

  private isAwake(conversation: string): boolean {
    return this.recent.some((names) => names.has(conversation));
  }

  private admit(cost: number): boolean {
    if (this.limit === null) return true;
    if (this.isFull(cost)) return false;
    this.allowance -= cost;
    return true;
  }

  private room(): number {
    if (this.limit === null) return Number.POSITIVE_INFINITY;
    return this.limit - Math.min(Math.floor(this.limit / 4), RESERVE) - this.estimate;
  }

  private awake(): number {
    this.turnOver();
    return this.recent.reduce((sum, names) => sum + names.size, 0);
  }

  private turnOver(): void {
    const now = this.clock.now();
    const passed = now - this.recentSince;
    if (passed < AWAKE_MS) return;
    this.recent = [new Set(), passed < 2 * AWAKE_MS ? (this.recent[0] ?? new Set()) : new Set()];
    this.recentSince = now;
  }
}
