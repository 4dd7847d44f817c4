/** The chat: head, log, suggestions, field. The log keeps to its end unless the reader scrolled away. */
import type { JSX } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import type { ChatSettings } from "../../contracts/chat-settings.ts";
import type { Conversation } from "../client/conversation.ts";
import type { Choice } from "../client/transcript.ts";
import type { Texts } from "../i18n/texts.ts";
import { Announcer } from "./announcer.tsx";
import { Choices } from "./choices.tsx";
import { Composer } from "./composer.tsx";
import { ConnectionBar } from "./connection-bar.tsx";
import { type Group, groupEntries } from "./groups.ts";
import { Avatar, MessageGroup } from "./messages.tsx";

export interface ChatProps {
  conversation: Conversation;
  settings: ChatSettings;
  texts: Texts;
  language: string;
  /** Of the server, without a slash at the end. */
  origin: string;
  /** Absent where the chat is the page. */
  onClose?: (() => void) | undefined;
  focusOnMount: boolean;
}
/** Nearer to the end than this counts as reading the end. */
const NEAR_PX = 80;

export function Chat(props: ChatProps): JSX.Element {
  const { conversation, settings, texts, language, origin, onClose, focusOnMount } = props;
  const [, render] = useReducer<number, void>((count) => count + 1, 0);
  // In the same step as the first drawing: frames that came before an effect that waits for paint would never be shown.
  useLayoutEffect(() => conversation.subscribe(() => render()), [conversation]);
  const { transcript, outbox, times } = conversation;
  const version = `${transcript.version}.${outbox.messages.map((message) => `${message.id}${message.failed}`).join()}`;
  const groups = useMemo(() => groupEntries(transcript.entries, outbox.messages), [transcript, version]);

  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [unseen, setUnseen] = useState(false);
  const [chosen, setChosen] = useState(0);
  const toEnd = () => {
    const element = log.current;
    if (element) element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setUnseen(false);
  };
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else setUnseen(true);
  }, [version, transcript.working, transcript.choices.length]);
  useEffect(() => {
    const element = log.current;
    if (!element) return;
    // The keyboard of a phone takes half of the log away: the end stays in sight.
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const say = (text: string) => {
    atEnd.current = true;
    return conversation.send(text);
  };
  // The same function at each drawing, so that a card is only drawn again when it changed.
  const choose = useCallback(
    (choice: Choice) => {
      atEnd.current = true;
      conversation.send(choice.label, choice.value);
      // The choices go away with the focus on them: the field is where it goes on. On a phone that would raise the keyboard.
      if (focusOnMount) setChosen((count) => count + 1);
    },
    [conversation, focusOnMount],
  );
  /** Groups of the same minute share the last one's time. */
  const timeOf = (group: Group, next: Group | undefined) => {
    const time = clock(times.get(group.turn));
    return next && clock(times.get(next.turn)) === time ? "" : time;
  };
  const ended = transcript.state === "ended";
  const clock = useMemo(() => timeFormat(language), [language]);
  const answered = outbox.messages.some((message) => !message.failed);
  const choices = ended || answered ? [] : choicesOf(transcript.choices, transcript.question?.as, texts);
  const refused = conversation.phase === "refused";
  const busy =
    !refused && (transcript.working || (conversation.phase === "opening" && conversation.status !== "offline"));

  return (
    <section
      class="chat"
      aria-label={settings.title}
      lang={language}
      onDragOver={(event) => event.dataTransfer?.types.includes("Files") && event.preventDefault()}
      onDrop={(event) => {
        const files = event.dataTransfer?.files;
        if (!files?.length || ended || refused) return;
        event.preventDefault();
        conversation.uploads.add(files);
      }}
    >
      <header class="head">
        <Avatar name={settings.name} logo={settings.logo} />
        <div class="names">
          {onClose ? (
            <p class="title" dir="auto">
              {settings.title}
            </p>
          ) : (
            <h1 class="title" dir="auto">
              {settings.title}
            </h1>
          )}
          {settings.description !== "" && <p dir="auto">{settings.description}</p>}
        </div>
        {onClose && (
          <button type="button" class="close" aria-label={texts.closeChat} onClick={onClose}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M6 6l12 12M18 6 6 18" />
            </svg>
          </button>
        )}
      </header>
      {!refused && (
        <ConnectionBar
          texts={texts}
          status={conversation.status}
          retryAt={conversation.retryAt}
          onTryNow={() => conversation.nudge()}
        />
      )}
      <div class="middle">
        {/* Silent: a log that is live would read the whole history aloud at every reload. */}
        <div
          class="log"
          role="log"
          aria-live="off"
          aria-label={texts.conversation}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an area that scrolls must be reachable by keyboard
          tabIndex={0}
          ref={log}
          onScroll={(event) => {
            const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
            atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
            if (atEnd.current) setUnseen(false);
          }}
        >
          <div class="page">
            {conversation.renewed && <p class="notice">{texts.renewed}</p>}
            {groups.map((group, index) => (
              <MessageGroup
                key={group.key}
                group={group}
                texts={texts}
                botName={settings.name}
                logo={settings.logo}
                time={timeOf(group, groups[index + 1])}
                origin={origin}
                conversation={conversation}
                locked={ended || answered || refused}
                onChoose={choose}
                onRetry={(id) => conversation.retry(id)}
                onDiscard={(id) => conversation.discard(id)}
              />
            ))}
            {busy && <Typing name={settings.name} logo={settings.logo} texts={texts} />}
            {transcript.state === "handed-over" && <p class="notice">{texts.handedOver}</p>}
            {refused && (
              <p class="notice">{conversation.refusal === "bot.no-release" ? texts.noRelease : texts.refused}</p>
            )}
          </div>
        </div>
        {unseen && (
          <button type="button" class="unseen" onClick={toEnd}>
            {texts.newMessages} <span aria-hidden="true">↓</span>
          </button>
        )}
      </div>
      <div class="foot">
        <div class="page">
          <Choices label={texts.suggestions} choices={choices} onChoose={choose} />
          {ended ? (
            <div class="over">
              <p>{texts.ended}</p>
              <button type="button" class="primary" onClick={() => void conversation.restart()}>
                {texts.startAgain}
              </button>
            </div>
          ) : (
            !refused && (
              <Composer
                texts={texts}
                conversation={conversation}
                question={transcript.question}
                focusOnMount={focusOnMount}
                chosen={chosen}
                onSend={(text) => say(text)}
              />
            )
          )}
        </div>
      </div>
      <Announcer conversation={conversation} texts={texts} botName={settings.name} />
    </section>
  );
}

function Typing({ name, logo, texts }: { name: string; logo: string | null; texts: Texts }): JSX.Element {
  return (
    <div class="group bot">
      <Avatar name={name} logo={logo} />
      <div class="stack">
        <div class="bubble typing">
          <span class="hidden">{`${name} ${texts.working}`}</span>
          <i />
          <i />
          <i />
        </div>
      </div>
    </div>
  );
}

/** A question for yes or no offers both, unless the script offers its own. */
function choicesOf(choices: Choice[], asked: string | undefined, texts: Texts): Choice[] {
  if (choices.length > 0 || !/^BOOL(?:EAN)?$/.test(asked ?? "")) return choices;
  return [
    { label: texts.yes, value: true },
    { label: texts.no, value: false },
  ];
}

function timeFormat(language: string): (ms: number | undefined) => string {
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  return (ms) => {
    if (ms === undefined) return "";
    const today = new Date(ms).toDateString() === new Date().toDateString();
    return (today ? time : day).format(ms);
  };
}
