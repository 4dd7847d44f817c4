/** Talking with a sandbox as its person: it reads the world and changes nothing in it (docs/replay.md). */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { JsonValue } from "../../contracts/json.ts";
import { call, conversationPath } from "../api.ts";
import { Mistake } from "../frame.tsx";
import { useAction } from "../use-load.ts";
import { randomId } from "./sandbox.ts";
import type { Frames } from "./use-frames.ts";

interface Props {
  bot: string;
  id: string;
  token: string;
  frames: Frames;
}

export function SandboxChat({ bot, id, token, frames }: Props): JSX.Element | null {
  const [text, setText] = useState("");
  const { busy, mistake, act } = useAction();
  const send = (said: string, value: JsonValue = null) =>
    act(async () => {
      const message = { id: `sandbox-${randomId()}`, text: said, value, attachments: [] };
      await call("POST", `${conversationPath(bot, id)}/messages`, message, token);
      setText("");
    });
  if (frames.state === "ended") return null;
  const choices = choicesOf(frames.items);
  return (
    <section aria-labelledby="sandbox">
      <h2 id="sandbox">Talk with the sandbox</h2>
      <p>What it would send, write or pay is withheld.</p>
      <Mistake words={mistake} />
      {choices.length > 0 && (
        <fieldset class="choices">
          <legend class="hidden">Choices</legend>
          {choices.map(({ label, value }) => (
            <button key={label} type="button" disabled={busy} onClick={() => void send(label, value)}>
              {label}
            </button>
          ))}
        </fieldset>
      )}
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          void send(text);
        }}
      >
        <label>
          Answer as the person
          <textarea
            value={text}
            required
            maxLength={32_000}
            rows={2}
            dir="auto"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary" disabled={busy || text.trim() === ""}>
          Send
        </button>
      </form>
    </section>
  );
}

/** Those that stand: a later message of the person takes them away. */
function choicesOf(frames: readonly DurableFrame[]): { label: string; value: JsonValue }[] {
  const last = frames.findLast(({ type }) => type === "suggestions" || type === "user");
  return last?.type === "suggestions" ? last.items : [];
}
