/** Data of a page: loading, loaded or failed, and a way to load again. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { CallError, wordsOf } from "./api.ts";

export type Loaded<T> = { state: "loading" } | { state: "ready"; value: T } | { state: "failed"; error: CallError };

const asCallError = (error: unknown): CallError =>
  error instanceof CallError ? error : new CallError(0, wordsOf(error));

/** `load` is called again when it is another function. What an earlier one answers late is dropped. */
export function useLoad<T>(load: () => Promise<T>): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" });
  const latest = useRef(0);
  const again = useCallback(() => {
    const mine = ++latest.current;
    const set = (next: Loaded<T>) => {
      if (mine === latest.current) setLoaded(next);
    };
    load().then(
      (value) => set({ state: "ready", value }),
      (error: unknown) => set({ state: "failed", error: asCallError(error) }),
    );
  }, [load]);
  useEffect(again, [again]);
  return [loaded, again];
}

/** Something the person does: one at a time, with the words of what went wrong. */
export function useAction(): { busy: boolean; mistake: string; act(work: () => Promise<void>): Promise<boolean> } {
  const [busy, setBusy] = useState(false);
  const [mistake, setMistake] = useState("");
  const running = useRef(false);
  /** False when it failed, or another one is under way. */
  const act = async (work: () => Promise<void>): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setMistake("");
    try {
      await work();
      return true;
    } catch (error) {
      setMistake(wordsOf(error));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, mistake, act };
}
