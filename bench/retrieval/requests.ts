/** What measure.ts asks of worker.ts. */
import type { KnowledgeDocument } from "../../contracts/knowledge.ts";

export interface BenchRequest {
  collection: string;
  put?: KnowledgeDocument[];
  embed?: true;
  search?: { query: string; mode: "words" | "dense" | "hybrid" };
}
export interface BenchAnswer {
  sources: string[];
  pending: number;
}
