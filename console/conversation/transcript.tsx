/** What was said, turn by turn, each with its receipt and the notes of its journal. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { DurableFrame } from "../../contracts/frames.ts";
import { FrameView, frameText } from "./frame-view.tsx";
import { CAUSES, Notes, Receipt, receiptOf } from "./receipt.tsx";
import type { Frames } from "./use-frames.ts";
import type { Journal } from "./use-journal.ts";

/** Turns that are drawn at first, and again with each click. */
const SHOWN = 50;

interface Props {
  bot: string;
  id: string;
  frames: Frames;
  journal: Journal;
}

export function Transcript({ bot, id, frames, journal }: Props): JSX.Element {
  const [shown, setShown] = useState(SHOWN);
  const turns = useMemo(() => byTurn(frames.items), [frames.items]);
  const box = useRef<HTMLDivElement>(null);
  const last = frames.items.at(-1)?.seq ?? 0;
  useEffect(() => {
    const { current } = box;
    if (current) current.scrollTop = current.scrollHeight;
  }, [last]);
  if (frames.items.length === 0) {
    if (frames.mistake !== "") return <p>Nothing can be shown.</p>;
    return <p role="status">{frames.live ? "Nothing has been said yet." : "Loading…"}</p>;
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: an area that scrolls must be reachable by keyboard */}
      <section class="transcript" aria-labelledby="said" tabIndex={0} ref={box}>
        {turns.length > shown && (
          <button type="button" onClick={() => setShown(shown + SHOWN)}>
            Show earlier turns
          </button>
        )}
        {turns.slice(-shown).map(([turn, said]) => {
          const record = journal.turns.get(turn);
          const cause = record?.begun?.cause;
          return (
            <section key={turn} class="turn" aria-label={`Turn ${turn}`}>
              <h3>
                Turn {turn}
                {cause && `: ${CAUSES[cause].toLowerCase()}`}
                {record?.begun && <Clock at={record.begun.now} />}
              </h3>
              {said.map((frame) => (
                <FrameView key={frame.seq} frame={frame} />
              ))}
              {record && <Notes notes={record.notes} />}
              <div class="under">
                {record && <Receipt {...receiptOf(record)} />}
                <a href={`/console/bots/${bot}/conversations/${id}/replay?turn=${turn}&statement=1`}>
                  Replay<span class="hidden"> turn {turn}</span>
                </a>
              </div>
            </section>
          );
        })}
        {frames.state === "running" && <p class="aside">Working…</p>}
      </section>
      {journal.mistake !== "" && (
        <p class="mistake" role="alert">
          The journal cannot be read: {journal.mistake}
        </p>
      )}
      <Announcer frames={frames} />
    </>
  );
}

function byTurn(frames: readonly DurableFrame[]): [turn: number, frames: DurableFrame[]][] {
  const turns = new Map<number, DurableFrame[]>();
  for (const frame of frames) {
    const known = turns.get(frame.turn);
    if (known) known.push(frame);
    else turns.set(frame.turn, [frame]);
  }
  return [...turns];
}

function Clock({ at }: { at: number }): JSX.Element {
  const words = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" }).format(at);
  return <time dateTime={new Date(at).toISOString()}>{words}</time>;
}

/** Speaks what is new to a screen reader; the past is silent. */
function Announcer({ frames }: { frames: Frames }): JSX.Element {
  const from = useRef<number | null>(null);
  const [words, setWords] = useState("");
  const { items, live } = frames;
  useEffect(() => {
    const before = from.current;
    if (!live) return;
    from.current = items.at(-1)?.seq ?? 0;
    if (before === null) return;
    const spoken = items.filter(({ seq, type }) => seq > before && type !== "state" && type !== "hear");
    if (spoken.length > 0) setWords(spoken.map(frameText).join("\n"));
  }, [items, live]);
  return (
    <div class="hidden" aria-live="polite">
      {words}
    </div>
  );
}
