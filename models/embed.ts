/** Vectors of texts, in batches. */
import { embedMany } from "ai";
import type * as z from "zod";
import type { EmbedAnswer, embedCallSchema, ProviderName } from "../contracts/model-call.ts";
import { estimateText } from "../platform/token-estimate.ts";
import { PROVIDERS } from "./providers/index.ts";
import type { Surroundings } from "./providers/provider.ts";

/** Further tries of one request, with growing pauses; a server that says how long to wait is obeyed. */
const MAX_RETRIES = 2;
/** How the SDK's packages are told the length of vectors. */
const lengthOption = (provider: ProviderName, dimensions: number) =>
  provider === "google"
    ? { google: { outputDimensionality: dimensions } }
    : { [provider === "openai-compatible" ? "openaiCompatible" : provider]: { dimensions } };

export async function embed(
  { target, texts, dimensions, batchSize, concurrent, timeoutMs }: z.infer<typeof embedCallSchema>,
  around: Surroundings,
  signal: AbortSignal,
): Promise<EmbedAnswer> {
  const model = PROVIDERS[target.provider].embedding?.(target, around);
  if (model === undefined) throw new Error(`The provider ${target.provider} has no embeddings.`);
  const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const batches: string[][] = [];
  for (let at = 0; at < texts.length; at += batchSize) batches.push(texts.slice(at, at + batchSize));
  const vectors: number[][] = [];
  let tokens = 0;
  for (let at = 0; at < batches.length; at += concurrent) {
    const answers = await Promise.all(
      batches.slice(at, at + concurrent).map((values) =>
        embedMany({
          model,
          values,
          maxRetries: MAX_RETRIES,
          abortSignal: end,
          ...(dimensions === 0 ? {} : { providerOptions: lengthOption(target.provider, dimensions) }),
        }),
      ),
    );
    for (const { embeddings, usage } of answers) {
      vectors.push(...embeddings);
      tokens += usage.tokens;
    }
  }
  const isEstimated = !(tokens > 0);
  const input = isEstimated ? texts.reduce((sum, text) => sum + estimateText(text), 0) : tokens;
  return { vectors, usage: { input, cached: 0, output: 0, isEstimated } };
}
