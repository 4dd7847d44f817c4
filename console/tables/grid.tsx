/**
 * The rows as a grid (WAI-ARIA Authoring Practices, "Grid"): one cell is in the order of the Tab key, arrows go from cell to
 * cell, Enter begins to edit and keeps what was written, Escape leaves it as it was.
 */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { RowsPage, TableColumn, TableRow } from "../../contracts/tables.ts";
import { sent } from "../api.ts";
import { Mistake, Wide } from "../frame.tsx";
import type { Order } from "../pages/table.tsx";
import { useAction } from "../use-load.ts";
import { shown, typed } from "./values.ts";

interface Props {
  path: string;
  page: RowsPage;
  columns: TableColumn[];
  order: Order | null;
  sort(column: string): void;
  again(): void;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Grid({ path, page, columns, order, sort, again }: Props): JSX.Element {
  const [at, setAt] = useState<readonly [row: number, column: number]>([0, 0]);
  const [editing, setEditing] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const [done, setDone] = useState("");
  const { busy, mistake, act } = useAction();
  const body = useRef<HTMLTableSectionElement>(null);
  const columnOf = (name: string) => columns.find((column) => column.name === name);

  const focus = (row: number, column: number) => {
    const next = [
      Math.min(Math.max(row, 0), page.items.length - 1),
      Math.min(Math.max(column, 0), page.columns.length - 1),
    ] as const;
    setAt(next);
    const cell = body.current?.rows[next[0]]?.cells[next[1]];
    if (cell instanceof HTMLElement) cell.focus();
  };

  const leave = () => {
    setEditing(false);
    // The field is gone with the next drawing; its cell takes the focus then.
    requestAnimationFrame(() => focus(...at));
  };

  const change = (row: TableRow, name: string, text: string) => {
    const value = typed(text, columnOf(name), row.values[name]);
    if (text === shown(row.values[name])) return leave();
    void act(async () => {
      await sent(`${path}/rows/${row.row}`, {
        method: "PATCH",
        headers: { "content-type": "application/json", "if-match": `"${row.version}"` },
        body: JSON.stringify({ values: { [name]: value } }),
      });
      setDone(`${name} is changed.`);
      leave();
      again();
    });
  };

  const remove = (row: TableRow) =>
    void act(async () => {
      await sent(`${path}/rows/${row.row}`, { method: "DELETE", headers: { "if-match": `"${row.version}"` } });
      setAsked(null);
      setDone("The row is deleted.");
      again();
    });

  const press = (event: KeyboardEvent, row: number, column: number) => {
    if (editing) return;
    const step = STEPS[event.key];
    if (step) focus(row + step[0], column + step[1]);
    else if (event.key === "Home") focus(row, 0);
    else if (event.key === "End") focus(row, page.columns.length - 1);
    else if (event.key === "Enter" || event.key === "F2") edit(row, column);
    else return;
    event.preventDefault();
  };

  const edit = (row: number, column: number) => {
    if (columnOf(page.columns[column] ?? "")?.generated) return;
    setAt([row, column]);
    setEditing(true);
  };

  return (
    <>
      <p class="hidden" role="status">
        {done}
      </p>
      <Mistake words={mistake} />
      <p id="grid-help">Arrow keys go from cell to cell; Enter or a double click changes one, Escape leaves it.</p>
      <Wide label="Rows">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are edited is a grid */}
        <table class="grid" role="grid" aria-describedby="grid-help">
          <thead>
            <tr>
              {page.columns.map((name) => (
                <th
                  key={name}
                  scope="col"
                  aria-sort={order?.column !== name ? "none" : order.descending ? "descending" : "ascending"}
                >
                  <button type="button" aria-label={`Order by ${name}`} onClick={() => sort(name)}>
                    {name}
                    <span aria-hidden="true">{order?.column !== name ? "" : order.descending ? " ↓" : " ↑"}</span>
                  </button>
                </th>
              ))}
              <th scope="col">
                <span class="hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody ref={body}>
            {page.items.map((row, i) => (
              <tr key={row.row}>
                {page.columns.map((name, j) => {
                  const isHere = at[0] === i && at[1] === j;
                  return (
                    <td
                      key={name}
                      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid can be read-only
                      role="gridcell"
                      tabIndex={isHere && !editing ? 0 : -1}
                      aria-readonly={columnOf(name)?.generated === true}
                      onFocus={() => !editing && setAt([i, j])}
                      onKeyDown={(event) => press(event, i, j)}
                      onDblClick={() => edit(i, j)}
                    >
                      {isHere && editing ? (
                        <Field
                          label={name}
                          text={shown(row.values[name])}
                          busy={busy}
                          keep={(text) => change(row, name, text)}
                          leave={leave}
                        />
                      ) : (
                        <span class={row.values[name] === null ? "value empty" : "value"}>
                          {row.values[name] === null ? "none" : shown(row.values[name])}
                        </span>
                      )}
                    </td>
                  );
                })}
                <td>
                  <button
                    type="button"
                    class={asked === row.row ? "danger" : ""}
                    disabled={busy}
                    aria-label={`${asked === row.row ? "Confirm deleting" : "Delete"} row ${i + 1}`}
                    onClick={() => (asked === row.row ? remove(row) : setAsked(row.row))}
                    onBlur={() => setAsked(null)}
                  >
                    {asked === row.row ? "Confirm" : "Delete"}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  );
}

function Field(props: {
  label: string;
  text: string;
  busy: boolean;
  keep(text: string): void;
  leave(): void;
}): JSX.Element {
  const [text, setText] = useState(props.text);
  return (
    <input
      value={text}
      aria-label={props.label}
      readOnly={props.busy}
      ref={(field) => {
        if (field && document.activeElement !== field) field.focus();
      }}
      onInput={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") {
          event.preventDefault();
          props.keep(text);
        }
        if (event.key === "Escape") props.leave();
      }}
    />
  );
}
