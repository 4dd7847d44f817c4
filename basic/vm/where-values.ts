/** WHERE tails and SET lists as values, in the form of basic/filter/tree.ts: the descriptor's shape filled with arguments. */
import type { FilterTemplate, RowTemplate, SetTemplate, WhereTemplate } from "../compiler/where.ts";
import { listOf } from "../operations/compare.ts";
import type { OperationContext } from "../operations/context.ts";
import { toNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { type BasicObject, newObject, plainId, type Value } from "../values.ts";

/** Hands out the instruction's arguments one after the other. */
export interface NextArgument {
  next(): Value;
}

function record(entries: Record<string, Value>): BasicObject {
  return newObject(Object.entries(entries));
}

/** A FilterTree with `first`, and `group` where there is a GROUP BY. */
export function whereValue(template: WhereTemplate, args: NextArgument, context: OperationContext): Value {
  const where = template.filter ? condition(template.filter, args, context) : null;
  const limit = template.limit ? toNumber(args.next(), context) : null;
  const offset = template.offset ? toNumber(args.next(), context) : 0;
  const value = record({
    where,
    order: template.orderBy.map((o) => record({ by: column(o.column, null), descending: o.descending })),
    limit: template.first ? 1 : limit === null ? null : Math.max(0, Math.trunc(limit)),
    offset: Math.max(0, Math.trunc(offset)),
    first: template.first,
  });
  if (typeof template.groupBy === "string") value["group"] = template.groupBy;
  return value;
}

/** A list of `{column, value}`, the value an operand of the filter language. */
export function setValue(template: SetTemplate, args: NextArgument, context: OperationContext): Value {
  return template.items.map((item) => record({ column: item.column, value: row(item.value, args, context, true) }));
}

function column(name: string, fn: string | null): BasicObject {
  const operand = record({ kind: "column", name });
  return fn === null ? operand : record({ kind: "call", name: fn.toUpperCase(), args: [operand] });
}

/** Filters hold plain scalars: a date goes over as its text, anything else as its text form. */
function literal(operand: Value, context: OperationContext): BasicObject {
  const value = plainId(operand);
  const isPlain =
    value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean";
  return record({ kind: "literal", value: isPlain ? value : toText(value, context) });
}

function row(template: RowTemplate, args: NextArgument, context: OperationContext, isWhole = false): BasicObject {
  switch (template.kind) {
    case "column":
      return column(template.name, null);
    case "call":
      return record({
        kind: "call",
        name: template.name,
        args: template.args.map((arg) => row(arg, args, context)),
      });
    case "next": {
      const value = args.next();
      if (value === null && template.column !== null) return column(template.column, null);
      // What a column is set to may be a list or an object, which a comparison cannot take.
      return isWhole ? record({ kind: "literal", value: plainId(value) }) : literal(value, context);
    }
  }
}

function condition(node: FilterTemplate, args: NextArgument, context: OperationContext): BasicObject {
  switch (node.kind) {
    case "and":
    case "or":
      return record({ kind: node.kind, items: node.items.map((item) => condition(item, args, context)) });
    case "not":
      return record({ kind: "not", item: condition(node.item, args, context) });
    case "test": {
      if ("column" in node) {
        const left = column(node.column.name, node.column.fn);
        const values = Array.from({ length: node.values }, () => args.next());
        return test(node.op, left, operands(node.op, values, context));
      }
      const left = row(node.left, args, context);
      const [only] = node.values;
      if (node.op === "in" && node.values.length === 1 && only?.kind === "next" && only.column === null)
        return test(node.op, left, operands(node.op, [args.next()], context));
      return test(
        node.op,
        left,
        node.values.map((value) => row(value, args, context)),
      );
    }
  }
}

/** `IN (list)` searches the list; `IN (a, b)` the values. */
function operands(op: string, values: readonly Value[], context: OperationContext): BasicObject[] {
  const [only] = values;
  const isList = op.endsWith("in") && values.length === 1 && only !== undefined;
  const members = isList ? (listOf(only) ?? values) : values;
  return members.map((member) => literal(member, context));
}

function test(op: string, left: BasicObject, values: BasicObject[]): BasicObject {
  if (op.startsWith("not ")) return record({ kind: "not", item: test(op.slice(4), left, values) });
  const right = values[0] ?? record({ kind: "literal", value: null });
  switch (op) {
    case "is null":
      return record({ kind: "null", left });
    case "is not null":
      return record({ kind: "not", item: record({ kind: "null", left }) });
    case "like":
    case "contains":
    case "starts with":
    case "ends with":
      return record({ kind: op, left, right });
    case "in":
      return record({ kind: "in", left, values });
    case "between":
      return record({ kind: "between", left, low: right, high: values[1] ?? record({ kind: "literal", value: null }) });
    default:
      return record({ kind: "compare", op, left, right });
  }
}
