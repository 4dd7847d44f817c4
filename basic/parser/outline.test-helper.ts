/** For tests: a tree as compact text, one statement a line, blocks indented. */
import type { Expr, FilterNode, Hear, Operand, RowValue, Statement } from "../ast.ts";

export function outline(body: readonly Statement[]): string {
  return lines(body, "").join("\n");
}

function lines(body: readonly Statement[], indent: string): string[] {
  return body.flatMap((statement) => block(statement, indent));
}

function block(s: Statement, indent: string): string[] {
  const inner = (body: readonly Statement[]): string[] => lines(body, `${indent}  `);
  switch (s.kind) {
    case "if": {
      const out = s.branches.flatMap(({ test, body }, i) => [
        `${indent}${i ? "elseif" : "if"} ${show(test)}`,
        ...inner(body),
      ]);
      return s.else ? [...out, `${indent}else`, ...inner(s.else)] : out;
    }
    case "select": {
      const out = [`${indent}select ${show(s.subject)}`];
      for (const { items, body } of s.cases) {
        const shown = items.map((item) =>
          item.kind === "value"
            ? show(item.value)
            : item.kind === "range"
              ? `${show(item.low)}..${show(item.high)}`
              : `${item.op}${show(item.value)}`,
        );
        out.push(`${indent}case ${shown.join(" ")}`, ...inner(body));
      }
      return s.else ? [...out, `${indent}default`, ...inner(s.else)] : out;
    }
    case "for":
      return [
        `${indent}for ${s.target.key} ${show(s.from)} ${show(s.to)}${s.step ? ` ${show(s.step)}` : ""}`,
        ...inner(s.body),
      ];
    case "for-each":
      return [
        `${indent}each ${s.target.key} ${show(s.list)}${s.take ? ` ${s.take.end} ${show(s.take.count)}` : ""}`,
        ...inner(s.body),
      ];
    case "while":
      return [`${indent}while ${show(s.test)}`, ...inner(s.body)];
    case "do": {
      const test = (t: typeof s.pre): string => (t ? ` ${t.until ? "until" : "while"} ${show(t.test)}` : "");
      return [`${indent}do${test(s.pre)}`, ...inner(s.body), `${indent}loop${test(s.post)}`];
    }
    case "procedure":
      return [
        `${indent}${s.isFunction ? "function" : "sub"} ${s.key}(${s.params.map((p) => p.key).join(" ")})`,
        ...inner(s.body),
      ];
    case "try": {
      const out = [`${indent}try`, ...inner(s.body)];
      if (s.catch) out.push(`${indent}catch ${s.catchName?.key ?? ""}`.trimEnd(), ...inner(s.catch));
      if (s.finally) out.push(`${indent}finally`, ...inner(s.finally));
      return out;
    }
    case "with":
      return [
        `${indent}with ${show(s.target)}${s.bare ? "" : " dotted"}`,
        ...s.lines.map((line) => `${indent}  ${line.dotted ? "." : ""}${line.field} := ${show(line.value)}`),
      ];
    default:
      return [indent + simple(s)];
  }
}

function simple(s: Statement): string {
  switch (s.kind) {
    case "assign":
      return `${show(s.target)} ${s.op === "=" ? ":=" : s.op} ${show(s.value)}`;
    case "dim":
      return `${s.redim ? "redim" : "dim"} ${s.items.map((i) => `${i.key}(${i.bounds.map(show).join(" ")})${i.type ? `:${i.type}` : ""}`).join(" ")}`;
    case "const":
      return `const ${s.key} ${show(s.value)}`;
    case "exit":
      return `exit ${s.what}`;
    case "continue":
      return `continue ${s.what}`;
    case "call-statement":
      return `call ${typeof s.target === "string" ? JSON.stringify(s.target) : show(s.target)}(${s.args.map(show).join(" ")})`;
    case "return":
      return `return${s.value ? ` ${show(s.value)}` : ""}`;
    case "throw":
      return `throw${s.value ? ` ${show(s.value)}` : ""}`;
    case "assert":
      return `assert ${show(s.test)}${s.message ? ` ${show(s.message)}` : ""}`;
    case "on-error":
      return `on-error ${s.mode}${s.label ? ` ${s.label}` : ""}`;
    case "resume":
      return `resume ${s.label ?? s.how}`;
    case "label":
      return `label ${s.key}`;
    case "goto":
      return `${s.sub ? "gosub" : "goto"} ${s.key}`;
    case "hear-statement":
      return `hear [${s.targets.map(show).join(" ")}]${hear(s)}`;
    case "keyword-statement":
      return `${s.keyword}${operands(s.operands)}`;
    case "param": {
      const parts = [`param ${s.names.map((n) => n.key).join(" ")} ${s.type}`];
      if (s.example) parts.push(`like ${show(s.example)}`);
      if (s.description !== null) parts.push(`description ${JSON.stringify(s.description)}`);
      if (s.enum) parts.push(`enum ${s.enum.map(show).join(" ")}`);
      if (s.default) parts.push(`default ${show(s.default)}`);
      if (s.optional) parts.push("optional");
      return parts.join(" ");
    }
    case "description":
      return `description ${JSON.stringify(s.text)}`;
    case "expr-statement":
      return show(s.expr);
    case "bad":
      return `bad ${JSON.stringify(s.text)}`;
    default:
      return s.kind;
  }
}

function hear(h: Hear): string {
  let out = ` as ${h.as}`;
  if (h.options) out += ` [${h.options.map(show).join(" ")}${h.open ? " *" : ""}]`;
  if (h.prompt) out += ` with ${show(h.prompt)}`;
  if (h.default) out += ` default ${show(h.default)}`;
  if (h.timeout) out += ` timeout ${show(h.timeout)}`;
  if (h.retries) out += ` retries ${show(h.retries)}`;
  return out;
}

function operands(values: Record<string, Operand>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}=${operand(value)}`)
    .join("");
}

function operand(value: Operand): string {
  if (Array.isArray(value)) return `<${value.map(show).join(" ")}>`;
  if (value.kind === "word") return `word:${value.word}`;
  if (value.kind === "set-list") return `set(${value.items.map((i) => `${i.column}=${row(i.value)}`).join(", ")})`;
  if (value.kind !== "where") return show(value);
  const parts: string[] = [];
  if (value.filter) parts.push(filter(value.filter));
  if (value.orderBy.length)
    parts.push(`order ${value.orderBy.map((o) => o.column + (o.descending ? " desc" : "")).join(",")}`);
  if (value.limit) parts.push(`limit ${show(value.limit)}`);
  if (value.offset) parts.push(`offset ${show(value.offset)}`);
  if (value.first) parts.push("first");
  return `{${parts.join("; ")}}`;
}

function filter(node: FilterNode): string {
  if (node.kind === "test") {
    return `${row(node.left)} ${node.op}${node.values.map((v) => ` ${row(v)}`).join("")}`;
  }
  if (node.kind === "not") return `not(${filter(node.item)})`;
  return `${node.kind}(${node.items.map(filter).join(", ")})`;
}

function row(value: RowValue): string {
  if (value.kind === "column") return value.name;
  return value.kind === "once" ? show(value.value) : `${value.name}(${value.args.map(row).join(" ")})`;
}

/** An expression in prefix form: `(+ a (* b c))`. */
export function show(e: Expr): string {
  switch (e.kind) {
    case "literal":
      return JSON.stringify(e.value);
    case "interpolation":
      return `\`${e.parts.map((part) => (typeof part === "string" ? part : `\${${show(part)}}`)).join("")}\``;
    case "name":
      return e.key;
    case "array":
      return `[${e.items.map(show).join(" ")}]`;
    case "object":
      return `{${e.entries.map((entry) => `${typeof entry.key === "string" ? entry.key : `[${show(entry.key)}]`}:${show(entry.value)}`).join(" ")}}`;
    case "unary":
      return `(${e.op} ${show(e.operand)})`;
    case "binary":
      return `(${e.negated ? "not-" : ""}${e.op} ${show(e.left)} ${show(e.right)})`;
    case "logical":
      return `(${e.op} ${show(e.left)} ${show(e.right)})`;
    case "conditional":
      return `(? ${show(e.test)} ${show(e.then)} ${show(e.else)})`;
    case "between":
      return `(${e.negated ? "not-" : ""}between ${show(e.value)} ${show(e.low)} ${show(e.high)})`;
    case "is":
      return `(is-${e.negated ? "not-" : ""}${e.what} ${show(e.value)})`;
    case "member":
      return `${e.object ? show(e.object) : ""}${e.safe ? "?." : "."}${e.name}`;
    case "index":
      return `${show(e.object)}${e.safe ? "?." : ""}[${show(e.index)}]`;
    case "call":
      return `${e.key}(${e.args.map(show).join(" ")})`;
    case "method":
      return `${show(e.object)}${e.safe ? "?." : "."}${e.name}(${e.args.map(show).join(" ")})`;
    case "keyword":
      return `<${e.keyword}${operands(e.operands)}>`;
    case "call-value":
      return `<CALL ${show(e.target)}(${e.args.map(show).join(" ")})>`;
    case "hear":
      return `<HEAR${hear(e)}>`;
  }
}
