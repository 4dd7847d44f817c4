/** How well a ranking answers a question set: whether the answer is among the first five, and how far up. */
import type { CorpusQuestion } from "./corpus.ts";

export interface Quality {
  questions: number;
  /** Share of the questions whose answer is among the first five passages, 0 to 1. */
  recallAt5: number;
  /** Mean of 1 / place of the answer among the first ten; 0 where it is not there. */
  mrr: number;
}

export type Rankings = ReadonlyMap<CorpusQuestion, readonly string[]>;

/** `rankings`: the documents that a ranking yields for each question, best first. */
export function judge(rankings: Rankings, kind?: CorpusQuestion["kind"]): Quality {
  const asked = [...rankings].filter(([question]) => kind === undefined || question.kind === kind);
  let found = 0;
  let sum = 0;
  for (const [question, ranking] of asked) {
    const place = ranking.indexOf(question.answer) + 1;
    if (place >= 1 && place <= 5) found += 1;
    if (place >= 1 && place <= 10) sum += 1 / place;
  }
  const share = (part: number): number => (asked.length === 0 ? 0 : part / asked.length);
  return { questions: asked.length, recallAt5: share(found), mrr: share(sum) };
}
