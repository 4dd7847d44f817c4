/** Speaks what is new to screen readers: finished messages of the bot and the state of the line, never the history. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../client/conversation.ts";
import type { Texts } from "../i18n/texts.ts";
import { spokenKey, spokenText } from "./groups.ts";

/** Messages of one turn come close together; they are said as one. */
const COLLECT_MS = 400;

export function Announcer(props: { conversation: Conversation; texts: Texts; botName: string }): JSX.Element {
  const { conversation, texts, botName } = props;
  const [words, setWords] = useState("");
  const spoken = useRef<{ keys: Set<string>; since: number } | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = () => {
      const { entries } = conversation.transcript;
      // What is there when the line first comes up is history.
      if (!spoken.current) {
        if (conversation.status !== "online" || entries.length === 0) return;
        spoken.current = { keys: new Set(), since: 0 };
        for (const entry of entries.slice(0, -6)) spoken.current.keys.add(spokenKey(entry));
      }
      const { keys } = spoken.current;
      const fresh = entries.filter(
        (entry) => !keys.has(spokenKey(entry)) && entry.kind !== "user" && spokenText(entry) !== "",
      );
      for (const entry of fresh) keys.add(spokenKey(entry));
      if (fresh.length > 0) setWords(`${botName}: ${fresh.map(spokenText).join("\n")}`);
    };
    const stop = conversation.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(speak, COLLECT_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [conversation, botName]);
  const line =
    conversation.status === "offline" ? texts.offline : conversation.status === "waiting" ? texts.connecting : "";
  return (
    <>
      <div class="hidden" role="status" aria-live="polite">
        {words}
      </div>
      <div class="hidden" role="status" aria-live="polite">
        {line}
      </div>
    </>
  );
}
