/** The script as it was written, with the line that the machine stands before. */
import type { JSX } from "preact";
import { useCallback, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { ReplayState } from "../../contracts/replay.ts";
import { textOf } from "../api.ts";
import { useLoad } from "../use-load.ts";

/** Of a longer script the lines around the current one are drawn. */
const MAX_LINES = 2_000;

export function Source({ bot, state }: { bot: string; state: ReplayState }): JSX.Element {
  const { place, release } = state;
  return (
    <section aria-labelledby="source">
      <h2 id="source">Script</h2>
      {place ? (
        <Lines bot={bot} release={release} file={place.file} line={place.line} text={place.text} />
      ) : (
        <p>No script runs at this place.</p>
      )}
    </section>
  );
}

interface Props {
  bot: string;
  release: string;
  file: string;
  line: number;
  text: string | null;
}

function Lines({ bot, release, file, line, text }: Props): JSX.Element {
  const path = `/api/v1/bots/${bot}/releases/${release}/source?path=${encodeURIComponent(file)}`;
  const [loaded] = useLoad(useCallback(() => textOf("GET", path), [path]));
  const lines = useMemo(() => (loaded.state === "ready" ? loaded.value.split(/\r\n|\n|\r/) : null), [loaded]);
  const current = useRef<HTMLLIElement>(null);
  const box = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    const [item, list] = [current.current, box.current];
    if (!item || !list || lines === null || line === 0) return;
    // The list scrolls, not the page: whoever reads elsewhere is not moved.
    const top = item.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop;
    const isSeen = top >= list.scrollTop && top + item.offsetHeight <= list.scrollTop + list.clientHeight;
    if (!isSeen) list.scrollTop = top - list.clientHeight / 3;
  }, [lines, line]);
  if (lines === null)
    return (
      <>
        <p>
          <code>
            {file}:{line}
          </code>
        </p>
        {loaded.state === "failed" && <p>The script cannot be shown: {loaded.error.message}</p>}
        {text !== null && <pre class="statement">{text}</pre>}
      </>
    );
  const from = Math.max(0, Math.min(line - 1 - MAX_LINES / 2, lines.length - MAX_LINES));
  return (
    <>
      <p>
        <code>{file}</code>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: an area that scrolls must be reachable by keyboard */}
      <ol class="wide source" ref={box} tabIndex={0} aria-label={`Lines of ${file}`}>
        {lines.slice(from, from + MAX_LINES).map((words, index) => {
          const number = from + index + 1;
          const isHere = number === line;
          return (
            <li
              key={number}
              value={number}
              ref={isHere ? current : null}
              class={isHere ? "here" : undefined}
              aria-current={isHere ? "step" : undefined}
            >
              <span class="number" aria-hidden="true">
                {number}
              </span>
              <code>{words === "" ? " " : words}</code>
            </li>
          );
        })}
      </ol>
    </>
  );
}
