/**
 * Figures of this isolate: counters, histograms and gauges with bounded labels, in module memory. They begin at nothing
 * with every isolate; worker and objects count into the same place where they share one, as on a machine of one's own
 * (docs/observability.md). Counting is an addition to a number that is already there: it may stand on the path of a turn.
 */

/** Sets of labels that one figure may have; whatever would be one more is counted as `other`. */
export const MAX_SERIES = 1_000;

export interface Sample {
  /** Appended to the figure's name: `_bucket`, `_sum`, `_count`, or nothing. */
  suffix: string;
  labels: readonly (readonly [name: string, value: string])[];
  value: number;
}
export interface Figure {
  /** As Prometheus writes it: `[a-z_]+`, with the unit, counters with `_total`. */
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  samples(): Sample[];
}

/** A table of cells by label values, bounded. */
class Cells<T> {
  private readonly cells = new Map<string, { values: readonly string[]; cell: T }>();
  private readonly names: readonly string[];
  private readonly make: () => T;

  constructor(names: readonly string[], make: () => T) {
    this.names = names;
    this.make = make;
  }

  of(values: readonly string[]): T {
    // No label value of ours holds a line break.
    const key = values.length === 1 ? (values[0] ?? "") : values.join("\n");
    const known = this.cells.get(key);
    if (known) return known.cell;
    if (this.cells.size >= MAX_SERIES && values.some((value) => value !== "other"))
      return this.of(this.names.map(() => "other"));
    const cell = this.make();
    this.cells.set(key, { values: [...values], cell });
    return cell;
  }

  *entries(): Generator<{ labels: [string, string][]; cell: T }> {
    for (const { values, cell } of this.cells.values())
      yield { labels: this.names.map((name, index) => [name, values[index] ?? ""]), cell };
  }
}

export class Counter implements Figure {
  readonly type = "counter";
  readonly name: string;
  readonly help: string;
  private readonly cells: Cells<{ value: number }>;

  constructor(name: string, help: string, labels: readonly string[] = []) {
    this.name = name;
    this.help = help;
    this.cells = new Cells(labels, () => ({ value: 0 }));
  }

  /** Values of the labels, in the order in which they were named. */
  count(values: readonly string[], by = 1): void {
    this.cells.of(values).value += by;
  }

  samples(): Sample[] {
    return [...this.cells.entries()].map(({ labels, cell }) => ({ suffix: "", labels, value: cell.value }));
  }
}

export class Gauge implements Figure {
  readonly type = "gauge";
  readonly name: string;
  readonly help: string;
  private readonly label: string | null;
  private readonly read: () => Record<string, number>;

  /** `read` gives the values at the moment by the values of `label`; without a label the one under the empty name. */
  constructor(name: string, help: string, label: string | null, read: () => Record<string, number>) {
    this.name = name;
    this.help = help;
    this.label = label;
    this.read = read;
  }

  samples(): Sample[] {
    return Object.entries(this.read()).map(([key, value]) => {
      const labels: [string, string][] = this.label === null ? [] : [[this.label, key]];
      return { suffix: "", labels, value };
    });
  }
}

/** Seconds: of what is quick, what a person waits for, and what takes long. */
export const SECONDS: readonly number[] = [0.005, 0.025, 0.1, 0.25, 1, 5, 30];

interface Distribution {
  /** Of each bucket alone; the last is of what lies above all bounds. */
  counts: number[];
  sum: number;
  count: number;
}

export class Histogram implements Figure {
  readonly type = "histogram";
  readonly name: string;
  readonly help: string;
  private readonly bounds: readonly number[];
  private readonly cells: Cells<Distribution>;

  constructor(name: string, help: string, labels: readonly string[] = [], bounds: readonly number[] = SECONDS) {
    this.name = name;
    this.help = help;
    this.bounds = bounds;
    this.cells = new Cells(labels, () => ({ counts: new Array(bounds.length + 1).fill(0), sum: 0, count: 0 }));
  }

  observe(values: readonly string[], value: number): void {
    const cell = this.cells.of(values);
    let bucket = 0;
    while (bucket < this.bounds.length && value > (this.bounds[bucket] ?? 0)) bucket++;
    cell.counts[bucket] = (cell.counts[bucket] ?? 0) + 1;
    cell.sum += value;
    cell.count += 1;
  }

  samples(): Sample[] {
    return [...this.cells.entries()].flatMap(({ labels, cell }) => {
      let below = 0;
      const buckets = cell.counts.map((count, index): Sample => {
        below += count;
        const bound = this.bounds[index];
        return {
          suffix: "_bucket",
          labels: [...labels, ["le", bound === undefined ? "+Inf" : String(bound)]],
          value: below,
        };
      });
      return [...buckets, { suffix: "_sum", labels, value: cell.sum }, { suffix: "_count", labels, value: cell.count }];
    });
  }
}

const figures = new Map<string, Figure>();

/** Makes a figure known to whoever asks for all; each name once. */
export function register<T extends Figure>(figure: T): T {
  if (figures.has(figure.name)) throw new Error(`the figure ${figure.name} is registered twice`);
  figures.set(figure.name, figure);
  return figure;
}

export const allFigures = (): readonly Figure[] => [...figures.values()];
