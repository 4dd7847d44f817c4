/** Personal data on its way to a model (llm-pii): it is replaced by names before, and put back after; or nothing is sent. */
import { BasicError, ERR } from "../../../basic/errors.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { ModelMessage } from "../../../contracts/model-call.ts";
import type { PackageConfig } from "../../../contracts/package-config.ts";
import { Mask } from "../../../platform/pii/mask.ts";
import type { Completion, CompletionRequest } from "../../llm/complete.ts";

type Request = Omit<CompletionRequest, "limitMs" | "signal" | "onUsed">;

export interface Veiled {
  request: Request;
  /** What the model has said, as the conversation takes it. */
  lift(completion: Completion): Completion;
}

/** Throws error 70 where the bot sends no personal data to a model and there is some. */
export function veil(request: Request, keys: PackageConfig): Veiled {
  const { "llm-pii": mode, "llm-pii-kinds": kinds } = keys;
  if (mode === "off") return { request, lift: (completion) => completion };
  const mask = new Mask(kinds);
  // The messages first: the system part may name the business itself, which nobody minds.
  const messages = request.messages.map((message) => maskedMessage(message, mask));
  if (mode === "refuse" && mask.found.size > 0) {
    const found = [...mask.found].filter((kind) => kind !== "TEXT").map((kind) => kind.toLowerCase());
    if (found.length > 0)
      throw new BasicError(
        ERR.permission,
        `The text has personal data (${found.join(", ")}), which this bot does not send to a language model (llm-pii).`,
      );
  }
  const system = request.system === null ? null : mask.mask(request.system);
  const { onPart, onRestart } = request;
  let unmasker = mask.unmasker();
  const tell = (text: string): void => {
    if (text !== "") onPart?.(text);
  };
  return {
    request: {
      ...request,
      system,
      messages,
      onPart: (part) => tell(unmasker.push(part)),
      onRestart: () => {
        unmasker = mask.unmasker();
        onRestart?.();
      },
    },
    lift(completion) {
      tell(unmasker.end());
      const calls = completion.calls.map((call) => ({
        ...call,
        input: mapped(call.input, (text) => mask.unmask(text)),
      }));
      return { ...completion, text: mask.unmask(completion.text), calls };
    },
  };
}

function maskedMessage(message: ModelMessage, mask: Mask): ModelMessage {
  const masked = (text: string): string => mask.mask(text);
  switch (message.role) {
    case "user":
      return {
        ...message,
        content: message.content.map((part) => (part.type === "text" ? { ...part, text: masked(part.text) } : part)),
      };
    case "assistant":
      return {
        ...message,
        content: message.content.map((part) =>
          part.type === "text" ? { ...part, text: masked(part.text) } : { ...part, input: mapped(part.input, masked) },
        ),
      };
    case "tool":
      return { ...message, content: message.content.map((part) => ({ ...part, output: masked(part.output) })) };
  }
}

/** All texts in it, but for the names of fields. */
function mapped(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, change)]));
}
