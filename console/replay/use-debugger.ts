/** The position that is shown, and the ways from it. One way is gone at a time; a key pressed meanwhile is the next. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { ReplayPosition, ReplayState, ReplayTurn } from "../../contracts/replay.ts";
import { wordsOf } from "../api.ts";
import { type Move, nextCall, readPosition, target } from "./moves.ts";

export interface Debugger {
  /** Null until the first position is here. */
  state: ReplayState | null;
  busy: boolean;
  mistake: string;
  go(position: ReplayPosition): void;
  move(move: Move): void;
  /** Ends a search. */
  stop(): void;
}

export function useDebugger(bot: string, id: string, turns: readonly ReplayTurn[], first: ReplayPosition): Debugger {
  const [state, setState] = useState<ReplayState | null>(null);
  const [busy, setBusy] = useState(false);
  const [mistake, setMistake] = useState("");
  const held = useRef<ReplayState | null>(null);
  const running = useRef<AbortController | null>(null);
  const waiting = useRef<Move | null>(null);

  const show = useCallback(async (read: (signal: AbortSignal) => Promise<ReplayState | null>) => {
    if (running.current) return;
    const control = new AbortController();
    running.current = control;
    setBusy(true);
    setMistake("");
    try {
      const next = await read(control.signal);
      if (next) {
        held.current = next;
        setState(next);
        const { turn, statement } = next.position;
        history.replaceState(null, "", `?turn=${turn}&statement=${statement}`);
      }
    } catch (error) {
      setMistake(wordsOf(error));
      waiting.current = null;
    } finally {
      running.current = null;
      setBusy(false);
    }
  }, []);
  const move = useCallback(
    async (asked: Move) => {
      if (running.current) {
        waiting.current = asked;
        return;
      }
      for (let next: Move | null = asked; next; next = waiting.current) {
        const way: Move = next;
        waiting.current = null;
        await show(async (signal) => {
          const { current } = held;
          const to = current && target(current, turns, way);
          if (!current || !to) return null;
          return way === "call" ? nextCall(bot, id, current, signal) : readPosition(bot, id, to);
        });
      }
    },
    [show, turns, bot, id],
  );
  const go = useCallback(
    (position: ReplayPosition) => void show(() => readPosition(bot, id, position)),
    [show, bot, id],
  );
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    go(first);
  }, [go, first]);
  return { state, busy, mistake, go, move: (way) => void move(way), stop: () => running.current?.abort() };
}
