/** Data of a page: loading, loaded or failed, and a way to load again. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { CallError } from "./api.ts";

export type Loaded<T> = { state: "loading" } | { state: "ready"; value: T } | { state: "failed"; error: CallError };

export function useLoad<T>(load: () => Promise<T>): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" });
  const again = useCallback(() => {
    load().then(
      (value) => setLoaded({ state: "ready", value }),
      (error: unknown) =>
        setLoaded({ state: "failed", error: error instanceof CallError ? error : new CallError(0, String(error)) }),
    );
  }, [load]);
  useEffect(again, [again]);
  return [loaded, again];
}
