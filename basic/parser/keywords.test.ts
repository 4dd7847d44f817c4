/** Every variant of the keywords as reference 3.5-3.15 writes them: the statement, and the operands that come of it. */
import { describe, expect, test } from "vitest";
import type { Expr, Operand, Statement } from "../ast.ts";
import { parse } from "./parse.ts";

/** `KEYWORD name=value ...`, in short; the value of an assignment likewise. */
function shown(source: string): string {
  const { script, diagnostics } = parse(source, "t.bas");
  const errors = diagnostics.filter((d) => d.severity === "error").map((d) => `${d.line}:${d.column} ${d.message}`);
  if (errors.length > 0) return errors.join("; ");
  return script.body
    .filter((s) => s.kind !== "procedure")
    .map(statement)
    .join(" | ");
}

function statement(s: Statement): string {
  if (s.kind === "keyword-statement") return `${keyword(s.keyword, s.operands)}${s.handler ? " {...}" : ""}`;
  if (s.kind === "assign") return `${operand(s.target)} := ${operand(s.value)}`;
  return s.kind;
}

function keyword(name: string, operands: Record<string, Operand>): string {
  return [name, ...Object.entries(operands).map(([key, value]) => `${key}=${operand(value)}`)].join(" ");
}

function operand(value: Operand): string {
  if (Array.isArray(value)) return `[${value.map(operand).join(",")}]`;
  switch (value.kind) {
    case "word":
      return value.word;
    case "literal":
      return typeof value.value === "string" ? `'${value.value}'` : String(value.value);
    case "name":
      return value.name;
    case "member":
      return `${value.object ? operand(value.object) : ""}.${value.name}`;
    case "binary":
      return `(${operand(value.left)}${value.op}${operand(value.right)})`;
    case "array":
      return `[${value.items.map(operand).join(",")}]`;
    case "object":
      return `{${value.entries.map((e) => `${String(e.key)}:${operand(e.value)}`).join(",")}}`;
    case "call":
      return `${value.name}(${value.args.map(operand).join(",")})`;
    case "keyword":
      return `<${keyword(value.keyword, value.operands)}>`;
    default:
      return (value as Expr).kind;
  }
}

const VARIANTS: readonly [string, string][] = [
  // Dialogue.
  ["TALK a, b", "TALK text=[a,b]"],
  ['TALK TO "sms:+1", a', "TALK TO recipient='sms:+1' text=[a]"],
  ["TALK TO MEET a AS CHAT", "TALK TO MEET text=a mode=CHAT"],
  ["ADD SUGGESTION a", "ADD SUGGESTION label=a"],
  ["ADD SUGGESTION a AS b", "ADD SUGGESTION value=a label=b"],
  ["ADD SUGGESTION a, b", "ADD SUGGESTION label=a action=b"],
  ["ADD SUGGESTION TEXT a AS b", "ADD SUGGESTION text=a label=b"],
  ["ADD SUGGESTION TOOL a AS b", "ADD SUGGESTION tool=a label=b"],
  ["ADD SWITCHER a AS b", "ADD SWITCHER prompt=a label=b"],
  ["SEND FILE f, c", "SEND FILE file=f caption=c"],
  ["SEND FILE TO r, f, c", "SEND FILE TO recipient=r file=f caption=c"],
  ["SEND TO SESSION id, t", "SEND TO SESSION id=id text=t"],
  // Tools and knowledge.
  ["USE WEBSITE u REFRESH p", "USE WEBSITE url=u period=p"],
  ["CLEAR KB", "CLEAR KB"],
  ["CLEAR KB ALL", "CLEAR KB"],
  ["SET CONTEXT a AS b", "SET CONTEXT name=a text=b"],
  ["x = LLM p WITH TOOLS", "x := <LLM prompt=p options=TOOLS>"],
  ["x = LLM p WITH {a: 1}", "x := <LLM prompt=p options={a:1}>"],
  ["x = JSON PARSE t", "x := JSON_PARSE(t)"],
  // Memory and keys.
  ["SET BOT MEMORY k AS v", "SET BOT MEMORY key=k value=v"],
  ["SET_BOT_MEMORY k, v", "SET BOT MEMORY key=k value=v"],
  ["REMEMBER k, v, d", "REMEMBER key=k value=v duration=d"],
  ['REMEMBER "a" + k = v', "REMEMBER key=('a'+k) value=v"],
  ["SET SESSION i, k, v", "SET SESSION id=i key=k value=v"],
  ['SET "k" = v', "SET key='k' value=v"],
  ['SET "k", v', "SET key='k' value=v"],
  ["SET a = v", "a := v"],
  ["SET a.b = v", "a.b := v"],
  ["SET CONFIG k TO v", "SET CONFIG key=k value=v"],
  ["BOT SHARE MEMORY k WITH b", "BOT SHARE MEMORY key=k bot=b"],
  // HTTP.
  ["POST u, b", "POST url=u body=b"],
  ["x = POST u, {a: 1}", "x := <POST url=u body={a:1}>"],
  ["DELETE HTTP u", "DELETE HTTP url=u"],
  ["x = GRAPHQL u, q, v", "x := <GRAPHQL url=u query=q variables=v>"],
  ["SET HEADER k = v", "SET HEADER name=k value=v"],
  ["SET HEADER k AS v", "SET HEADER name=k value=v"],
  ["WEBHOOK POST p WITH d", "WEBHOOK POST path=p data=d"],
  ["x = SCRAPE_ALL u, c", "x := <SCRAPE ALL url=u selector=c>"],
  // Files.
  ["WRITE v TO p", "WRITE content=v path=p"],
  ["COPY a TO b", "COPY from=a to=b"],
  ["x = LIST d FILTER g RECURSIVE", "x := <LIST folder=d filter=g recursive=RECURSIVE>"],
  ["x = LIST d", "x := <LIST folder=d>"],
  ["COMPRESS l TO z", "COMPRESS first=l second=z"],
  ["GENERATE PDF o WITH TEMPLATE t DATA d", "GENERATE PDF output=o template=t data=d"],
  ["GENERATE PDF m TO o", "GENERATE PDF content=m output=o"],
  ["x = GENERATE SECURE LINK p EXPIRES 2 HOURS", "x := <GENERATE SECURE LINK path=p count=2 unit=HOURS>"],
  ["CARD a, b, c, 2 TO v", "v := <CARD image=a text=b style=c count=2>"],
  ["CARD a, b", "CARD image=a text=b"],
  ["PLAY f WITH OPTIONS o", "PLAY file=f options=o"],
  // Messages, tasks, calendar.
  ["SEND MAIL t, s, b, a", "SEND MAIL to=t subject=s body=b attachments=a"],
  ["SEND EMAIL t, b", "SEND MAIL to=t body=b"],
  ["SEND EMAIL TO to SUBJECT s BODY b", "SEND MAIL to=to subject=s body=b"],
  ["SEND MAIL TO to, s, b", "SEND MAIL to=to subject=s body=b"],
  ['SEND MAIL to SUBJECT "RE: " + subject BODY answer', "SEND MAIL to=to subject=('RE: '+subject) body=answer"],
  ["SEND MAIL t, s, b USING a", "SEND MAIL to=t subject=s body=b account=a"],
  ["SEND SMS p, t, q, r", "SEND SMS phone=p text=t provider=q priority=r"],
  ["BROADCAST t TO l", "BROADCAST text=t recipients=l"],
  ["BROADCAST t TO BOTS", "BROADCAST TO BOTS message=t"],
  ["CREATE TASK t, a, b, c, d", "CREATE TASK title=t details=[a,b,c,d]"],
  ["POST TO INSTAGRAM AT d img, text", "POST TO network=INSTAGRAM when=d content=[img,text]"],
  ['POST TO INSTAGRAM AT d + " 10:00" img, text', "POST TO network=INSTAGRAM when=(d+' 10:00') content=[img,text]"],
  ["POST TO n, text", "POST TO network=n content=[text]"],
  ["POST to, body", "POST url=to body=body"],
  ["x = GET TIKTOK METRICS p", "x := <GET METRICS network=TIKTOK post=p>"],
  // Schedules and events.
  ['SET SCHEDULE "0 6 * * *"', "SET SCHEDULE values=['0 6 * * *']"],
  ['SET SCHEDULE "0 6 * * *" "j.bas" "a"', "SET SCHEDULE values=['0 6 * * *','j.bas','a']"],
  ['SET SCHEDULE "0 6 * * *", j, a', "SET SCHEDULE values=['0 6 * * *',j,a]"],
  ["SET SCHEDULE d, j", "SET SCHEDULE values=[d,j]"],
  ['SET SCHEDULE "0 6 * * *" d, j', "SET SCHEDULE values=['0 6 * * *',d,j]"],
  ["SET SCHEDULE every  5 minutes", "SET SCHEDULE values=['every 5 minutes']"],
  ["SET SCHEDULE at 9:30am", "SET SCHEDULE values=['at 9:30am']"],
  ["SET SCHEDULE every monday at 9am ' note", "SET SCHEDULE values=['every monday at 9am']"],
  ["SET_SCHEDULE daily", "SET SCHEDULE values=['daily']"],
  ["at = 1\nSET SCHEDULE at + 1", "at := 1 | SET SCHEDULE values=[(at+1)]"],
  ["every = 1\nSET SCHEDULE every", "every := 1 | SET SCHEDULE values=[every]"],
  ["SCHEDULE IN n MINUTES DO\nx = 1\nEND SCHEDULE", "SCHEDULE IN count=n unit=MINUTES {...}"],
  ['ON FORM SUBMIT "f"\nx = 1\nEND ON', "ON FORM SUBMIT form='f' {...}"],
  ['ON INSERT OF "t"\nx = 1\nEND ON', "ON INSERT OF table='t' {...}"],
  ['ON EMAIL "a" FROM "b" SUBJECT "c" ATTACHMENT', "ON EMAIL address='a' sender='b' subject='c' attachment=ATTACHMENT"],
  ['ON EVENT "e" DO\nx = 1\nEND ON', "ON EVENT name='e' {...}"],
  ['ON "e" CALL s\nSUB s\nEND SUB', "ON event='e' {...}"],
  ["x = WAIT FOR EVENT n TIMEOUT 5", "x := <WAIT FOR EVENT name=n timeout=5>"],
  // Bots, desk, host.
  ["ADD BOT n WITH TRIGGER t", "ADD BOT name=n trigger=t"],
  ["ADD BOT n TRIGGER ON t TOOLS u", "ADD BOT name=n trigger=t tools=u"],
  ["ADD BOT n WITH TOOLS t", "ADD BOT name=n tools=t"],
  ["ADD BOT n WITH SCHEDULE t", "ADD BOT name=n schedule=t"],
  ["DELEGATE m TO BOT b TIMEOUT 5", "DELEGATE message=m bot=b timeout=5"],
  ["DELEGATE TO b WITH CONTEXT c", "DELEGATE TO bot=b context=c"],
  ["COLLABORATE WITH b ON t", "COLLABORATE WITH bots=b task=t"],
  [
    'ORCHESTRATE WORKFLOW w\nSTEP 1: BOT "a" t\nEND WORKFLOW\nx = 1',
    "ORCHESTRATE WORKFLOW name=w steps=[{step:1,bot:'a',task:t}] | x := 1",
  ],
  ["TRANSFER TO HUMAN", "TRANSFER TO HUMAN"],
  ["TRANSFER TO HUMAN a, b, c", "TRANSFER TO HUMAN department=a priority=b context=c"],
  ["SET PRIORITY s TO p", "SET PRIORITY session=s priority=p"],
  ["TAG CONVERSATION s t", "TAG CONVERSATION session=s tag=t"],
  ["ADD NOTE t TO s", "ADD NOTE note=t session=s"],
  ["x = ANALYZE SENTIMENT id msg", "x := <ANALYZE SENTIMENT session=id text=msg>"],
  ["x = POLISH MESSAGE t", "x := <POLISH MESSAGE text=t>"],
  ["x = AI SCORE LEAD o", "x := <SCORE LEAD method=AI lead=o>"],
  ["RECORD METRIC n WITH a = 1, b = c", "RECORD METRIC name=n fields={a:1,b:c}"],
  ["x = QUERY METRICS n FOR r BY s OFFSET 1", "x := <QUERY METRICS name=n range=r step=s offset=1>"],
  ["RUN PYTHON c WITH FILE f", "RUN PYTHON code=c file=f"],
  ["RUN BASH WITH FILE f", "RUN BASH file=f"],
  ["HEAR FROM MEET INTO v TIMEOUT 5", "v := <HEAR FROM MEET timeout=5>"],
];

describe("variants", () => {
  test.each(VARIANTS)("%s", (source, expected) => expect(shown(source)).toBe(expected));
});

test("a text with bare holes behind it is one text (reference 1.8)", () => {
  const { script, diagnostics } = parse('x = "a" ${b + 1} ${c}\nTALK ${d}\ny = #{ e: 1 }', "t.bas");
  expect(diagnostics).toEqual([]);
  const [first, second] = script.body;
  expect(first).toMatchObject({ value: { kind: "interpolation", parts: ["a", { kind: "binary" }, { key: "c" }] } });
  expect(second).toMatchObject({ operands: { text: [{ kind: "interpolation", parts: [{ key: "d" }] }] } });
});

describe("words that are keywords and names (reference 1.8, H-3)", () => {
  test.each([
    ["list = 1\nTALK list", "list := 1 | TALK text=[list]"],
    ["count = 0\nx = count - 1", "count := 0 | x := (count-1)"],
    ["TALK image", "TALK text=[image]"],
    ["log = 1\nlog = log + 1", "log := 1 | log := (log+1)"],
    ["x = LOG(2)", "x := LOG(2)"],
    ["to = 1\nTALK to", "to := 1 | TALK text=[to]"],
    ["TALK TO admin, data.subject", "TALK TO recipient=admin text=[data.subject]"],
    ["answer = 1\nx = [answer, video]", "answer := 1 | x := [answer,video]"],
    ["SET_CONTEXT = 1", "SET_CONTEXT := 1"],
    ["book.title = 1", "book.title := 1"],
    ["meeting = {}\nBOOK meeting, a", "meeting := {} | BOOK title=meeting when=a"],
    ["x = {image: a, list: b}", "x := {image:a,list:b}"],
    ["SUB CREATE_TEAM(a)\nEND SUB\nCREATE_TEAM(1)", "call-statement"],
  ])("%s", (source, expected) => expect(shown(source)).toBe(expected));
});

describe("what is wrong is said with its place", () => {
  test.each([
    ["SEND MAIL", "1:10 SEND MAIL needs a to, found the end of the line"],
    ["SCHEDULE IN 5 DO\nEND SCHEDULE", "1:15 SCHEDULE IN needs a unit, found DO"],
    ['ON FORM SUBMIT "x"\nTALK "y"', "1:1 This ON FORM SUBMIT is not closed"],
    ['ON "e" CALL nobody', "1:13 There is no SUB nobody to call"],
    ["BEGIN MAIL\nx\nEND MAIL", "1:1 BEGIN MAIL needs a recipient on its line"],
    ["x = CLEAR TOOLS", "1:5 CLEAR TOOLS is a statement and has no value"],
    ["RECORD METRIC n WITH a", "1:23 = is due after the field a, found the end of the line"],
    ["GENERATE SECURE LINK p EXPIRES 2 YEARS", "1:34 YEARS cannot stand here"],
  ])("%s", (source, expected) => expect(shown(source)).toBe(expected));
});
