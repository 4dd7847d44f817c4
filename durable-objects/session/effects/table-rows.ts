/** Where the reading keywords of tables get their rows: the script's own, a table's, a data file's (reference 3.9). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { applyFilter, type FilterContext } from "../../../basic/filter/apply.ts";
import type { FilterTree } from "../../../basic/filter/tree.ts";
import type { FunctionContext } from "../../../basic/functions/function.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { type BasicObject, RecordSet, type Value } from "../../../basic/values.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import { callObject, dataObject } from "../../objects.ts";
import type { EffectContext } from "./effect.ts";
import type { FoundFile } from "./package-files.ts";
import { rowsOf } from "./table-changes.ts";
import { type Found, fileRows, findDataFile, isDataFile, isWorkbook } from "./table-files.ts";
import { ALL_ROWS } from "./table-reads.ts";

/** Rows that one FIND brings, whatever LIMIT says, and rows of a file or a list that a computation reads. */
export const MAX_ROWS = 10_000;
export const everything: FilterTree = { ...ALL_ROWS, limit: MAX_ROWS };

/** Rows that the script holds, or those of the table or file of this name. */
export async function rowsFrom(
  keyword: string,
  source: Value,
  tree: FilterTree,
  context: EffectContext,
): Promise<Found> {
  const own = rowsOf(source);
  if (own) return filterRows(own, source instanceof RecordSet ? source.columns : null, tree, context);
  const name = toText(source, context.values).trim();
  if (name === "")
    throw new BasicError(ERR.badCall, `${keyword} needs the name of a table or file in quotes, or a list of rows.`);
  refuseConnection(keyword, name, context);
  const file = isDataFile(name) ? await findDataFile(name, context) : null;
  if (isWorkbook(name)) {
    if (file) return ofFile(file, name, tree, context);
    context.warn(`There is no workbook "${name.slice(0, 200)}" yet; SAVE makes it.`);
    return { rows: [], columns: [] };
  }
  const data = dataObject(context.env, context.identity.key);
  const result = await callObject(context.clock, context.signal, () =>
    data.find(name, {
      // A filter tree holds plain JSON only; the compiler cannot tell that of an interface.
      filter: tree as unknown as JsonValue,
      orderBy: [],
      limit: tree.limit ?? MAX_ROWS,
      offset: 0,
      now: context.session.now,
      timeZone: context.config.timeZone,
    }),
  );
  if (!result.ok) throw new BasicError(ERR.badFilter, result.detail);
  // A file that scripts have changed lives on as a table; until then it is the package's own.
  if (file && !result.value.exists) return ofFile(file, name, tree, context);
  if (result.value.warning !== null) context.warn(result.value.warning);
  const rows = result.value.rows.map((row) => fromPlain(row, context.values)).filter(isObject);
  return { rows, columns: result.value.columns };
}

async function ofFile(file: FoundFile, name: string, tree: FilterTree, context: EffectContext): Promise<Found> {
  const { rows, columns } = await fileRows(file, name, context);
  return filterRows(rows, columns, tree, context);
}

/** `conn.Table`: where the configuration names such a connection, it is an external database. */
export function refuseConnection(keyword: string, name: string, context: EffectContext): void {
  const [connection = "", table] = name.split(".");
  if (table === undefined || isDataFile(name)) return;
  const prefix = `conn-${connection.toLowerCase()}-`;
  if (Object.keys(context.config.raw).some((key) => key.toLowerCase().startsWith(prefix))) {
    throw new BasicError(
      ERR.serviceMissing,
      `${keyword} of ${name.slice(0, 100)} is of a connected database, which this version does not read.`,
    );
  }
}

function filterRows(
  rows: readonly BasicObject[],
  columns: readonly string[] | null,
  tree: FilterTree,
  context: EffectContext,
): Found {
  const found = applyFilter(tree, rows, filters(context));
  return { rows: found, columns: [...(columns ?? new Set(rows.slice(0, 1000).flatMap((row) => Object.keys(row))))] };
}

export function filters(context: EffectContext): FilterContext {
  return { ...functions(context) };
}

/** What functions over rows may know of the world. */
export function functions(context: EffectContext): FunctionContext {
  const { now } = context.session;
  return {
    ...context.values,
    now: () => now,
    locale: context.config.locale,
    profile: "dialect",
    random: () => 0,
  };
}

const PAGE = 5_000;
const MAX_SCANNED = 100_000;

/** All rows of a source, a page at a time: of a large table no more than a page is at hand. */
export async function* pagesOf(keyword: string, source: Value, context: EffectContext): AsyncGenerator<Found> {
  const name = toText(source, context.values).trim();
  if (rowsOf(source) || name === "" || isDataFile(name)) {
    yield await rowsFrom(keyword, source, everything, context);
    return;
  }
  refuseConnection(keyword, name, context);
  const data = dataObject(context.env, context.identity.key);
  const { now } = context.session;
  const query = { filter: null, orderBy: [], limit: PAGE, offset: 0, now, timeZone: context.config.timeZone };
  for (let after = 0, count = 0; count < MAX_SCANNED; count += PAGE) {
    const from = after;
    const page = await callObject(context.clock, context.signal, () =>
      data.find(name, { ...query, places: true, after: from }),
    );
    if (!page.ok) throw new BasicError(ERR.badFilter, page.detail);
    const { columns, rows, places = [], exists, warning } = page.value;
    if (!exists && warning !== null) context.warn(warning);
    yield { columns, rows: rows.map((row) => fromPlain(row, context.values)).filter(isObject) };
    const last = places.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last;
  }
  context.warn(`${keyword} looks at the first ${MAX_SCANNED} rows of "${name.slice(0, 60)}".`);
}
