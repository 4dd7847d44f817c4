/** What the statement asks the world for, and what the journal has as its answer: nothing is asked again. */
import type { JSX } from "preact";
import type { JsonValue } from "../../contracts/json.ts";
import type { ReplayEffect } from "../../contracts/replay.ts";
import { ms } from "../conversation/receipt.tsx";

/** Characters of a value that are shown. */
const MAX_SHOWN = 20_000;

export function Effects({ effects }: { effects: readonly ReplayEffect[] }): JSX.Element | null {
  if (effects.length === 0) return null;
  return (
    <section aria-labelledby="effects">
      <h2 id="effects">Asked for here</h2>
      {effects.map((effect, index) => (
        <div key={`${index} ${effect.keyword}`} class="box effect">
          <p>
            <strong>{effect.keyword}</strong>
            {effect.ms !== null && `, ${ms(effect.ms)}`}
          </p>
          <Value label="With" value={effect.operands} />
          {effect.error ? (
            <p class="mistake">
              Error {effect.error.number}: {effect.error.message}
            </p>
          ) : (
            <Value label="Answer" value={effect.result} />
          )}
        </div>
      ))}
    </section>
  );
}

function Value({ label, value }: { label: string; value: JsonValue }): JSX.Element {
  const text = JSON.stringify(value, null, 2);
  return (
    <>
      <p>{label}:</p>
      <pre dir="auto">{text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}</pre>
    </>
  );
}
