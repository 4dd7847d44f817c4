/**
 * Holds the recorded conversations of the examples again, with a product that runs, and writes their transcripts:
 * `node test/examples/record.ts [--url URL] [--data DIR] [BOT ...]`. The product mounts the examples by itself.
 * Where they call other companies those are played on a port of this machine (--neighbours, 22190), which the product has to be
 * started with: `OUTBOUND_PRIVATE_HOSTS=127.0.0.1:22190 npm start`. The recordings name the companies' own addresses.
 */
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { SignJWT } from "jose";
import { formatTranscript } from "../../cli/replay/transcript-file.ts";
import { connect, type Server } from "../../cli/server.ts";
import type { OpenAnswer, TurnAnswer } from "../../contracts/conversation.ts";
import type { Transcript } from "../../contracts/replay.ts";
import { CONVERSATIONS, type Line, type Recorded } from "../../scripts/examples/conversations.ts";
import { type Neighbours, startNeighbours } from "../../scripts/examples/neighbours.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: "string" },
    data: { type: "string", default: ".basalt" },
    neighbours: { type: "string", default: "22190" },
  },
});
const server = connect(values.url, values.data, "conversations:read");
const wanted = CONVERSATIONS.filter(({ bot }) => positionals.length === 0 || positionals.includes(bot));
if (wanted.length === 0) throw new Error(`none of ${positionals.join(", ")} has a conversation in conversations.ts`);
const neighbours = await startNeighbours(Number(values.neighbours));
try {
  for (const recorded of wanted) {
    const target = new URL(`${[recorded.bot, recorded.file].filter(Boolean).join("-")}.transcript.json`, EXAMPLES);
    const text = await beside(neighbours, recorded, async () => formatTranscript(await record(server, recorded)));
    writeFileSync(target, text);
    process.stdout.write(`${fileURLToPath(target)}\n`);
  }
} finally {
  await neighbours.stop();
}

/** With the bot's company played by this machine; what it gives names it as the package does. */
async function beside(
  { origin }: Neighbours,
  { bot, company, person, secrets = {} }: Recorded,
  run: () => Promise<string>,
): Promise<string> {
  const api = `/api/v1/bots/${bot}`;
  const put = (route: string, value: string) =>
    server.done(`${api}/${route}`, { method: "PUT", body: JSON.stringify({ value }) });
  for (const [name, value] of Object.entries(secrets)) await put(`secrets/${name}`, value);
  if (person) await put("config/identity-secret", "vault:identity-secret");
  if (!company) return run();
  const { host } = new URL(origin);
  const settings = { [`param-${company.param}`]: origin, "http-allowed-hosts": host };
  for (const [key, value] of Object.entries(settings)) await put(`config/${key}`, value);
  try {
    const text = await run();
    return text.replaceAll(origin, company.address).replaceAll(host, new URL(company.address).host);
  } finally {
    for (const key of Object.keys(settings)) await server.done(`${api}/config/${key}`, { method: "DELETE" });
  }
}

async function record(server: Server, { bot, name, lines, person, secrets }: Recorded): Promise<Transcript> {
  const user = person ? await vouched(person, secrets?.["identity-secret"] ?? "") : null;
  const opened = await send<OpenAnswer>(`/api/v1/bots/${bot}/conversations`, { user }, {});
  const conversation = `/api/v1/bots/${bot}/conversations/${opened.id}`;
  const bearer = { authorization: `Bearer ${opened.token}` };
  const said: string[] = [];
  const heard = (answer: TurnAnswer): void => {
    for (const frame of answer.frames) if (frame.type === "talk") said.unshift(frame.text);
    show(answer);
  };
  heard(opened);
  for (const [index, line] of lines.entries()) {
    const id = `c-${index + 1}`;
    if (typeof line === "string" || line instanceof RegExp || "file" in line) {
      const text = typeof line === "string" ? line : line instanceof RegExp ? found(said, line) : "";
      const attachments = typeof line === "object" && "file" in line ? [await attach(conversation, bearer, line)] : [];
      process.stdout.write(`> ${text || "a file"}\n`);
      heard(await send<TurnAnswer>(`${conversation}/messages`, { id, text, value: null, attachments }, bearer));
    } else if ("script" in line) {
      const body = JSON.stringify({ id, script: line.script });
      heard(await server.json<TurnAnswer>(`${conversation}/proactive`, { method: "POST", body }));
    } else await happen(bot, line);
  }
  const query = new URLSearchParams({ name });
  return server.json<Transcript>(`${conversation}/transcript?${query}`);
}

/** What the embedding site would hand to the page (docs/memory.md). */
function vouched(person: Required<Recorded>["person"], secret: string): Promise<string> {
  return new SignJWT({ ...person })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime("10 minutes")
    .sign(new TextEncoder().encode(secret));
}

function found(said: readonly string[], pattern: RegExp): string {
  for (const text of said) {
    const group = pattern.exec(text)?.[1];
    if (group !== undefined) return group;
  }
  throw new Error(`nothing was said that fits ${pattern.source}`);
}

async function happen(
  bot: string,
  line: Exclude<Line, string | RegExp | { file: string } | { script: string }>,
): Promise<void> {
  if ("wait" in line) await sleep(line.wait);
  else if ("mail" in line)
    await server.json(`/api/v1/bots/${bot}/events/email`, { method: "POST", body: JSON.stringify(line.mail) });
  else if ("hook" in line) await send(`/api/${bot}/webhook/${line.hook}`, line.body, {});
  else if ("form" in line) await send(`/api/${bot}/forms/${line.form}`, line.fields, {});
  else
    await server.json(`/api/v1/bots/${bot}/events/${line.event}`, {
      method: "POST",
      body: JSON.stringify({ data: line.data }),
    });
}

async function attach(
  conversation: string,
  person: Record<string, string>,
  { file, type, text }: Extract<Line, { file: string }>,
): Promise<{ id: string }> {
  const headers = { ...person, "content-type": type, "x-file-name": encodeURIComponent(file) };
  const answer = await fetch(new URL(`${conversation}/attachments`, server.url), {
    method: "POST",
    headers,
    body: text,
  });
  if (!answer.ok) throw new Error(`${file}: ${answer.status} ${await answer.text()}`);
  const { id } = (await answer.json()) as { id: string };
  return { id };
}

async function send<T>(route: string, body: unknown, headers: Record<string, string>): Promise<T> {
  const answer = await fetch(new URL(route, server.url), {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

function show({ frames, state }: TurnAnswer): void {
  for (const frame of frames)
    if (frame.type === "talk") process.stdout.write(`  ${frame.text.replaceAll("\n", "\n  ")}\n`);
    else if (frame.type === "error" || frame.type === "file") process.stdout.write(`  ${JSON.stringify(frame)}\n`);
  process.stdout.write(`  [${state}]\n`);
}
