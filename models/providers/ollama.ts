/** Ollama, by its compatible endpoint (https://docs.ollama.com/openai). */
import { compatible } from "./openai-compatible.ts";
import type { Provider } from "./provider.ts";

export const ollama: Provider = compatible("ollama", "http://localhost:11434/v1");
