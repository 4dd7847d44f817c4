/** Runs the corpus and ends with 1 and the name of the first program that does not say what it must. */
import process from "node:process";
import { EVERY_SUSPENSION, problemOf, programsOf, STRAIGHT } from "../conformance/corpus.ts";
import { corpusSources } from "../conformance/corpus-files.ts";

for (const manner of [STRAIGHT, EVERY_SUSPENSION]) {
  for (const program of programsOf(corpusSources(process.env["BASALT_CORPUS"]))) {
    const problem = problemOf(program, manner);
    if (problem === null) continue;
    process.stdout.write(`${program.path}: ${problem.replaceAll("\n", "")}\n`);
    process.exit(1);
  }
}
