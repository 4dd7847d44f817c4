/** The keywords of tables, data files and rows: where the rows come from and where changes go (reference 3.9). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { applyFilter, type FilterContext } from "../../../basic/filter/apply.ts";
import type { FilterTree } from "../../../basic/filter/tree.ts";
import { parseCsv } from "../../../basic/functions/csv.ts";
import type { FunctionContext } from "../../../basic/functions/function.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { sourcesOf } from "../../../basic/sql/select.ts";
import { type BasicObject, FileValue, RecordSet, type Value } from "../../../basic/values.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { DataChange, DataWorld } from "../../../contracts/objects.ts";
import type { ReleaseFile } from "../../../contracts/release.ts";
import { callObject, dataObject } from "../../objects.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { modelLimitMs } from "./model.ts";
import { findPackageFile, readPackageText } from "./package-files.ts";
import { changedValue, changeOf, isJson, mergedLists, plain, refusedValue, rowsOf } from "./table-changes.ts";
import {
  ALL_ROWS,
  aggregate,
  aggregationOf,
  autocomplete,
  foundValue,
  search,
  selected,
  selectOf,
  tailOf,
} from "./table-reads.ts";
import { structured } from "./unstructured.ts";

/** Rows that one FIND brings, whatever LIMIT says, and rows of one table that a computation over all of them reads. */
const MAX_ROWS = 10_000;
const DATA_FILE = /\.(csv|json|xlsx)$/i;

interface Found {
  rows: BasicObject[];
  columns: string[];
}

// ------------------------------------------------------------------------------------------------- reading

const find: EffectHandler = {
  async run(args, context) {
    const tail = tailOf(args, context.values);
    const limit = tail.first ? 1 : Math.min(tail.tree.limit ?? context.config.keys["find-max-rows"], MAX_ROWS);
    const found = await rowsFrom("FIND", args["source"] ?? null, { ...tail.tree, limit }, context);
    return foundValue(found.rows, found.columns, tail, limit, functions(context));
  },
};

/** Rows that the script holds, or those of the table or file of this name. */
async function rowsFrom(keyword: string, source: Value, tree: FilterTree, context: EffectContext): Promise<Found> {
  const own = rowsOf(source);
  if (own) return filterRows(own, source instanceof RecordSet ? source.columns : null, tree, context);
  const name = toText(source, context.values).trim();
  if (name === "")
    throw new BasicError(ERR.badCall, `${keyword} needs the name of a table or file in quotes, or a list of rows.`);
  refuseConnection(keyword, name, context);
  const file = DATA_FILE.test(name) ? findPackageFile(context.release, name) : null;
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
  if (file && !result.value.exists) {
    const { rows, columns } = await fileRows(file, context);
    return filterRows(rows, columns, tree, context);
  }
  if (result.value.warning !== null) context.warn(result.value.warning);
  const rows = result.value.rows.map((row) => fromPlain(row, context.values)).filter(isObject);
  return { rows, columns: result.value.columns };
}

/** `conn.Table`: where the configuration names such a connection, it is an external database. */
function refuseConnection(keyword: string, name: string, context: EffectContext): void {
  const [connection = "", table] = name.split(".");
  if (table === undefined || DATA_FILE.test(name)) return;
  const prefix = `conn-${connection.toLowerCase()}-`;
  if (Object.keys(context.config.raw).some((key) => key.toLowerCase().startsWith(prefix))) {
    throw new BasicError(
      ERR.serviceMissing,
      `${keyword} of ${name.slice(0, 100)} needs the connected data service, which this version does not have.`,
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

async function fileRows(file: ReleaseFile, context: EffectContext): Promise<Found> {
  if (/\.xlsx$/i.test(file.path)) {
    throw new BasicError(
      ERR.serviceMissing,
      `"${file.path}" needs the documents service to be read, which this version does not have. Keep the rows as CSV.`,
    );
  }
  const text = await readPackageText(file, context);
  if (/\.csv$/i.test(file.path)) return parseCsv(text, context.values);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new BasicError(ERR.badCall, `The data file "${file.path}" is not JSON.`);
  }
  const value = fromPlain(data, context.values);
  const rows = (Array.isArray(value) ? value : [value]).filter(isObject);
  return { rows, columns: [...new Set(rows.flatMap((row) => Object.keys(row)))] };
}

function filters(context: EffectContext): FilterContext {
  return { ...functions(context) };
}

/** What functions over rows may know of the world. */
function functions(context: EffectContext): FunctionContext {
  const { now } = context.session;
  return {
    ...context.values,
    now: () => now,
    locale: context.config.locale,
    profile: "dialect",
    random: () => 0,
  };
}

const everything: FilterTree = { ...ALL_ROWS, limit: MAX_ROWS };

const aggregateRows: EffectHandler = {
  async run(args, context) {
    const asked = aggregationOf(args, context.values);
    const { rows } = await rowsFrom("AGGREGATE", asked.source, everything, context);
    return aggregate(rows, asked, filters(context));
  },
};

const getLast: EffectHandler = {
  async run(args, context) {
    const { rows, columns } = await rowsFrom("GET LAST", args["source"] ?? null, everything, context);
    return new RecordSet(rows.slice(-1), columns, rows.length > 0);
  },
};

const searchRows: EffectHandler = {
  async run(args, context) {
    const { rows, columns } = await rowsFrom("SEARCH", args["source"] ?? null, everything, context);
    return new RecordSet(search(rows, args, context.values), columns);
  },
};

const autocompleteValues: EffectHandler = {
  async run(args, context) {
    const { rows } = await rowsFrom("AUTOCOMPLETE", args["source"] ?? null, everything, context);
    return autocomplete(rows, args, context.values);
  },
};

const importRows: EffectHandler = {
  async run(args, context) {
    const path = toText(args["file"] ?? null, context.values).trim();
    const file = findPackageFile(context.release, path);
    if (!file || !DATA_FILE.test(file.path)) {
      throw new BasicError(ERR.fileNotFound, `IMPORT finds no data file "${path.slice(0, 200)}" in the package.`);
    }
    const { rows, columns } = await fileRows(file, context);
    return new RecordSet(rows, columns);
  },
};

/** QUERY and SELECT: the tables that they name, each read as a whole, and the SELECT over them in memory. */
function query(keyword: string): EffectHandler {
  return {
    async run(args, context) {
      const { select, variables } = selectOf(keyword, args, context.values);
      const tables = new Map<string, Found>();
      for (const name of sourcesOf(select)) {
        const held = variables.get(name.toLowerCase());
        tables.set(
          name,
          await rowsFrom(keyword, held !== undefined && rowsOf(held) ? held : name, everything, context),
        );
      }
      return selected(select, variables, tables, filters(context));
    },
  };
}

// ------------------------------------------------------------------------------------------------- writing

function write(keyword: string): EffectHandler {
  return {
    async run(args, context) {
      if (keyword === "MERGE") {
        const merged = mergedLists(args, context.values);
        if (merged !== undefined) return merged;
      }
      if (keyword === "DELETE" && args["filter"] === undefined && args["where"] === undefined)
        refuseFile(args, context);
      const change = changeOf(keyword, args, context.values);
      refuseConnection(keyword, change.table, context);
      const result = await send(change, context);
      if (!result.ok) return refusedValue(keyword, result.detail);
      for (const warning of result.value.warnings) context.warn(warning);
      return changedValue(keyword, change, result.value, context.values);
    },
  };
}

/** Data is stored as it stands; a plain text is read into the table's columns first. */
const saveUnstructured: EffectHandler = {
  limitMs: modelLimitMs,
  async run(args, context) {
    const save = write("SAVE FROM UNSTRUCTURED");
    const { text = null } = args;
    if (typeof text !== "string" || isJson(text)) return save.run(args, context);
    const { columns } = await rowsFrom(
      "SAVE FROM UNSTRUCTURED",
      args["table"] ?? null,
      { ...everything, limit: 1 },
      context,
    );
    return save.run({ ...args, text: await structured(text, columns, context) }, context);
  },
};

/** A table of the name of a package's file begins with that file's rows: they are sent when they are asked for. */
async function send(change: DataChange, context: EffectContext) {
  const data = dataObject(context.env, context.identity.key);
  const file = DATA_FILE.test(change.table) ? findPackageFile(context.release, change.table) : null;
  const world: DataWorld = {
    now: context.session.now,
    timeZone: context.config.timeZone,
    ...(file ? { hasFile: true } : {}),
  };
  const call = (full: DataWorld) =>
    callObject(context.clock, context.signal, () => data.change(context.effectKey, change, full));
  const result = await call(world);
  if (!file || !result.ok || !result.value.isMissing) return result;
  const { rows, columns } = await fileRows(file, context);
  const seed = { columns, rows: rows.map((row) => plain(row, context.values) as Record<string, JsonValue>) };
  return call({ ...world, seed });
}

/** DELETE of one operand: an address or a file (H-31). */
function refuseFile(args: Record<string, Value>, context: EffectContext): never {
  const target = args["table"] ?? null;
  const text = toText(target, context.values).trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw new BasicError(
      ERR.serviceMissing,
      "DELETE of an address needs the http service, which this version does not have.",
    );
  }
  if (target instanceof FileValue || /[/\\]|\.[a-z0-9]{1,5}$/i.test(text)) {
    throw new BasicError(
      ERR.serviceMissing,
      "DELETE of a file needs the drive service, which this version does not have.",
    );
  }
  throw new BasicError(
    ERR.badCall,
    `DELETE needs a filter, as in DELETE "${text.slice(0, 60)}", "status = done". DELETE FROM without WHERE deletes all rows.`,
  );
}

export const TABLE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  FIND: find,
  AGGREGATE: aggregateRows,
  "GET LAST": getLast,
  SEARCH: searchRows,
  AUTOCOMPLETE: autocompleteValues,
  IMPORT: importRows,
  QUERY: query("QUERY"),
  SELECT: query("SELECT"),
  SAVE: write("SAVE"),
  "SAVE FROM UNSTRUCTURED": saveUnstructured,
  INSERT: write("INSERT"),
  UPDATE: write("UPDATE"),
  DELETE: write("DELETE"),
  "DELETE FROM": write("DELETE FROM"),
  MERGE: write("MERGE"),
};
