/** The buttons of the debugger, and the keys that do the same. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ReplayState } from "../../contracts/replay.ts";
import { remember, remembered } from "../conversation/sandbox.ts";
import type { Move } from "./moves.ts";

/** The letters of `basalt replay`, and three that a page has room for. */
const WAYS: [move: Move, key: string, label: string][] = [
  ["previous", "p", "Previous"],
  ["next", "n", "Next"],
  ["call", "c", "Next call"],
  ["hear", "h", "Next HEAR"],
  ["beginning", "b", "Beginning of turn"],
  ["previous-turn", "u", "Previous turn"],
  ["next-turn", "t", "Next turn"],
];
const KEYS = "basalt:console:keys";

interface Props {
  state: ReplayState | null;
  busy: boolean;
  forking: boolean;
  move(move: Move): void;
  stop(): void;
  fork(): void;
}

export function Controls({ state, busy, forking, move, stop, fork }: Props): JSX.Element {
  // Whoever speaks to the machine, or types letters by accident, must be able to switch them off.
  const [keys, setKeys] = useState(() => remembered("local", KEYS) !== "off");
  useEffect(() => {
    if (!keys) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const way = WAYS.find(([, key]) => key === event.key);
      if (!way) return;
      event.preventDefault();
      move(way[0]);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [keys, move]);
  return (
    <section class="controls" aria-label="Steps">
      <div class="actions">
        {WAYS.map(([way, key, label]) => (
          <button key={way} type="button" aria-keyshortcuts={keys ? key : undefined} onClick={() => move(way)}>
            {label}
            {keys && (
              <span class="key-cap" aria-hidden="true">
                {key}
              </span>
            )}
          </button>
        ))}
        <button type="button" class="primary" disabled={!state || forking} onClick={fork}>
          Fork into a sandbox
        </button>
        {busy && (
          <button type="button" class="quiet" onClick={stop}>
            Stop looking
          </button>
        )}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={keys}
          onChange={(event) => {
            setKeys(event.currentTarget.checked);
            remember("local", KEYS, event.currentTarget.checked ? "on" : "off");
          }}
        />
        Letters on the keyboard step
      </label>
      <p role="status" class="where">
        {state ? whereOf(state) : "Loading…"}
      </p>
    </section>
  );
}

function whereOf({ position, statements, atEnd, hears, place }: ReplayState): string {
  const at = place ? `${place.file}, line ${place.line}` : "no script";
  if (atEnd) return `Turn ${position.turn}, its end${hears ? ", waiting for an answer" : ""}: ${at}`;
  return `Turn ${position.turn}, statement ${position.statement} of ${statements}: ${at}`;
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement
    ? target.type !== "checkbox"
    : target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
