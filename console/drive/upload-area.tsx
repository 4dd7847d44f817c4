/** Where files are dropped or chosen, each with its progress. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { wordsOf } from "../api.ts";
import { uploadFile } from "./files.ts";

interface Sending {
  key: number;
  name: string;
  progress: number;
  mistake: string;
  stop: AbortController;
}

let keys = 0;

export function UploadArea({ bot, folder, onDone }: { bot: string; folder: string; onDone(): void }): JSX.Element {
  const [sending, setSending] = useState<Sending[]>([]);
  const picker = useRef<HTMLInputElement>(null);
  const change = (key: number, to: Partial<Sending>) =>
    setSending((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const drop = (key: number) => setSending((all) => all.filter((one) => one.key !== key));

  const send = async (files: FileList | null | undefined) => {
    for (const file of files ?? []) {
      const key = ++keys;
      const stop = new AbortController();
      setSending((all) => [...all, { key, name: file.name, progress: 0, mistake: "", stop }]);
      const path = folder === "" ? file.name : `${folder}/${file.name}`;
      try {
        // One after the other: together they would all be slow.
        await uploadFile(bot, path, file, (progress) => change(key, { progress }), stop.signal);
        drop(key);
        onDone();
      } catch (error) {
        if (stop.signal.aborted) drop(key);
        else change(key, { mistake: wordsOf(error) });
      }
    }
  };
  return (
    <section
      class="box"
      aria-label="Upload"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void send(event.dataTransfer?.files);
      }}
    >
      <p>
        <label>
          Upload files into this folder, or drop them here{" "}
          <input
            ref={picker}
            type="file"
            multiple
            onChange={(event) => {
              const { files } = event.currentTarget;
              void send(files).then(() => {
                if (picker.current) picker.current.value = "";
              });
            }}
          />
        </label>
      </p>
      {sending.map(({ key, name, progress, mistake, stop }) => (
        <p key={key} role={mistake === "" ? undefined : "alert"}>
          {name}{" "}
          {mistake === "" ? <progress value={progress} max={1} aria-label={`Uploading ${name}`} /> : <>: {mistake}</>}{" "}
          <button type="button" onClick={() => (mistake === "" ? stop.abort() : drop(key))}>
            {mistake === "" ? "Stop" : "Dismiss"}
            <span class="hidden"> {name}</span>
          </button>
        </p>
      ))}
    </section>
  );
}
