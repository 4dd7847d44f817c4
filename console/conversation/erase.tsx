/** Erasing a conversation for good, asked twice, with what is lost. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { call, conversationPath } from "../api.ts";
import { Mistake } from "../frame.tsx";
import { useAction } from "../use-load.ts";

interface Props {
  bot: string;
  id: string;
  frames: number;
  entries: number;
  onErased(): void;
}

export function Erase({ bot, id, frames, entries, onErased }: Props): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [sure, setSure] = useState(false);
  const { busy, mistake, act } = useAction();
  const erase = () =>
    act(async () => {
      await call("DELETE", conversationPath(bot, id));
      dialog.current?.close();
      onErased();
    });
  const open = () => {
    setSure(false);
    dialog.current?.showModal();
  };
  return (
    <section aria-labelledby="erase">
      <h2 id="erase">Erase</h2>
      <p>For a person who wants to be forgotten. It cannot be taken back.</p>
      <button type="button" class="danger" onClick={open}>
        Erase this conversation…
      </button>
      <dialog ref={dialog} aria-labelledby="erase-title">
        <h2 id="erase-title">Erase this conversation?</h2>
        <p>Lost for good:</p>
        <ul>
          <li>
            everything that was said: {frames.toLocaleString()} {frames === 1 ? "frame" : "frames"}, here and in the
            database
          </li>
          <li>the journal ({entries.toLocaleString()} entries): no replay, no fork, no receipts</li>
          <li>where the script stands, and what it remembers of this conversation</li>
          <li>messages that were not delivered yet</li>
        </ul>
        <p>Rows that the bot has saved in its tables, and files that were exported, stay.</p>
        <label class="check">
          <input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />I know that
          this cannot be taken back
        </label>
        <Mistake words={mistake} />
        <p class="actions">
          <button type="button" class="danger" disabled={busy || !sure} onClick={() => void erase()}>
            Erase
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </p>
      </dialog>
    </section>
  );
}
