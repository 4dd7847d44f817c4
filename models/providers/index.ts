/** Providers by the name that `llm-provider` gives them. */
import type { ProviderName } from "../../contracts/model-call.ts";
import { anthropic } from "./anthropic.ts";
import { azure } from "./azure.ts";
import { bedrock } from "./bedrock.ts";
import { google } from "./google.ts";
import { groq } from "./groq.ts";
import { mistral } from "./mistral.ts";
import { ollama } from "./ollama.ts";
import { openai } from "./openai.ts";
import { openaiCompatible } from "./openai-compatible.ts";
import type { Provider } from "./provider.ts";
import { scripted } from "./scripted.ts";

export const PROVIDERS: Readonly<Record<ProviderName, Provider>> = {
  openai,
  anthropic,
  google,
  mistral,
  groq,
  azure,
  bedrock,
  ollama,
  "openai-compatible": openaiCompatible,
  scripted,
};
