/**
 * The MCP side of a bot: the protocol of the SDK with what a bot offers. The SDK's ready-made server is left aside, because it
 * brings a schema compiler that makes code at run time, which this platform forbids; its protocol and schemas are the same.
 * https://modelcontextprotocol.io/specification
 */
import { Protocol } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  InitializeRequestSchema,
  LATEST_PROTOCOL_VERSION,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  type Notification,
  ReadResourceRequestSchema,
  type ReadResourceResult,
  type Request,
  type Resource,
  type Result,
  SUPPORTED_PROTOCOL_VERSIONS,
  type Tool,
} from "@modelcontextprotocol/sdk/types.js";

export interface Offer {
  name: string;
  title: string;
  instructions: string;
  tools(): Promise<Tool[]>;
  /** Throws an McpError where there is no such tool. */
  call(name: string, args: Record<string, unknown>): Promise<CallToolResult>;
  resources(): Promise<Resource[]>;
  /** Null where there is no such resource. */
  read(uri: string): Promise<ReadResourceResult["contents"][number] | null>;
}

const PAGE = 100;

export class BotServer extends Protocol<Request, Notification, Result> {
  constructor(offer: Offer) {
    super();
    this.setRequestHandler(InitializeRequestSchema, ({ params }) => ({
      protocolVersion: SUPPORTED_PROTOCOL_VERSIONS.includes(params.protocolVersion)
        ? params.protocolVersion
        : LATEST_PROTOCOL_VERSION,
      capabilities: { tools: {}, resources: {} },
      serverInfo: { name: offer.name, title: offer.title, version: "1" },
      ...(offer.instructions === "" ? {} : { instructions: offer.instructions }),
    }));
    this.setRequestHandler(ListToolsRequestSchema, async ({ params }) => {
      const { items, nextCursor } = page(await offer.tools(), params?.cursor);
      return { tools: items, ...nextCursor };
    });
    this.setRequestHandler(CallToolRequestSchema, ({ params }) => offer.call(params.name, params.arguments ?? {}));
    this.setRequestHandler(ListResourcesRequestSchema, async ({ params }) => {
      const { items, nextCursor } = page(await offer.resources(), params?.cursor);
      return { resources: items, ...nextCursor };
    });
    this.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: [] }));
    this.setRequestHandler(ReadResourceRequestSchema, async ({ params }) => {
      const found = await offer.read(params.uri);
      // -32002 is what the specification gives for a resource that is not there.
      if (found === null) throw new McpError(-32002, `There is no resource ${params.uri.slice(0, 200)}.`);
      return { contents: [found] };
    });
  }

  // It asks nothing of its clients, and has a handler for everything that it says it can.
  protected override assertCapabilityForMethod(): void {}
  protected override assertNotificationCapability(): void {}
  protected override assertRequestHandlerCapability(): void {}
  protected override assertTaskCapability(): void {}
  protected override assertTaskHandlerCapability(): void {}
}

function page<T>(all: readonly T[], cursor: string | undefined): { items: T[]; nextCursor: { nextCursor?: string } } {
  const from = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(from) || from < 0 || from > all.length)
    throw new McpError(ErrorCode.InvalidParams, "cursor is the nextCursor of the page before.");
  const end = from + PAGE;
  return { items: all.slice(from, end), nextCursor: end < all.length ? { nextCursor: String(end) } : {} };
}
