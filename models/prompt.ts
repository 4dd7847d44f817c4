/** A call of ours in the SDK's terms. */
import { type JSONSchema7, jsonSchema, Output, type ModelMessage as SdkMessage, type ToolSet, tool } from "ai";
import type { CheckedModelCall, ModelMessage, ModelTool } from "../contracts/model-call.ts";

export const sdkMessages = (messages: readonly ModelMessage[]): SdkMessage[] => messages.map(sdkMessage);

function sdkMessage(message: ModelMessage): SdkMessage {
  switch (message.role) {
    case "user":
      return { role: "user", content: message.content };
    case "assistant":
      return {
        role: "assistant",
        content: message.content.map((part) =>
          part.type === "text"
            ? part
            : { type: "tool-call", toolCallId: part.id, toolName: part.name, input: part.input },
        ),
      };
    case "tool":
      return {
        role: "tool",
        content: message.content.map(({ id, name, output, isError }) => ({
          type: "tool-result",
          toolCallId: id,
          toolName: name,
          output: { type: isError ? "error-text" : "text", value: output },
        })),
      };
  }
}

/** Tools without an `execute`: the SDK hands their calls to us and stops. */
export const sdkTools = (tools: readonly ModelTool[]): ToolSet =>
  Object.fromEntries(
    tools.map(({ name, description, parameters }) => [name, tool({ description, inputSchema: schemaOf(parameters) })]),
  );

/** To be spread over the settings of a call. */
export function sdkOutput(json: CheckedModelCall["json"]) {
  if (json === null) return {};
  return { output: json.schema === null ? Output.json() : Output.object({ schema: schemaOf(json.schema) }) };
}

// It was parsed as JSON; that it is a schema, the provider judges.
const schemaOf = (schema: ModelTool["parameters"]) => jsonSchema(schema as JSONSchema7);
