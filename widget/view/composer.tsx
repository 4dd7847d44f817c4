/** Where the person writes: the field follows what the script asks for. */
import type { JSX, TargetedClipboardEvent, TargetedInputEvent, TargetedKeyboardEvent } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../client/conversation.ts";
import type { Question } from "../client/transcript.ts";
import type { Texts } from "../i18n/texts.ts";
import { ChosenFiles } from "./attachments.tsx";

/** The socket takes 64 KiB a frame; the schema 32,000 characters. */
const MAX_CHARACTERS = 32_000;
const MAX_BYTES = 60_000;

interface Field {
  type: "text" | "tel" | "password";
  inputMode: "text" | "email" | "tel" | "numeric" | "decimal" | "url";
  autoComplete: string;
  hint: string;
}
const TEXT: Field = { type: "text", inputMode: "text", autoComplete: "off", hint: "" };
const PHONE: Field = { type: "tel", inputMode: "tel", autoComplete: "tel", hint: "PHONE" };
const DECIMAL: Field = { ...TEXT, inputMode: "decimal", hint: "NUMBER" };
const SECRET: Field = { ...TEXT, type: "password", autoComplete: "current-password", hint: "PASSWORD" };
const FIELDS: Record<string, Field> = {
  // Not type="email": its own check would refuse a cancel word, or an answer that the script accepts.
  EMAIL: { ...TEXT, inputMode: "email", autoComplete: "email", hint: "EMAIL" },
  NAME: { ...TEXT, autoComplete: "name", hint: "NAME" },
  INTEGER: { ...TEXT, inputMode: "numeric", hint: "NUMBER" },
  INT: { ...TEXT, inputMode: "numeric", hint: "NUMBER" },
  NUMBER: DECIMAL,
  FLOAT: DECIMAL,
  DECIMAL: DECIMAL,
  DOUBLE: DECIMAL,
  MONEY: { ...DECIMAL, hint: "MONEY" },
  CURRENCY: { ...DECIMAL, hint: "MONEY" },
  MOBILE: PHONE,
  PHONE,
  TELEPHONE: PHONE,
  PASSWORD: SECRET,
  PASS: SECRET,
  SECRET,
  DATE: { ...TEXT, hint: "DATE" },
  DATETIME: { ...TEXT, hint: "DATE" },
  HOUR: { ...TEXT, hint: "TIME" },
  TIME: { ...TEXT, hint: "TIME" },
  URL: { ...TEXT, inputMode: "url", autoComplete: "url", hint: "URL" },
  ZIPCODE: { ...TEXT, autoComplete: "postal-code" },
  CREDITCARD: { ...TEXT, inputMode: "numeric", autoComplete: "cc-number" },
  CPF: { ...TEXT, inputMode: "numeric" },
  CNPJ: { ...TEXT, inputMode: "numeric" },
};

/** Preact's types tie each type to its roles: three literals instead of one union. */
const inputType = (type: Field["type"]) =>
  type === "password"
    ? { type: "password" as const }
    : type === "tel"
      ? { type: "tel" as const }
      : { type: "text" as const };

interface ComposerProps {
  texts: Texts;
  conversation: Conversation;
  question: Question | null;
  /** False when the outbox is full. */
  onSend(text: string): boolean;
  focusOnMount: boolean;
  /** How often an answer was chosen instead of written: the field takes the focus over each time. */
  chosen: number;
}

export function Composer({ texts, conversation, question, onSend, focusOnMount, chosen }: ComposerProps): JSX.Element {
  const [draft, setDraft] = useState("");
  const [mistake, setMistake] = useState("");
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const kind = question ? FIELDS[question.as] : undefined;
  const placeholder = (kind && texts.hints[kind.hint]) || texts.placeholder;
  const asked = question?.as ?? "";
  const writing = useRef(focusOnMount);
  // Read while the old element still stands: its removal takes the focus away, and says so by a blur like any other.
  if (field.current) writing.current = field.current.matches(":focus");

  // A typed question swaps the element; whoever was writing goes on writing in the new one. Before the browser takes the
  // next key: an Enter in between would go nowhere.
  useLayoutEffect(() => {
    if (writing.current) field.current?.focus({ preventScroll: true });
  }, [kind?.type ?? "", asked]);
  useEffect(() => {
    if (chosen > 0) field.current?.focus({ preventScroll: true });
  }, [chosen]);
  useEffect(() => {
    const element = field.current;
    if (!element || kind) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, 160)}px`;
  }, [draft, kind]);

  const { uploads } = conversation;
  const isSending = uploads.files.some(({ state }) => state === "sending");
  const isWaiting = isSending || (draft.trim() === "" && !uploads.files.some(({ id }) => id !== ""));
  const picker = useRef<HTMLInputElement>(null);
  const submit = () => {
    const text = kind?.type === "password" ? draft : draft.trim();
    if (isWaiting) return;
    if (text.length > MAX_CHARACTERS || new TextEncoder().encode(text).length > MAX_BYTES)
      return setMistake(texts.tooLong);
    if (!onSend(text)) return setMistake(texts.tooMany);
    setMistake("");
    setDraft("");
    field.current?.focus({ preventScroll: true });
  };
  const again = question?.retry === true && draft === "";
  const common = {
    ref: field,
    id: "field",
    value: draft,
    placeholder,
    "aria-describedby": "field-note",
    "aria-invalid": again ? ("true" as const) : undefined,
    enterKeyHint: "send" as const,
    dir: "auto" as const,
    onPaste: (event: TargetedClipboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      const files = event.clipboardData?.files;
      if (!files?.length) return;
      event.preventDefault();
      uploads.add(files);
    },
    onInput: (event: TargetedInputEvent<HTMLInputElement | HTMLTextAreaElement>) => setDraft(event.currentTarget.value),
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that picks a word in an input method is not "send"; 229 is what older Safari says of it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p id="field-note" class={mistake ? "note" : "hidden"} role={mistake ? "alert" : undefined}>
        {mistake || (again ? texts.again : "")}
      </p>
      <ChosenFiles conversation={conversation} texts={texts} />
      <div class={again ? "row retry" : "row"}>
        <label class="hidden" for="field">
          {texts.message}
        </label>
        {kind ? (
          <input
            {...common}
            {...inputType(kind.type)}
            inputMode={kind.inputMode}
            autoComplete={kind.autoComplete}
            autoCapitalize={kind.hint === "NAME" ? "words" : "off"}
          />
        ) : (
          <textarea {...common} rows={1} autoComplete="off" onKeyDown={onKeyDown} />
        )}
        <button type="button" class="send clip" aria-label={texts.attach} onClick={() => picker.current?.click()}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7L9.4 17" />
          </svg>
        </button>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={texts.attach}
          onChange={(event) => {
            uploads.add(event.currentTarget.files ?? []);
            // The same file can be chosen again.
            event.currentTarget.value = "";
            field.current?.focus({ preventScroll: true });
          }}
        />
        <button type="submit" class="send" aria-label={texts.send} disabled={isWaiting}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 19V5M5.5 11.5 12 5l6.5 6.5" />
          </svg>
        </button>
      </div>
    </form>
  );
}
