/**
 * A question set with known answers, made from a seed: passages about things (vocabulary.ts), of which each says one thing
 * that no other passage says, passages that only tell of a thing, and questions. A passage and its questions choose their
 * words on their own: a `near` question uses the passage's words, a `far` one names the thing and what is asked in other
 * words than the passage, so that they share one telling word at most.
 */
import { parseQuestion, wordsOf } from "../../durable-objects/knowledge/words.ts";
import { pick, seeded } from "../../test/support/random.ts";
import { ASPECTS, THINGS } from "./vocabulary.ts";

export interface CorpusPassage {
  /** Also the path of its document. */
  id: string;
  title: string;
  text: string;
}
export interface CorpusQuestion {
  text: string;
  /** Id of the passage that holds the answer. */
  answer: string;
  kind: "near" | "far";
}
export interface Corpus {
  passages: CorpusPassage[];
  questions: CorpusQuestion[];
}

/** What surrounds a statement. None of it answers a question. */
const REMARKS: readonly string[] = [
  "Many visitors of our showroom ask for it.",
  "It has been in the catalogue for a long while.",
  "The {thing} belongs to the household range.",
  "A neighbour recommended this {thing} last winter.",
  "Please read this page before you write to us.",
  "Our team tested the {thing} in a normal flat.",
  "Other models differ in this point.",
  "This was confirmed by the laboratory.",
  "Small deviations are possible.",
  "Ask again if your {thing} looks different.",
  "The text was revised by the editors in May.",
  "Nothing else about the {thing} has changed.",
];
/** Passages that only tell of a thing; people use its names side by side. */
const STORIES: readonly string[] = [
  "Some say {a}, others say {b}; in our shop both mean the same thing.",
  "Grandmother called her {a} a {b} all her life.",
  "In the evening the whole family gathers around the {a}.",
  "A good {b} makes everyday life easier.",
  "The {a} on the photograph belongs to a customer.",
  "Whoever needs a {c} will also look at a {a}.",
];

const name = (template: string, thing: string, detail = ""): string => {
  const text = template.replaceAll("{thing}", thing).replaceAll("{detail}", detail);
  return text.charAt(0).toUpperCase() + text.slice(1);
};
const third = (random: () => number): 0 | 1 | 2 => pick(random, [0, 1, 2] as const);
/** One of the two others. */
const other = (random: () => number, one: 0 | 1 | 2): 0 | 1 | 2 =>
  pick(
    random,
    ([0, 1, 2] as const).filter((n) => n !== one),
  );

/**
 * `passages` of them, of which two in five are stories, and `questions`, of which one in three is far. The same seed makes the same set. Beyond
 * 1,200 statements the things get numbers ("model 2"), which their questions name.
 */
export function makeCorpus(options: { seed: number; passages: number; questions: number }): Corpus {
  const random = seeded(options.seed);
  const passages: CorpusPassage[] = [];
  const askable: { near: CorpusQuestion; far: CorpusQuestion | null }[] = [];
  const combinations = shuffled(
    random,
    THINGS.flatMap((_, thing) => ASPECTS.map((_, aspect) => [thing, aspect] as const)),
  );
  for (let index = 0, statement = 0; index < options.passages; index += 1) {
    const id = `passage-${index + 1}.md`;
    if (index % 5 >= 3) {
      passages.push({ id, title: "Stories", text: story(random) });
      continue;
    }
    const [thing, aspect] = combinations[statement % combinations.length] ?? [0, 0];
    const model = Math.floor(statement / combinations.length) + 1;
    statement += 1;
    const names = (THINGS[thing] ?? THINGS[0]!).map((one) => (model === 1 ? one : `${one} model ${model}`));
    const what = ASPECTS[aspect] ?? ASPECTS[0]!;
    const [said, worded] = [third(random), third(random)];
    const title = name("{thing}", names[said] ?? "");
    const text = [
      ...remarks(random, names[said] ?? "", 2),
      name(what.statements[worded], names[said] ?? "", pick(random, what.details)),
      ...remarks(random, names[said] ?? "", 2),
    ].join(" ");
    passages.push({ id, title: "Notes", text });
    const near = { text: name(what.questions[worded], names[said] ?? ""), answer: id, kind: "near" as const };
    // Every other one keeps the thing's name: that is the one word that it shares.
    const called = statement % 2 === 0 ? said : other(random, said);
    const farText = name(what.questions[other(random, worded)], names[called] ?? "");
    const far = { text: farText, answer: id, kind: "far" as const };
    askable.push({ near, far: shared(far.text, `${title} ${text}`) <= 1 ? far : null });
  }
  return { passages, questions: questionsOf(random, askable, options.questions) };
}

function questionsOf(
  random: () => number,
  askable: { near: CorpusQuestion; far: CorpusQuestion | null }[],
  count: number,
): CorpusQuestion[] {
  const order = shuffled(random, askable);
  const questions: CorpusQuestion[] = [];
  for (const { near, far } of order) {
    if (questions.length === count) break;
    const wantsFar = questions.length % 3 === 2;
    if (wantsFar && far === null) continue;
    questions.push(wantsFar && far !== null ? far : near);
  }
  return questions;
}

const remarks = (random: () => number, thing: string, count: number): string[] =>
  Array.from({ length: count }, () => name(pick(random, REMARKS), thing));

function story(random: () => number): string {
  const [a, b, c] = shuffled(random, pick(random, THINGS));
  return Array.from({ length: 4 }, () =>
    pick(random, STORIES)
      .replaceAll("{a}", a ?? "")
      .replaceAll("{b}", b ?? "")
      .replaceAll("{c}", c ?? ""),
  ).join(" ");
}

/** How many telling words of the question the passage has, in any form. */
export function shared(question: string, passage: string): number {
  const words = wordsOf(passage);
  const { terms } = parseQuestion(question, { stemming: true, stopWords: true, languages: ["en"] });
  return terms.filter(({ word, start, stems }) =>
    words.some((one) => one === word || (start !== null && one.startsWith(start)) || stems.includes(one)),
  ).length;
}

function shuffled<T>(random: () => number, items: readonly T[]): T[] {
  const list = [...items];
  for (let index = list.length - 1; index > 0; index -= 1) {
    const at = Math.floor(random() * (index + 1));
    [list[index], list[at]] = [list[at] as T, list[index] as T];
  }
  return list;
}
