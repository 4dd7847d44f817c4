import { describe, expect, test } from "vitest";
import { languageOf, stemOf } from "./languages.ts";
import { indexText, MAX_TERMS, matchOf, parseQuestion, spaced, stemsOf, wordsOf } from "./words.ts";

const queryTerms = (query: string) => parseQuestion(query).terms;
const words = (query: string): string[] => queryTerms(query).map((term) => term.word);

describe("the words of a question", () => {
  test.each([
    ["How do I descale my machine?", ["descale", "machine"]],
    ["Wie lange dauert die Lieferung?", ["lange", "dauert", "lieferung"]],
    ["Quanto tempo demora a entrega?", ["tempo", "demora", "entrega"]],
    ["¿Cuánto tarda la entrega?", ["tarda", "entrega"]],
    ["Quand est-ce que ma commande arrive ?", ["commande", "arrive"]],
    ["Quanto costa la consegna?", ["costa", "consegna"]],
    ["What is E4?", ["e4"]],
    ["Ação AÇÃO acao", ["acao"]],
  ])("%s", (query, expected) => {
    expect(words(query)).toEqual(expected);
  });

  test("where all are stop words, all count; and where they are asked for", () => {
    expect(words("to be or not to be")).toEqual(["to", "be", "or", "not"]);
    const options = { stemming: false, stopWords: false, languages: ["en"] as const };
    expect(parseQuestion("what is it", options).terms.map(({ word }) => word)).toEqual(["what", "is", "it"]);
  });

  test("a stop word of another language is a word", () => {
    const english = { stemming: true, stopWords: true, languages: ["en"] as const };
    expect(parseQuestion("pour die mine", english).terms.map(({ word }) => word)).toEqual(["pour", "die"]);
  });

  test("longer words are looked for by their beginning, numbers and short words as written", () => {
    const plain = { stemming: false, stopWords: true, languages: [] };
    expect(parseQuestion("warranty tax 1042 model7", plain).terms).toEqual([
      { word: "warranty", start: "warran", stems: [] },
      { word: "tax", start: null, stems: [] },
      { word: "1042", start: null, stems: [] },
      { word: "model7", start: null, stems: [] },
    ]);
  });

  test("stems are looked for where a beginning does not find them", () => {
    const english = { stemming: true, stopWords: true, languages: ["en"] as const };
    const [running] = parseQuestion("running", english).terms;
    expect(running).toEqual({ word: "running", start: "runni", stems: ["run"] });
    expect(matchOf(running!)).toBe('"running" OR "runni"* OR "run"');
  });

  test("neighbours are looked for side by side, with the stop words between them", () => {
    expect(parseQuestion("Is damage by limescale covered?").pairs).toEqual([
      ["is", "dama"],
      ["damage", "by"],
      ["by", "limesc"],
      ["limescale", "cover"],
    ]);
    expect(parseQuestion("to be or not").pairs).toEqual([]);
  });

  test("nothing a person types is syntax", () => {
    for (const query of [
      '" OR 1',
      "title:secret",
      "a NEAR/2 b",
      "NOT x",
      "^begin",
      "(a AND b",
      "*",
      "'; DROP TABLE x --",
      "{a b}:c",
    ]) {
      for (const term of queryTerms(query)) {
        for (const part of matchOf(term).split(" OR ")) expect(part).toMatch(/^"[\p{L}\p{N}]+"\*?$/u);
      }
    }
  });

  test("empty, endless and strange questions are bounded", () => {
    expect(queryTerms("")).toEqual([]);
    expect(queryTerms("?!… 👋")).toEqual([]);
    expect(queryTerms(Array.from({ length: 500 }, (_, n) => `word${n}`).join(" ")).length).toBe(MAX_TERMS);
  });
});

test("scripts without blanks are set apart, others are left alone", () => {
  expect(indexText("Straße, ação ☕")).toBe("Straße, ação ☕");
  expect(indexText("保証期間は二年です").split(" ").length).toBeGreaterThan(2);
  expect(words("保証期間は?").length).toBeGreaterThan(1);
});

test("the words of a text are as the index has them", () => {
  expect(wordsOf("Ação: A4-Größe, naïve!")).toEqual(["acao", "a4", "große", "naive"]);
  expect(spaced("A b.")).toBe(" a b ");
  expect(spaced("")).toBe("  ");
});

describe("languages", () => {
  test.each([
    ["en", "The machine has to be cleaned with water, and then it is dried."],
    ["pt", "A máquina tem de ser limpa com água, e depois é seca para não enferrujar."],
    ["es", "La máquina se limpia con agua y después se seca para que no se oxide."],
    ["de", "Die Maschine wird mit Wasser gereinigt und dann getrocknet, damit sie nicht rostet."],
    ["fr", "La machine est nettoyée avec de l'eau, puis séchée pour ne pas rouiller."],
    ["it", "La macchina si pulisce con acqua e poi si asciuga per non farla arrugginire."],
  ])("%s", (language, text) => {
    expect(languageOf(wordsOf(text))).toBe(language);
  });

  test("a list of codes is in none", () => {
    expect(languageOf(wordsOf("E4 E7 AB-12 1000 2000"))).toBeNull();
    expect(languageOf([])).toBeNull();
  });

  test("words of one stem meet; codes stay as they are", () => {
    expect(stemOf("running", "en")).toBe(stemOf("runs", "en"));
    expect(stemOf("entregas", "pt")).toBe(stemOf("entrega", "pt"));
    expect(stemOf("livraisons", "fr")).toBe(stemOf("livraison", "fr"));
    expect(stemOf("e1042", "en")).toBe("e1042");
    expect(stemsOf("The runs, running far", "en")).toBe("run");
  });
});
