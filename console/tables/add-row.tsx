/** A new row: a field for each column that is not computed. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { TableColumn } from "../../contracts/tables.ts";
import { sent } from "../api.ts";
import { Mistake } from "../frame.tsx";
import { useAction } from "../use-load.ts";
import { typed } from "./values.ts";

export function AddRow({ path, columns, again }: { path: string; columns: TableColumn[]; again(): void }): JSX.Element {
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [done, setDone] = useState("");
  const { busy, mistake, act } = useAction();
  /** The same for what is sent again after a broken connection. */
  const key = useRef(crypto.randomUUID());
  const fields = columns.filter(({ generated }) => !generated);
  const add = () =>
    act(async () => {
      const values = Object.fromEntries(
        fields.flatMap((column) => {
          const text = texts[column.name] ?? "";
          return text === "" ? [] : [[column.name, typed(text, column, undefined)]];
        }),
      );
      await sent(`${path}/rows`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": key.current },
        body: JSON.stringify({ values }),
      });
      key.current = crypto.randomUUID();
      setTexts({});
      setDone("The row is added.");
      again();
    });
  return (
    <details class="card">
      <summary>Add a row</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <div class="fields">
          {fields.map(({ name, type, required }) => (
            <label key={name}>
              {name}
              {type !== null && ` (${type})`}
              <input
                value={texts[name] ?? ""}
                required={required}
                autoComplete="off"
                onInput={(event) => {
                  const text = event.currentTarget.value;
                  setTexts((others) => ({ ...others, [name]: text }));
                }}
              />
            </label>
          ))}
        </div>
        <p role="status">{done}</p>
        <Mistake words={mistake} />
        <button type="submit" class="primary" disabled={busy || Object.values(texts).every((text) => text === "")}>
          Add row
        </button>
      </form>
    </details>
  );
}
