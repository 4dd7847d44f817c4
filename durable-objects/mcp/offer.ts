/** What a bot offers over MCP: its scripts as tools, the documents of its knowledge as resources. */
import {
  type CallToolResult,
  ErrorCode,
  McpError,
  type Tool as McpTool,
  type Resource,
} from "@modelcontextprotocol/sdk/types.js";
import { convertArguments, inputSchema, isOffered, type Tool, toolNamesToSend, toolsOf } from "../../basic/index.ts";
import { toJson } from "../../basic/operations/json.ts";

import type { JsonObject, RunOutcome } from "../../contracts/events.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import { ANSWER_SCRIPT, blobKey, type ReleaseManifest } from "../../contracts/release.ts";
import { base64Text } from "../../platform/hmac.ts";
import { newConversationId } from "../../platform/ids.ts";
import type { Env } from "../env.ts";
import { sessionObject } from "../objects.ts";
import { hostValues } from "../session/config.ts";
import { Programs } from "../session/release/programs.ts";
import type { PinnedRelease } from "../session/state.ts";
import type { Offer } from "./server.ts";

/** How long a tool may take. */
const CALL_MS = 60_000;
const MAX_RESOURCE = 5 * 1024 * 1024;
const MAX_RESULT = 200_000;

const TYPES: Readonly<Record<string, string>> = {
  md: "text/markdown",
  txt: "text/plain",
  csv: "text/csv",
  html: "text/html",
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

interface Offering {
  env: Env;
  tenant: string;
  bot: string;
  manifest: ReleaseManifest;
  keys: PackageConfig;
}

export function offerOf({ env, tenant, bot, manifest, keys }: Offering): Offer {
  const found = offeredTools(env, tenant, bot, manifest);
  const values = hostValues({ timeZone: keys.timezone, dayFirst: keys["date-format"] !== "mdy" });
  return {
    name: bot,
    title: keys["bot-name"] || bot,
    instructions: keys["bot-description"],
    tools: async () =>
      // JSON Schema is JSON.
      [...(await found)].map(([name, tool]) => ({
        name,
        description: tool.description,
        inputSchema: inputSchema(tool.params) as unknown as McpTool["inputSchema"],
      })),
    async call(name, args) {
      const tool = (await found).get(name);
      if (!tool) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${name.slice(0, 100)}.`);
      const made = convertArguments(tool.params, args, values);
      if (made.problems.length > 0) return failure(made.problems.map(({ message }) => message).join(" "));
      // Values of the language, as the run takes them.
      const fields: JsonObject = Object.fromEntries(
        Object.entries(made.values).map(([param, value]) => [
          param,
          value === null ? null : JSON.parse(toJson(value, values)),
        ]),
      );
      const key = { tenant, bot, conversation: newConversationId() };
      const request = {
        id: `mcp-${key.conversation}`,
        script: tool.name,
        handler: null,
        variables: {},
        fields,
        limitMs: CALL_MS,
        release: manifest.hash,
      };
      const session = sessionObject(env, key);
      const run = await session.run(key, request, CALL_MS);
      if (!run.ok) return failure("The tool could not be run.");
      const { outcome } = run.value;
      if (outcome === null) return failure(`The tool took longer than ${CALL_MS / 1000} s.`);
      const said = await session.frames(0, 1_000);
      const texts = said.ok ? said.value.items.flatMap((frame) => (frame.type === "talk" ? [frame.text] : [])) : [];
      return resultOf(outcome, texts);
    },
    resources: async () =>
      manifest.knowledge.map(({ collection, path, size }): Resource => {
        const name = path.slice(path.indexOf("/") + 1);
        return {
          uri: uriOf(collection, path),
          name,
          title: name.slice(name.lastIndexOf("/") + 1),
          mimeType: typeOf(path),
          size,
        };
      }),
    async read(uri) {
      const file = manifest.knowledge.find(({ collection, path }) => uriOf(collection, path) === uri);
      if (!file) return null;
      if (file.size > MAX_RESOURCE) throw new McpError(ErrorCode.InvalidRequest, "The document is larger than 5 MB.");
      const object = await env.FILES.get(blobKey(tenant, file.hash));
      if (!object) return null;
      const mimeType = typeOf(file.path);
      if (mimeType.startsWith("text/")) return { uri, mimeType, text: await object.text() };
      return { uri, mimeType, blob: base64Text(new Uint8Array(await object.arrayBuffer())) };
    },
  };
}

/** By the names that models take. */
async function offeredTools(
  env: Env,
  tenant: string,
  bot: string,
  manifest: ReleaseManifest,
): Promise<Map<string, Tool>> {
  const release: PinnedRelease = { ...manifest, bot };
  const programs = new Programs(env.FILES, tenant, release);
  const tools: Tool[] = [];
  for (const { name, program } of manifest.scripts) {
    if (program === null || name === ANSWER_SCRIPT) continue;
    const loaded = await programs.load(program);
    if (isOffered(loaded)) tools.push(...toolsOf(loaded, name));
  }
  const { sent } = toolNamesToSend(tools.map(({ name }) => name));
  return new Map(tools.map((tool, index) => [sent[index] ?? tool.name, tool]));
}

const uriOf = (collection: string, path: string): string =>
  `kb://${encodeURIComponent(collection)}/${path.split("/").slice(1).map(encodeURIComponent).join("/")}`;

const typeOf = (path: string): string =>
  TYPES[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream";

function resultOf(outcome: RunOutcome, texts: readonly string[]): CallToolResult {
  if (!outcome.ok) return failure(outcome.error?.message || "The tool failed.");
  const { returned, hasReturned } = outcome;
  const value =
    hasReturned && returned !== null ? [typeof returned === "string" ? returned : JSON.stringify(returned)] : [];
  const content = [...texts, ...value].map((text) => ({ type: "text" as const, text: text.slice(0, MAX_RESULT) }));
  return { content: content.length > 0 ? content : [{ type: "text", text: "Done." }] };
}

const failure = (text: string): CallToolResult => ({ isError: true, content: [{ type: "text", text }] });
