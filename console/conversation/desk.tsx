/** Taking a conversation over from the bot, writing in it, handing it back. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Agent } from "../../contracts/conversation.ts";
import type { ConversationState } from "../../contracts/frames.ts";
import { call, conversationPath } from "../api.ts";
import { Mistake } from "../frame.tsx";
import { useAction } from "../use-load.ts";
import { randomId, remember, remembered } from "./sandbox.ts";

const ME = "basalt:console:agent";

/** This browser's person of the desk: the name is what people see. */
function me(): Agent {
  try {
    const known: unknown = JSON.parse(remembered("local", ME) ?? "");
    if (typeof known === "object" && known !== null && "id" in known && "name" in known)
      return { id: String(known.id), name: String(known.name) };
  } catch {
    // Nobody yet.
  }
  return { id: `console-${randomId()}`, name: "" };
}

interface Props {
  bot: string;
  id: string;
  state: ConversationState;
  agent: string | null;
}

export function Desk({ bot, id, state, agent }: Props): JSX.Element | null {
  const [own, setOwn] = useState(me);
  const [text, setText] = useState("");
  const { busy, mistake, act } = useAction();
  const path = `${conversationPath(bot, id)}/agent`;
  if (state === "ended") return null;
  const name = own.name.trim();
  const join = () =>
    act(async () => {
      const agent = { id: own.id, name };
      remember("local", ME, JSON.stringify(agent));
      await call("POST", path, { action: "join", agent });
    });
  const leave = () => act(() => call("POST", path, { action: "leave", agent: null }));
  const write = () =>
    act(async () => {
      const agent = { id: own.id, name: name || "Desk" };
      await call("POST", `${path}/messages`, { id: `desk-${randomId()}`, text, agent });
      setText("");
    });
  return (
    <section aria-labelledby="desk">
      <h2 id="desk">Desk</h2>
      <Mistake words={mistake} />
      {state !== "handed-over" ? (
        <form
          class="card"
          onSubmit={(event) => {
            event.preventDefault();
            void join();
          }}
        >
          <label>
            Your name, as the person sees it
            <input
              value={own.name}
              required
              maxLength={100}
              autoComplete="name"
              onInput={(event) => setOwn({ ...own, name: event.currentTarget.value })}
            />
          </label>
          <p>While you have the conversation the bot is silent.</p>
          <button type="submit" class="primary" disabled={busy || name === ""}>
            Take over
          </button>
        </form>
      ) : (
        <form
          class="card"
          onSubmit={(event) => {
            event.preventDefault();
            void write();
          }}
        >
          {agent !== null && agent !== own.id && <p>Somebody else of the desk has taken this conversation over.</p>}
          <label>
            Write to the person
            <textarea
              value={text}
              required
              maxLength={32_000}
              rows={3}
              dir="auto"
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <p class="actions">
            <button type="submit" class="primary" disabled={busy || text.trim() === ""}>
              Send
            </button>
            <button type="button" disabled={busy} onClick={() => void leave()}>
              Hand back to the bot
            </button>
          </p>
        </form>
      )}
    </section>
  );
}
