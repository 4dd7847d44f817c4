/** One table: its rows filtered, ordered and paged, changed in their cells, added, deleted; files in and out. */
import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { Page } from "../../contracts/admin.ts";
import type { RowsPage, TableSummary } from "../../contracts/tables.ts";
import { call } from "../api.ts";
import { BotPath, Show } from "../frame.tsx";
import { AddRow } from "../tables/add-row.tsx";
import { Files } from "../tables/files.tsx";
import { Grid } from "../tables/grid.tsx";
import { useLoad } from "../use-load.ts";

const PAGE = 50;

export interface Order {
  column: string;
  descending: boolean;
}
interface View {
  filter: string;
  order: Order | null;
  /** Of the pages before this one, the first is null. */
  cursors: (string | null)[];
}

const queryOf = ({ filter, order }: View): URLSearchParams => {
  const query = new URLSearchParams();
  if (filter.trim() !== "") query.set("filter", filter);
  if (order) query.set("order", order.column + (order.descending ? " DESC" : ""));
  return query;
};

async function load(bot: string, name: string, view: View): Promise<{ page: RowsPage; table: TableSummary | null }> {
  const query = queryOf(view);
  query.set("limit", String(PAGE));
  const cursor = view.cursors.at(-1);
  if (cursor) query.set("cursor", cursor);
  const root = `/api/v1/bots/${bot}/tables`;
  const [page, tables] = await Promise.all([
    call<RowsPage>("GET", `${root}/${encodeURIComponent(name)}/rows?${query}`),
    call<Page<TableSummary>>("GET", root),
  ]);
  return { page, table: tables.items.find((one) => one.name === name) ?? null };
}

export function TablePage({ bot, name }: { bot: string; name: string }): JSX.Element {
  const [view, setView] = useState<View>({ filter: "", order: null, cursors: [null] });
  const [filter, setFilter] = useState("");
  const [loaded, again] = useLoad(useCallback(() => load(bot, name, view), [bot, name, view]));
  const path = `/api/v1/bots/${bot}/tables/${encodeURIComponent(name)}`;
  const sort = (column: string) =>
    setView(({ order, ...others }) => ({
      ...others,
      order: { column, descending: order?.column === column && !order.descending },
      cursors: [null],
    }));
  return (
    <>
      <BotPath bot={bot} here={name} tables />
      <h1>{name}</h1>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          setView({ ...view, filter, cursors: [null] });
        }}
      >
        <label>
          Filter
          <input
            value={filter}
            placeholder='total > 10 AND name LIKE "A%"'
            autoComplete="off"
            spellcheck={false}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        <button type="submit">Apply</button>
      </form>
      <Show loaded={loaded} again={again}>
        {({ page, table }) => (
          <>
            <p role="status">
              {table === null ? "" : `${table.rows.toLocaleString()} rows in all. `}
              {page.items.length === 0
                ? "No row fits here."
                : `Page ${view.cursors.length} with ${page.items.length} ${page.items.length === 1 ? "row" : "rows"}.`}
            </p>
            {page.items.length > 0 && (
              <Grid
                key={view.cursors.at(-1)}
                path={path}
                page={page}
                columns={table?.columns ?? []}
                order={view.order}
                sort={sort}
                again={again}
              />
            )}
            <p class="pager">
              <button
                type="button"
                disabled={view.cursors.length === 1}
                onClick={() => setView({ ...view, cursors: view.cursors.slice(0, -1) })}
              >
                Previous page
              </button>
              <button
                type="button"
                disabled={page.nextCursor === null}
                onClick={() => setView({ ...view, cursors: [...view.cursors, page.nextCursor] })}
              >
                Next page
              </button>
            </p>
            <AddRow path={path} columns={table?.columns ?? []} again={again} />
            <Files path={path} query={queryOf(view)} again={again} />
          </>
        )}
      </Show>
    </>
  );
}
