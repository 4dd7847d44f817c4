/** A bot's tables: their sizes, columns and where they come from. */
import type { JSX } from "preact";
import { useCallback } from "preact/hooks";
import type { Page } from "../../contracts/admin.ts";
import type { TableSummary } from "../../contracts/tables.ts";
import { call } from "../api.ts";
import { BotPath, Show, Wide } from "../frame.tsx";
import { useLoad } from "../use-load.ts";

const MAX_PAGES = 10;

async function load(bot: string): Promise<TableSummary[]> {
  const items: TableSummary[] = [];
  let cursor: string | null = null;
  for (let count = 0; count < MAX_PAGES; count++) {
    const query: string = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const page: Page<TableSummary> = await call("GET", `/api/v1/bots/${bot}/tables${query}`);
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return items;
}

export function TablesPage({ bot }: { bot: string }): JSX.Element {
  const [loaded, again] = useLoad(useCallback(() => load(bot), [bot]));
  return (
    <>
      <BotPath bot={bot} here="Tables" />
      <h1>Tables</h1>
      <Show loaded={loaded} again={again}>
        {(tables) => (tables.length === 0 ? <Empty /> : <List bot={bot} tables={tables} />)}
      </Show>
    </>
  );
}

function Empty(): JSX.Element {
  return (
    <div class="box">
      <p>
        There are none yet. A script makes one with <code>SAVE "orders", order</code>, a package declares one with{" "}
        <code>TABLE</code>.
      </p>
    </div>
  );
}

function List({ bot, tables }: { bot: string; tables: TableSummary[] }): JSX.Element {
  return (
    <Wide label="Tables">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Rows</th>
            <th scope="col">Columns</th>
            <th scope="col">Made by</th>
          </tr>
        </thead>
        <tbody>
          {tables.map((table) => (
            <tr key={table.name}>
              <th scope="row">
                <a href={`/console/bots/${bot}/tables/${encodeURIComponent(table.name)}`}>{table.name}</a>
              </th>
              <td>{table.rows.toLocaleString()}</td>
              <td>{table.columns.map(({ name }) => name).join(", ")}</td>
              <td>{table.declared ? "TABLE in the package" : "Scripts"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
