/** Files beside the field, before they are sent, and in the log afterwards. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Attachment } from "../../contracts/attachments.ts";
import type { Conversation } from "../client/conversation.ts";
import type { Texts } from "../i18n/texts.ts";
import { readableSize } from "./readable-size.ts";

export function ChosenFiles({ conversation, texts }: { conversation: Conversation; texts: Texts }): JSX.Element | null {
  const { uploads } = conversation;
  if (uploads.files.length === 0) return null;
  return (
    <ul class="files" aria-label={texts.attach}>
      {uploads.files.map(({ key, name, size, picture, progress, state, reason }) => (
        <li key={key} class={state}>
          {picture !== "" && <img src={picture} alt="" />}
          <span class="file-name" dir="auto">
            {name}
          </span>
          {state === "sending" && <progress value={progress} max={1} aria-label={`${texts.sending} ${name}`} />}
          {state === "done" && <span class="file-size">{readableSize(size)}</span>}
          {state === "failed" && (
            <span role="alert">
              {texts.notSent} {reason}
              <button type="button" class="link" onClick={() => uploads.retry(key)}>
                {texts.retry}
              </button>
            </span>
          )}
          <button
            type="button"
            class="link"
            aria-label={`${texts.discard} ${name}`}
            onClick={() => uploads.remove(key)}
          >
            <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

export function SentFile({ file, conversation }: { file: Attachment; conversation: Conversation }): JSX.Element {
  const [address, setAddress] = useState("");
  const isPicture = file.type.startsWith("image/");
  useEffect(() => {
    if (isPicture) void conversation.addressOf(file.url).then(setAddress, () => {});
  }, [file.url]);
  if (isPicture && address !== "") return <img class="picture" src={address} alt={file.name} loading="lazy" />;
  return (
    <button
      type="button"
      class="bubble file"
      // The address is good for an hour, so it is asked for when it is wanted.
      onClick={() =>
        void conversation.addressOf(file.url).then(
          (to) => open(to, "_blank", "noopener"),
          () => {},
        )
      }
    >
      <span class="file-name">{file.name}</span>
      <span class="file-size">{readableSize(file.size)}</span>
    </button>
  );
}
