/** The keywords of tables, data files and rows: where the rows come from and where changes go (reference 3.9). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { sourcesOf } from "../../../basic/sql/names.ts";
import type { SqlSelect } from "../../../basic/sql/tree.ts";
import { type BasicObject, FileValue, newObject, RecordSet, type Value } from "../../../basic/values.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { AggregateQuery, DataChange, DataWorld } from "../../../contracts/objects.ts";
import { callObject, dataObject } from "../../objects.ts";
import { removeFile } from "./drive-files.ts";
import { FILE_LIMIT_MS, pathArgument } from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { HTTP_EFFECTS } from "./http.ts";
import { modelLimitMs } from "./model.ts";
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
import { everything, filters, functions, MAX_ROWS, pagesOf, refuseConnection, rowsFrom } from "./table-rows.ts";
import { structured } from "./unstructured.ts";

// ------------------------------------------------------------------------------------------------- reading

const find: EffectHandler = {
  async run(args, context) {
    const tail = tailOf(args, context.values);
    const limit = tail.first ? 1 : Math.min(tail.tree.limit ?? context.config.keys["find-max-rows"], MAX_ROWS);
    const found = await rowsFrom("FIND", args["source"] ?? null, { ...tail.tree, limit }, context);
    return foundValue(found.rows, found.columns, tail, limit, functions(context));
  },
};

/** Beside the data where the source is a table: nothing but the figure is carried over. */
const aggregateRows: EffectHandler = {
  async run(args, context) {
    const asked = aggregationOf(args, context.values);
    const { column, operation, tree } = asked;
    const hasColumn = column !== null && column !== "" && column !== "*";
    if (!rowsOf(asked.source) && isFigure(operation) && (hasColumn || operation === "COUNT")) {
      const name = toText(asked.source, context.values).trim();
      refuseConnection("AGGREGATE", name, context);
      const { now } = context.session;
      const data = dataObject(context.env, context.identity.key);
      const found = await callObject(context.clock, context.signal, () =>
        data.aggregate(name, {
          operation,
          column: hasColumn ? column : null,
          // A filter tree holds plain JSON only; the compiler cannot tell that of an interface.
          filter: tree as unknown as JsonValue,
          now,
          timeZone: context.config.timeZone,
        }),
      );
      if (!found.ok) throw new BasicError(ERR.badFilter, found.detail);
      if (found.value.exists) return fromPlain(found.value.value, context.values);
    }
    const { rows } = await rowsFrom("AGGREGATE", asked.source, everything, context);
    return aggregate(rows, asked, filters(context));
  },
};

const isFigure = (operation: string): operation is AggregateQuery["operation"] =>
  ["COUNT", "SUM", "AVG", "MIN", "MAX"].includes(operation);

const getLast: EffectHandler = {
  async run(args, context) {
    const source = args["source"] ?? null;
    const count = rowsOf(source) ? 0 : Number(await aggregateRows.run({ source, operation: "COUNT" }, context));
    // All but the last are passed over beside the data.
    const tree = count > 0 ? { ...ALL_ROWS, offset: count - 1, limit: 1 } : everything;
    const { rows, columns } = await rowsFrom("GET LAST", source, tree, context);
    return new RecordSet(rows.slice(-1), columns, rows.length > 0);
  },
};

const searchRows: EffectHandler = {
  async run(args, context) {
    let best: BasicObject[] = [];
    let columns: string[] = [];
    for await (const page of pagesOf("SEARCH", args["source"] ?? null, context)) {
      best = search([...best, ...page.rows], args, context.values);
      ({ columns } = page);
    }
    return new RecordSet(best, columns);
  },
};

const autocompleteValues: EffectHandler = {
  async run(args, context) {
    const column = toText(args["column"] ?? null, context.values);
    let values: Value[] = [];
    for await (const { rows } of pagesOf("AUTOCOMPLETE", args["source"] ?? null, context)) {
      const before = values.map((value) => newObject([[column, value]]));
      values = autocomplete([...before, ...rows], args, context.values);
    }
    return values;
  },
};

/** QUERY and SELECT: beside the data where all that they name are tables, else over their rows in memory. */
function query(keyword: string): EffectHandler {
  return {
    async run(args, context) {
      const { select, variables } = selectOf(keyword, args, context.values);
      const beside = await selectBesideData(keyword, select, variables, context);
      if (beside) return beside;
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

/** Null where a source is no table, or a variable is more than a plain value. */
async function selectBesideData(
  keyword: string,
  select: SqlSelect,
  variables: ReadonlyMap<string, Value>,
  context: EffectContext,
): Promise<RecordSet | null> {
  const names = sourcesOf(select);
  for (const name of names) refuseConnection(keyword, name, context);
  const held = names.some((name) => rowsOf(variables.get(name.toLowerCase()) ?? null) !== null);
  const plainValues = [...variables].filter(([, value]) => typeof value !== "object" || value === null);
  if (names.length === 0 || held || plainValues.length < variables.size) return null;
  const data = dataObject(context.env, context.identity.key);
  const result = await callObject(context.clock, context.signal, () =>
    data.select({
      // So does a SELECT.
      select: select as unknown as JsonValue,
      variables: Object.fromEntries(plainValues) as Record<string, JsonValue>,
      now: context.session.now,
      timeZone: context.config.timeZone,
    }),
  );
  if (!result.ok) throw new BasicError(ERR.badFilter, result.detail);
  if (result.value.missing.length > 0) return null;
  const rows = result.value.rows.map((row) => fromPlain(row, context.values)).filter(isObject);
  return new RecordSet(rows, result.value.columns);
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
      if (!result.ok) {
        // As a statement its result is seen by nobody.
        if (keyword === "INSERT") context.warn(`INSERT was refused: ${result.detail}`);
        return refusedValue(keyword, result.detail);
      }
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
