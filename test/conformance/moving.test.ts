/**
 * Every program of the corpus is moved at each of its suspensions to another version of itself and back. The versions mean
 * the same, so whatever the person sees must be the same as without any move.
 */
import { expect, it } from "vitest";
import { type Machine, moveMachine, type Outcome, type Program, restore } from "../../basic/index.ts";
import { type CorpusProgram, EVERY_SUSPENSION, programsOf, STRAIGHT } from "./corpus.ts";
import { corpusSources } from "./corpus-files.ts";
import { compileSource, expectationOf, type Observed, runProgram } from "./harness.ts";

const programs = programsOf(corpusSources()).filter(({ source }) => expectationOf(source).refused.length === 0);

interface Moved {
  observed: Observed;
  moves: number;
  refusals: string[];
}

/** Runs it and moves it at each suspension, in turn to one of the versions. */
function runMoving(program: CorpusProgram, versions: readonly Program[]): Moved {
  const { limits } = expectationOf(program.source);
  let moves = 0;
  let at = 0;
  const refusals: string[] = [];
  const siblings = new Map(
    [...program.siblings].map(([name, sibling]) => [name, { ...sibling, hash: `${sibling.hash} again` }]),
  );
  const atStop = (machine: Machine, outcome: Outcome): Machine => {
    if (outcome.kind !== "hear" && outcome.kind !== "effect") return machine;
    const version = versions[at++ % versions.length]!;
    const known = [version, ...siblings.values()];
    const next = (old: Program) => known.find(({ name }) => name === old.name) ?? null;
    const link = (name: string) => siblings.get(name) ?? (name === version.name ? version : null);
    const options = { next, limits, link, onWarning };
    const move = moveMachine(machine, options);
    if (!move.ok) {
      refusals.push(`${program.path}: ${move.reason}`);
      return machine;
    }
    moves++;
    expect(move.machine.run(0, 0)).toEqual(outcome);
    // Restoring looks at every place of it.
    return restore(known, move.machine.snapshot(), options);
  };
  const warnings: Observed["warnings"] = [];
  const onWarning = ({ number, line }: { number: number; line: number }) => warnings.push({ number, line });
  const observed = runProgram(program.source, program.file, program.siblings, { ...STRAIGHT, atStop });
  return { observed: { ...observed, warnings: [...observed.warnings, ...warnings] }, moves, refusals };
}

const straight = (program: CorpusProgram) =>
  runProgram(program.source, program.file, program.siblings, EVERY_SUSPENSION);

function differences(versionsOf: (program: CorpusProgram) => Program[] | null) {
  const wrong: unknown[] = [];
  const refusals: string[] = [];
  let moves = 0;
  let moved = 0;
  for (const program of programs) {
    const versions = versionsOf(program);
    if (!versions) continue;
    const expected = straight(program);
    const found = runMoving(program, versions);
    moves += found.moves;
    if (found.moves > 0) moved++;
    refusals.push(...found.refusals);
    if (JSON.stringify(found.observed) !== JSON.stringify(expected))
      wrong.push({ path: program.path, expected, found: found.observed });
  }
  return { wrong, refusals, moves, moved };
}

it("to the same source, compiled again", { timeout: 120_000 }, () => {
  const { wrong, refusals, moves, moved } = differences(({ source, file }) => [
    { ...compileSource(source, file), hash: "again" },
    { ...compileSource(source, file), hash: "and again" },
  ]);
  expect(refusals).toEqual([]);
  expect(wrong).toEqual([]);
  expect(moves).toBeGreaterThan(3500);
  expect(moved).toBeGreaterThan(programs.length * 0.95);
});

/** What stands in the place of comments, so that lines stay where they are. */
const HARMLESS = ["zz = zz + 1", 'zt = zt & "a"', "IF zz = 5 THEN zz = 6", "", "DIM zd(3)"];

/** The program with harmless statements wherever a comment had a line, and a procedure more; null where that cannot be told. */
function edited({ source, file, siblings }: CorpusProgram): string | null {
  let count = 0;
  const changed = source.replaceAll(/^[ \t]*'.*$/gm, (line) => {
    count++;
    return / strict| profile| data/.test(line) ? line : HARMLESS[count % HARMLESS.length]!;
  });
  const whole = `${changed.trimEnd()}\nFUNCTION zzz(zza)\n  TALK "never"\n  HEAR zzb\nEND FUNCTION\n`;
  try {
    // The comments say how the program is run: they come from the original.
    const expected = runProgram(source, file, siblings, STRAIGHT);
    const found = runProgram(source, file, siblings, { ...STRAIGHT, program: () => compileSource(whole, file) });
    return JSON.stringify(found) === JSON.stringify(expected) ? whole : null;
  } catch {
    return null;
  }
}

it("to a source with harmless statements and a procedure more, and back", { timeout: 180_000 }, () => {
  let versions = 0;
  const { wrong, refusals, moves, moved } = differences((program) => {
    const whole = edited(program);
    if (whole === null) return null;
    versions++;
    const other = compileSource(whole, program.file);
    return [
      { ...other, hash: "other" },
      { ...compileSource(program.source, program.file), hash: "again" },
    ];
  });
  expect([versions > 700, moves > 2500, moved > 700]).toEqual([true, true, true]);
  expect(refusals).toEqual([]);
  expect(wrong).toEqual([]);
});
