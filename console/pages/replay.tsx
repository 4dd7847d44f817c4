/** A debugger that goes backwards: the conversation run again from its journal, statement by statement (docs/replay.md). */
import type { JSX } from "preact";
import { useCallback, useEffect, useRef } from "preact/hooks";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import type { ReplayPosition } from "../../contracts/replay.ts";
import { call, conversationPath } from "../api.ts";
import { FrameView } from "../conversation/frame-view.tsx";
import { rememberSandbox } from "../conversation/sandbox.ts";
import { BotPath, Mistake, Show } from "../frame.tsx";
import { Controls } from "../replay/controls.tsx";
import { Effects } from "../replay/effects.tsx";
import { readOverview } from "../replay/moves.ts";
import { Source } from "../replay/source.tsx";
import { Stack } from "../replay/stack.tsx";
import { Turns } from "../replay/turns.tsx";
import { useDebugger } from "../replay/use-debugger.ts";
import { useAction, useLoad } from "../use-load.ts";

export function ReplayPage({ bot, id }: { bot: string; id: string }): JSX.Element {
  const [loaded, again] = useLoad(useCallback(() => readOverview(bot, id), [bot, id]));
  return (
    <>
      <BotPath bot={bot} conversation={id} here="Replay" />
      <h1>Replay</h1>
      <Show loaded={loaded} again={again}>
        {(overview) =>
          overview.items.length === 0 ? (
            <p class="box">Nothing has happened in this conversation yet.</p>
          ) : (
            <Debugger bot={bot} id={id} overview={overview} />
          )
        }
      </Show>
    </>
  );
}

type Overview = Awaited<ReturnType<typeof readOverview>>;

function Debugger({ bot, id, overview }: { bot: string; id: string; overview: Overview }): JSX.Element {
  const { state, busy, mistake, go, move, stop } = useDebugger(bot, id, overview.items, positionOfAddress(overview));
  const forking = useAction();
  const fork = () =>
    forking.act(async () => {
      if (!state) return;
      const made: OpenAnswer = await call("POST", `${conversationPath(bot, id)}/replay/fork`, state.position);
      rememberSandbox(made.id, made.token);
      location.assign(`/console/bots/${bot}/conversations/${made.id}`);
    });
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = said;
    if (current && state) current.scrollTop = current.scrollHeight;
  }, [state]);
  return (
    <>
      <Equality overview={overview} />
      <Controls state={state} busy={busy} forking={forking.busy} move={move} stop={stop} fork={() => void fork()} />
      <Mistake words={mistake || forking.mistake} />
      {state && (
        <div class="debugger">
          <div class="left">
            <Source bot={bot} state={state} />
            <Effects effects={state.effects} />
          </div>
          <div class="right">
            <Stack state={state} />
            <section aria-labelledby="frames">
              <h2 id="frames">Said in this turn so far</h2>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: an area that scrolls must be reachable by keyboard */}
              <section class="transcript" aria-label="Frames" tabIndex={0} ref={said}>
                {state.frames.length === 0 && <p>Nothing.</p>}
                {state.frames.map((frame) => (
                  <FrameView key={frame.seq} frame={frame} />
                ))}
                {state.says.length > 0 && <p class="aside">This statement says:</p>}
                {state.says.map((frame) => (
                  <FrameView key={frame.seq} frame={frame} />
                ))}
              </section>
            </section>
          </div>
        </div>
      )}
      <Turns turns={overview.items} more={overview.more} current={state?.position.turn ?? 0} go={go} />
    </>
  );
}

function Equality({ overview }: { overview: Overview }): JSX.Element {
  const { recorded, same } = overview.frames;
  if (overview.differences === 0)
    return (
      <p class="box good">
        {overview.turns} {overview.turns === 1 ? "turn" : "turns"}, {recorded} frames: replayed to the same frames.
      </p>
    );
  return (
    <p class="box warn">
      {same} of {recorded} frames are the same; {overview.differences} differences are named with their turns below.
    </p>
  );
}

/** `?turn=2&statement=5`; what is not there is the beginning. */
function positionOfAddress({ items }: Overview): ReplayPosition {
  const query = new URLSearchParams(location.search);
  const [turn, statement] = [Number(query.get("turn")), Number(query.get("statement"))];
  const known = items.find((item) => item.turn === turn);
  if (!known) return { turn: items[0]?.turn ?? 1, statement: 1 };
  return { turn, statement: statement >= 1 && statement <= known.statements + 1 ? statement : 1 };
}
