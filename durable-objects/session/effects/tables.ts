/** The keywords of tables, data files and rows: where the rows come from and where changes go (reference 3.9). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { applyFilter, type FilterContext } from "../../../basic/filter/apply.ts";
import type { FilterTree } from "../../../basic/filter/tree.ts";
import type { FunctionContext } from "../../../basic/functions/function.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { sourcesOf } from "../../../basic/sql/select.ts";
import { type BasicObject, FileValue, RecordSet, type Value } from "../../../basic/values.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { DataChange, DataWorld } from "../../../contracts/objects.ts";
import { callObject, dataObject } from "../../objects.ts";
import { removeFile } from "./drive-files.ts";
import { FILE_LIMIT_MS, pathArgument } from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { HTTP_EFFECTS } from "./http.ts";
import { modelLimitMs } from "./model.ts";
import type { FoundFile } from "./package-files.ts";
import { changedValue, changeOf, isJson, mergedLists, plain, refusedValue, rowsOf } from "./table-changes.ts";
import { appendToWorkbook, type Found, fileRows, findDataFile, isDataFile, isWorkbook } from "./table-files.ts";
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
function refuseConnection(keyword: string, name: string, context: EffectContext): void {
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
      const change = changeOf(keyword, args, context.values);
      refuseConnection(keyword, change.table, context);
      if (isWorkbook(change.table))
        return changedValue(keyword, change, await appendToWorkbook(change, context), context.values);
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
  const file = isDataFile(change.table) ? await findDataFile(change.table, context) : null;
  const world: DataWorld = {
    now: context.session.now,
    timeZone: context.config.timeZone,
    ...(file ? { hasFile: true } : {}),
  };
  const call = (full: DataWorld) =>
    callObject(context.clock, context.signal, () => data.change(context.effectKey, change, full));
  const result = await call(world);
  if (!file || !result.ok || !result.value.isMissing) return result;
  const { rows, columns } = await fileRows(file, change.table, context);
  const seed = { columns, rows: rows.map((row) => plain(row, context.values) as Record<string, JsonValue>) };
  return call({ ...world, seed });
}

const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i;
const FILE_PATH = /[/\\]|\.[a-z0-9]{1,5}$/i;

/** DELETE of one operand: an address, a file, or a mistake (H-31). */
function deletesAlone(args: Record<string, Value>): "address" | "file" | "nothing" | null {
  if (args["filter"] !== undefined || args["where"] !== undefined) return null;
  const target = args["table"] ?? null;
  if (target instanceof FileValue) return "file";
  const text = typeof target === "string" ? target.trim() : "";
  return ADDRESS.test(text) ? "address" : FILE_PATH.test(text) ? "file" : "nothing";
}

const rowsDeleted = write("DELETE");
const addressDeleted = HTTP_EFFECTS["DELETE HTTP"];

const deleteOf: EffectHandler = {
  limitMs: (context) => addressDeleted?.limitMs?.(context) ?? FILE_LIMIT_MS,
  classOf: (args) => (deletesAlone(args) === "address" ? "unsafe" : "internal-write"),
  run(args, context) {
    const { table = null } = args;
    switch (deletesAlone(args)) {
      case null:
        return rowsDeleted.run(args, context);
      case "file":
        return removeFile(pathArgument(table, context), context);
      case "address":
        if (addressDeleted) return addressDeleted.run({ url: table }, context);
        break;
      case "nothing":
    }
    const name = toText(table, context.values).slice(0, 60);
    throw new BasicError(
      ERR.badCall,
      `DELETE needs a filter, as in DELETE "${name}", "status = done". DELETE FROM without WHERE deletes all rows.`,
    );
  },
};

export const TABLE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  FIND: find,
  AGGREGATE: aggregateRows,
  "GET LAST": getLast,
  SEARCH: searchRows,
  AUTOCOMPLETE: autocompleteValues,
  QUERY: query("QUERY"),
  SELECT: query("SELECT"),
  SAVE: write("SAVE"),
  "SAVE FROM UNSTRUCTURED": saveUnstructured,
  INSERT: write("INSERT"),
  UPDATE: write("UPDATE"),
  DELETE: deleteOf,
  "DELETE FROM": write("DELETE FROM"),
  MERGE: write("MERGE"),
};
