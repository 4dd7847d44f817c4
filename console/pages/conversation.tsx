/** One conversation: what was said, live, with what each turn took; and what whoever runs the bot can do with it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { conversationPath } from "../api.ts";
import { Deliveries } from "../conversation/deliveries.tsx";
import { Desk } from "../conversation/desk.tsx";
import { Erase } from "../conversation/erase.tsx";
import { sandboxToken } from "../conversation/sandbox.ts";
import { SandboxChat } from "../conversation/sandbox-chat.tsx";
import { Transcript } from "../conversation/transcript.tsx";
import { UnknownEffects } from "../conversation/unknown-effects.tsx";
import { useFrames } from "../conversation/use-frames.ts";
import { useJournal } from "../conversation/use-journal.ts";
import { BotPath } from "../frame.tsx";

const STATES: Record<string, string> = {
  running: "A turn is running",
  waiting: "Waits for the person's answer",
  idle: "Waits for a message",
  "handed-over": "With the desk",
  ended: "Ended",
};

export function ConversationPage({ bot, id }: { bot: string; id: string }): JSX.Element {
  const frames = useFrames(bot, id);
  const last = frames.items.at(-1);
  const journal = useJournal(bot, id, last?.seq ?? 0);
  const [erased, setErased] = useState(false);
  const sandbox = sandboxToken(id);
  const path = conversationPath(bot, id);
  if (erased)
    return (
      <>
        <BotPath bot={bot} conversation="" here="Conversation" />
        <h1>Conversation</h1>
        <p class="box good" role="status">
          The conversation has been erased.
        </p>
      </>
    );
  return (
    <>
      <BotPath bot={bot} conversation="" here="Conversation" />
      <h1>{sandbox === null ? "Conversation" : "Conversation in a sandbox"}</h1>
      {frames.mistake !== "" && (
        <p class="box bad" role="alert">
          {frames.mistake}
        </p>
      )}
      <p class="facts">
        <code>{id}</code>
        {frames.live && <span class={`state ${frames.state}`}>{STATES[frames.state]}</span>}
      </p>
      <p class="links">
        <a href={`/console/bots/${bot}/conversations/${id}/replay`}>Replay</a>
        <a href={`${path}/export`} download={`${id}.jsonl`}>
          Export
        </a>
      </p>
      <div class="sides">
        <div>
          <h2 id="said">What was said</h2>
          <Transcript bot={bot} id={id} frames={frames} journal={journal} />
          {sandbox !== null && <SandboxChat bot={bot} id={id} token={sandbox} frames={frames} />}
          {sandbox === null && <Desk bot={bot} id={id} state={frames.state} agent={journal.agent} />}
        </div>
        <div>
          <UnknownEffects bot={bot} id={id} until={last?.seq ?? 0} />
          <Deliveries bot={bot} id={id} until={last?.seq ?? 0} />
          <Erase
            bot={bot}
            id={id}
            frames={frames.items.length}
            entries={journal.entries}
            onErased={() => setErased(true)}
          />
        </div>
      </div>
    </>
  );
}
