/** Calls of which nobody knew whether they happened (docs/observability.md), and the answer to the question about one. */
import type { JSX } from "preact";
import { useCallback, useEffect } from "preact/hooks";
import type { UnknownEffect, UnknownEffectsPage } from "../../contracts/objects.ts";
import { call, conversationPath } from "../api.ts";
import { Mistake } from "../frame.tsx";
import { useAction, useLoad } from "../use-load.ts";

const BECAME = {
  repeated: "It was made again under its key.",
  raised: "It was not made again; the script got an error.",
  asked: "Somebody has to say whether it is made again.",
};

/** `until`: number of the last frame; when it changes something may have been settled. */
export function UnknownEffects({ bot, id, until }: { bot: string; id: string; until: number }): JSX.Element | null {
  const path = `${conversationPath(bot, id)}/effects`;
  const [loaded, again] = useLoad(useCallback(() => call<UnknownEffectsPage>("GET", path), [path]));
  const { busy, mistake, act } = useAction();
  useEffect(again, [until]);
  const settle = (key: string, decision: "repeat" | "leave") =>
    act(async () => {
      await call("POST", `${path}/${encodeURIComponent(key)}/settlement`, { decision });
      again();
    });
  if (loaded.state === "failed") return <Mistake words={`Calls cannot be read: ${loaded.error.message}`} />;
  if (loaded.state !== "ready" || loaded.value.items.length === 0) return null;
  return (
    <section aria-labelledby="unknown">
      <h2 id="unknown">Calls of unknown outcome</h2>
      <p>A crash came between these calls and their answer.</p>
      <Mistake words={mistake} />
      <ul class="cards">
        {loaded.value.items.map((effect) => (
          <li key={effect.key} class={effect.isOpen ? "box warn" : "box"}>
            <p>
              <strong>{effect.keyword}</strong>, line {effect.line}, turn {effect.turn}
              {effect.times > 1 && `, ${effect.times} times`}
            </p>
            <p>{becameOf(effect)}</p>
            <p>
              Key: <code>{effect.key}</code>
            </p>
            {effect.isOpen && (
              <p class="actions">
                <button type="button" disabled={busy} onClick={() => void settle(effect.key, "repeat")}>
                  Repeat<span class="hidden"> {effect.keyword}</span>
                </button>
                <button type="button" disabled={busy} onClick={() => void settle(effect.key, "leave")}>
                  Leave<span class="hidden"> {effect.keyword}</span>
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function becameOf({ resolution, decision, by }: UnknownEffect): string {
  if (decision === null) return BECAME[resolution];
  const who = by === "operator" ? "An operator" : "The person";
  return decision === "repeat" ? `${who} had it made again.` : `${who} left it; the script got an error.`;
}
