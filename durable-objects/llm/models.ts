/** The models worker, as conversations and collections call it. */
import {
  type EmbedAnswer,
  type EmbedCall,
  embedAnswerSchema,
  MODEL_CALL_PATH,
  MODEL_EMBED_PATH,
  type ModelCall,
  type ModelEvent,
  type ModelFailure,
  modelEventSchema,
} from "../../contracts/model-call.ts";

/** The worker, and for whom it is called. */
export interface Models {
  worker: { fetch(request: Request): Promise<Response> };
  tenant: string;
}

/** No model of the chain has answered. `failure` is that of the last one. */
export class ModelError extends Error {
  readonly failure: Pick<ModelFailure, "kind" | "status">;
  constructor(failure: Pick<ModelFailure, "kind" | "status">, detail = "") {
    super(detail === "" ? `The model failed: ${failure.kind}.` : detail);
    this.name = "ModelError";
    this.failure = failure;
  }
}

/** Ends with `finish` or `failed`. Rejects with the signal's reason, and with a ModelError where the worker is not there. */
export async function* callModels(models: Models, call: ModelCall, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  const response = await send(models, MODEL_CALL_PATH, call, signal);
  if (!response.ok || response.body === null) throw await refused(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const stop = (): void => void reader.cancel(signal.reason).catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield modelEventSchema.parse(JSON.parse(line));
    }
  } finally {
    signal.removeEventListener("abort", stop);
    // Whoever stops listening stops the model.
    await reader.cancel().catch(() => {});
  }
  throw new ModelError({ kind: "cut", status: null });
}

/** Rejects with a ModelError. */
export async function callEmbedding(models: Models, call: EmbedCall, signal: AbortSignal): Promise<EmbedAnswer> {
  const response = await send(models, MODEL_EMBED_PATH, call, signal);
  if (!response.ok) throw await refused(response);
  return embedAnswerSchema.parse(await response.json());
}

function send({ worker, tenant }: Models, path: string, call: unknown, signal: AbortSignal): Promise<Response> {
  return worker.fetch(
    new Request(`http://models${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-basalt-tenant": tenant },
      body: JSON.stringify(call),
      signal,
    }),
  );
}

async function refused(response: Response): Promise<ModelError> {
  const told = (await response.json().catch(() => null)) as {
    kind?: ModelFailure["kind"];
    status?: number;
    detail?: string;
  } | null;
  return new ModelError({ kind: told?.kind ?? "refused", status: told?.status ?? null }, told?.detail ?? "");
}
