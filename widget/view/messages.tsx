/** The log: groups of bubbles. It is silent to screen readers; announcer.tsx speaks what is new. */
import type { JSX } from "preact";
import type { MediaFrame } from "../../contracts/frames.ts";
import type { Conversation } from "../client/conversation.ts";
import type { Outgoing } from "../client/outbox.ts";
import type { Choice, Entry } from "../client/transcript.ts";
import type { Texts } from "../i18n/texts.ts";
import { SentFile } from "./attachments.tsx";
import type { Group } from "./groups.ts";
import { isSpacer } from "./groups.ts";
import { Markdown, safeAddress } from "./markdown.tsx";
import { memo } from "./memo.ts";
import { readableSize } from "./readable-size.ts";
import { Tree } from "./tree.tsx";

export const SECRET = "••••••••";

interface GroupProps {
  group: Group;
  texts: Texts;
  botName: string;
  logo: string | null;
  time: string;
  /** Of the server. */
  origin: string;
  conversation: Conversation;
  /** Nothing can be chosen now. */
  locked: boolean;
  onChoose(choice: Choice): void;
  onRetry(id: string): void;
  onDiscard(id: string): void;
}

export function MessageGroup(props: GroupProps): JSX.Element {
  const { group, texts, botName, logo, time, origin, conversation, locked, onChoose, onRetry, onDiscard } = props;
  const name = group.agent ? group.name : botName;
  const who = group.side === "user" ? texts.you : name;
  return (
    <div class={`group ${group.side}`}>
      {group.side === "bot" && <Avatar name={name} logo={group.agent ? null : logo} />}
      <div class="stack">
        <span class={group.side === "bot" && group.agent ? "who" : "hidden"}>{who}</span>
        {group.entries.map((entry) =>
          entry.kind === "tree" ? (
            <Tree key={entry.key} entry={entry} locked={locked || !entry.live} origin={origin} onChoose={onChoose} />
          ) : (
            <Bubble key={entry.key} entry={entry} origin={origin} conversation={conversation} />
          ),
        )}
        {group.pending.map((message) => (
          <Pending key={message.id} message={message} texts={texts} onRetry={onRetry} onDiscard={onDiscard} />
        ))}
        {time !== "" && <span class="time">{time}</span>}
      </div>
    </div>
  );
}

interface BubbleProps {
  entry: Exclude<Entry, { kind: "tree" }>;
  origin: string;
  conversation: Conversation;
}

/** Markdown is read again only when the entry changed: entries are replaced, never edited. */
const Bubble = memo(function Bubble(props: BubbleProps): JSX.Element | null {
  const { entry, origin, conversation } = props;
  if (isSpacer(entry)) return <div class="spacer" />;
  switch (entry.kind) {
    case "user":
      return (
        <>
          {entry.files.map((file) => (
            <SentFile key={file.id} file={file} conversation={conversation} />
          ))}
          {entry.text !== "" && (
            <div class="bubble" dir="auto">
              {entry.secret ? SECRET : entry.text}
            </div>
          )}
        </>
      );
    case "error":
      return (
        <div class="bubble error" dir="auto">
          {entry.text}
        </div>
      );
    case "media":
      return <Media media={entry.media} origin={origin} />;
    case "bot":
      return (
        <div class={`bubble${entry.streaming ? " streaming" : ""}`} dir="auto">
          {entry.markdown ? <Markdown text={entry.text} /> : <div class="plain">{entry.text}</div>}
        </div>
      );
  }
});

function Media({ media, origin }: { media: MediaFrame; origin: string }): JSX.Element | null {
  // A path of our own server, or a full address.
  const address = media.url.startsWith("/") ? origin + media.url : safeAddress(media.url);
  if (!address) return null;
  const label = media.alt || media.name;
  const ours = media.url.startsWith("/");
  if (media.type === "image" && ours) return <img class="picture" src={address} alt={label} loading="lazy" />;
  // biome-ignore lint/a11y/useMediaCaption: what a bot sends has no caption track; its text stands beside it
  if (media.type === "audio" && ours) return <audio class="sound" src={address} controls aria-label={label} />;
  return (
    <a class="bubble file" href={address} target="_blank" rel="noopener noreferrer">
      <span class="file-name">{media.name || label}</span>
      {media.size > 0 && <span class="file-size">{readableSize(media.size)}</span>}
    </a>
  );
}

interface PendingProps {
  message: Outgoing;
  texts: Texts;
  onRetry(id: string): void;
  onDiscard(id: string): void;
}

function Pending({ message, texts, onRetry, onDiscard }: PendingProps): JSX.Element {
  return (
    <>
      <div class={`bubble ${message.failed ? "failed" : "sending"}`} dir="auto">
        {message.files?.map(({ id, name }) => (
          <div key={id} class="file-name">
            {name}
          </div>
        ))}
        {message.secret ? SECRET : message.text}
      </div>
      {message.failed ? (
        <span class="status">
          {texts.notSent}
          <button type="button" class="link" onClick={() => onRetry(message.id)}>
            {texts.retry}
          </button>
          <button type="button" class="link" onClick={() => onDiscard(message.id)}>
            {texts.discard}
          </button>
        </span>
      ) : (
        <span class="status late">{texts.sending}</span>
      )}
    </>
  );
}

export function Avatar({ name, logo }: { name: string; logo: string | null }): JSX.Element {
  return (
    <span class="avatar" aria-hidden="true">
      {logo ? <img src={logo} alt="" /> : (Array.from(name)[0] ?? "·").toUpperCase()}
    </span>
  );
}
